import assert from 'node:assert/strict';
import { s3BucketLifecycle } from '../../../policy/rules/s3BucketLifecycle';
import { bucket, captures, hygiene, lifecycle } from '../lifecycleStack';
import { runRule } from '../policyStack';

describe('bounds of retention', () => {
  it('holds captures to the bounds of config, and their old versions to the upper one', async () => {
    const cases = [
      [
        { expiration: { days: 400 } },
        "Bucket 'store' keeps 'captures/' for 400 days, too long: give it an enabled rule for it with expiration.days " +
          'between 7 and 30.',
      ],
      [
        { expiration: { days: 2 }, noncurrentVersionExpiration: { noncurrentDays: 2 } },
        "Rule 'captures' of bucket 'store' expires 'captures/' after 2 days, and 7 are the least: raise its expiration.days.",
      ],
      [
        {},
        "Bucket 'store' keeps old versions of 'captures/' for 90 days, too long: set " +
          'noncurrentVersionExpiration.noncurrentDays to 30 or less for it.',
      ],
    ] as const;
    const config = { bounds: [{ prefix: 'captures/', minDays: 7, maxDays: 30 }] };
    for (const [change, text] of cases) {
      const stack = [bucket, lifecycle([hygiene, { ...captures, ...change }])];
      assert.deepEqual((await runRule(s3BucketLifecycle, stack, config)).violations, [['store', text]]);
    }
  });
});
