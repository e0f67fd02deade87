import assert from 'node:assert/strict';
import { s3BucketLifecycle } from '../../../policy/rules/s3BucketLifecycle';
import { bucket, captures, hygiene, lifecycle } from '../lifecycleStack';
import { runRule } from '../policyStack';

describe('retention bounds', () => {
  it('applies the bounds of config to captures, and the maximum to their old versions', async () => {
    const cases = [
      [
        { expiration: { days: 400 } },
        "Bucket 'store' keeps 'captures/' for 400 days, which is too long: add an enabled rule with " +
          'expiration.days between 7 and 30.',
      ],
      [
        { expiration: { days: 2 }, noncurrentVersionExpiration: { noncurrentDays: 2 } },
        "Rule 'captures' of bucket 'store' expires 'captures/' after 2 days; the minimum is 7: raise its " +
          'expiration.days.',
      ],
      [
        {},
        "Bucket 'store' keeps old versions of 'captures/' for 90 days, which is too long: set " +
          'noncurrentVersionExpiration.noncurrentDays to 30 or less.',
      ],
    ] as const;
    const config = { bounds: [{ prefix: 'captures/', minDays: 7, maxDays: 30 }] };
    for (const [change, text] of cases) {
      const stack = [bucket, lifecycle([hygiene, { ...captures, ...change }])];
      assert.deepEqual((await runRule(s3BucketLifecycle, stack, config)).violations, [['store', text]]);
    }
  });
});
