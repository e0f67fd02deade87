import assert from 'node:assert/strict';
import { s3BucketLifecycle } from '../../policy/rules/s3BucketLifecycle';
import { runRule, type StackResource, unknown } from './policyStack';

const bucket: StackResource = { type: 'aws:s3/bucket:Bucket', name: 'store', props: { bucket: 'store-1a2b' } };
const hygiene = {
  id: 'hygiene',
  status: 'Enabled',
  filter: {},
  noncurrentVersionExpiration: { noncurrentDays: 90 },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
};
const captures = { id: 'captures', status: 'Enabled', filter: { prefix: 'captures/' }, expiration: { days: 30 } };

function lifecycle(rules: unknown, name = 'store'): StackResource {
  return {
    type: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
    name: `${name}-lifecycle`,
    props: { bucket: unknown, rules },
    from: { bucket: [name], rules: [] },
  };
}

const noVersions = (name: string, why = '') =>
  `Bucket '${name}' has no lifecycle for this: its old versions never expire${why}; add an enabled rule for the whole ` +
  'bucket with noncurrentVersionExpiration.noncurrentDays.';
const noAbort = (name: string, why = '') =>
  `Bucket '${name}' has no lifecycle for this: its incomplete uploads are never aborted${why}; add an enabled rule for ` +
  'the whole bucket with abortIncompleteMultipartUpload.daysAfterInitiation.';
const clean = { violations: [], undetermined: [] };

describe('s3-bucket-lifecycle', () => {
  it('passes a rule for the whole bucket, in each way of writing that', async () => {
    const forms = [hygiene, { ...hygiene, filter: { prefix: '' } }, { ...hygiene, filter: undefined, prefix: '' }];
    for (const form of forms) {
      assert.deepEqual(await runRule(s3BucketLifecycle, [bucket, lifecycle([form, captures])]), clean);
    }
  });

  it('passes inline rules of older buckets', async () => {
    const rule = { enabled: true, abortIncompleteMultipartUploadDays: 7 };
    const stacks: StackResource[] = [
      { ...bucket, props: { lifecycleRules: [{ ...rule, noncurrentVersionExpiration: { days: 90 } }] } },
      {
        ...bucket,
        type: 'aws:s3/bucketV2:BucketV2',
        props: { lifecycleRules: [{ ...rule, noncurrentVersionExpirations: [{ days: 90 }] }] },
      },
    ];
    for (const stack of stacks) assert.deepEqual(await runRule(s3BucketLifecycle, [stack]), clean);
  });

  it('refuses a bucket without a lifecycle', async () => {
    assert.deepEqual((await runRule(s3BucketLifecycle, [bucket])).violations, [
      ['store', noVersions('store')],
      ['store', noAbort('store')],
    ]);
  });

  it('does not count a rule that is disabled, has a prefix or a tag', async () => {
    const cases = [
      [{ status: 'Disabled' }, 'is disabled'],
      [{ filter: { prefix: 'captures/' } }, "covers only 'captures/'"],
      [{ filter: { tag: { key: 'a', value: 'b' } } }, 'covers only objects with some tags or sizes'],
    ] as const;
    for (const [change, why] of cases) {
      const { violations } = await runRule(s3BucketLifecycle, [bucket, lifecycle([{ ...hygiene, ...change }])]);
      const clause = ` (rule 'hygiene' does so, but ${why})`;
      assert.deepEqual(violations, [
        ['store', noVersions('store', clause)],
        ['store', noAbort('store', clause)],
      ]);
    }
  });

  it('refuses whatever expires baselines', async () => {
    const cases = [
      [{ prefix: 'baselines/churn/' }, "'baselines/churn/'"],
      [{ prefix: 'base' }, "'base'"],
      [{}, 'the whole bucket'],
    ] as const;
    for (const [filter, scope] of cases) {
      const rule = { id: 'all', status: 'Enabled', filter, expiration: { days: 30 } };
      assert.deepEqual((await runRule(s3BucketLifecycle, [bucket, lifecycle([hygiene, rule])])).violations, [
        [
          'store',
          `Rule 'all' of bucket 'store' expires ${scope} and with it 'baselines/', which must be kept for ever: take ` +
            'its expiration away or give it the prefix of what may expire.',
        ],
      ]);
    }
  });

  it('lets a bucket of logs expire as a whole, and a delete marker go', async () => {
    const logs = { ...bucket, name: 'trail' };
    const expiring = { ...hygiene, expiration: { days: 365 } };
    assert.deepEqual(await runRule(s3BucketLifecycle, [logs, lifecycle([expiring], 'trail')]), clean);
    const markers = { ...hygiene, expiration: { expiredObjectDeleteMarker: true, days: 0 } };
    assert.deepEqual(await runRule(s3BucketLifecycle, [bucket, lifecycle([markers])]), clean);
  });

  it('takes the prefixes to keep from config', async () => {
    const stack = [bucket, lifecycle([hygiene, captures])];
    const { violations } = await runRule(s3BucketLifecycle, stack, { keepPrefixes: ['captures/'] });
    assert.equal(violations.length, 1);
    assert.match(violations[0]?.[1] ?? '', /^Rule 'captures' of bucket 'store' expires 'captures\/'/);
  });

  it('does not apply to a stack without buckets', async () => {
    assert.deepEqual(await runRule(s3BucketLifecycle, [{ type: 'aws:sqs/queue:Queue', name: 'tickets' }]), clean);
  });

  it('leaves unknown rules undecided and still judges another bucket', async () => {
    const stack = [bucket, lifecycle(unknown), { ...bucket, name: 'trail' }];
    assert.deepEqual(await runRule(s3BucketLifecycle, stack), {
      violations: [
        ['trail', noVersions('trail')],
        ['trail', noAbort('trail')],
      ],
      undetermined: [
        [
          'store',
          "s3-bucket-lifecycle: what bucket 'store' keeps is not known yet: the rules of 'store-lifecycle' are set " +
            'during the update.',
        ],
      ],
    });
  });

  it('leaves one unknown number undecided and judges the rest of the rule', async () => {
    const half = {
      ...hygiene,
      noncurrentVersionExpiration: { noncurrentDays: unknown },
      abortIncompleteMultipartUpload: {},
    };
    assert.deepEqual(await runRule(s3BucketLifecycle, [bucket, lifecycle([half])]), {
      violations: [['store', noAbort('store')]],
      undetermined: [
        [
          'store',
          "s3-bucket-lifecycle: whether a rule of bucket 'store' sets noncurrentVersionExpiration.noncurrentDays is not " +
            'known before the update.',
        ],
      ],
    });
  });
});
