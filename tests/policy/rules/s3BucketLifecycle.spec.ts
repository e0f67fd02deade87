import assert from 'node:assert/strict';
import { s3BucketLifecycle } from '../../../policy/rules/s3BucketLifecycle';
import { bucket, captures, clean, hygiene, lifecycle } from '../lifecycleStack';
import { runRule, type StackResource, unknown } from '../policyStack';

const noVersions = (name: string, why = '') =>
  `Bucket '${name}' has no lifecycle for this: its old versions never expire${why}; add an enabled rule for the whole ` +
  'bucket with noncurrentVersionExpiration.noncurrentDays.';
const noAbort = (name: string, why = '') =>
  `Bucket '${name}' has no lifecycle for this: its incomplete uploads are never aborted${why}; add an enabled rule for ` +
  'the whole bucket with abortIncompleteMultipartUpload.daysAfterInitiation.';
const noMarkers = (name: string, why = '') =>
  `Bucket '${name}' has no lifecycle for this: its delete markers never go${why}; add an enabled rule for the whole ` +
  'bucket with expiration.expiredObjectDeleteMarker.';
const noBound =
  "Bucket 'store' keeps 'captures/' for ever: add an enabled rule for it with expiration.days between 1 and 90.";
const mfaVersioning: StackResource = {
  type: 'aws:s3/bucketVersioning:BucketVersioning',
  name: 'store-versioning',
  props: { bucket: unknown, versioningConfiguration: { status: 'Enabled', mfaDelete: 'Enabled' } },
  from: { bucket: ['store'] },
};

describe('s3-bucket-lifecycle', () => {
  it('passes a rule for the whole bucket, in each way of writing that', async () => {
    const forms = [hygiene, { ...hygiene, filter: { prefix: '' } }, { ...hygiene, filter: undefined, prefix: '' }];
    for (const form of forms) {
      assert.deepEqual(await runRule(s3BucketLifecycle, [bucket, lifecycle([form, captures])]), clean);
    }
  });

  it('passes inline rules of older buckets', async () => {
    const rule = { enabled: true, abortIncompleteMultipartUploadDays: 7 };
    const goes = { enabled: true, prefix: 'captures/', expiration: { days: 30 } };
    const [days, marker] = [{ days: 90 }, { expiredObjectDeleteMarker: true }];
    const block = { ...rule, noncurrentVersionExpiration: days, expiration: marker };
    const list = { ...rule, noncurrentVersionExpirations: [days], expirations: [marker] };
    const stacks: StackResource[] = [
      { ...bucket, props: { lifecycleRules: [block, goes] } },
      { ...bucket, type: 'aws:s3/bucketV2:BucketV2', props: { lifecycleRules: [list, goes] } },
    ];
    for (const stack of stacks) assert.deepEqual(await runRule(s3BucketLifecycle, [stack]), clean);
  });

  it('refuses a bucket without a lifecycle', async () => {
    assert.deepEqual((await runRule(s3BucketLifecycle, [bucket])).violations, [
      ['store', noVersions('store')],
      ['store', noAbort('store')],
      ['store', noMarkers('store')],
      ['store', noBound],
    ]);
  });

  it('does not count a rule that is disabled, has a prefix or a tag', async () => {
    const cases = [
      [{ status: 'Disabled' }, 'is disabled'],
      [{ filter: { prefix: 'captures/' } }, "covers only 'captures/'"],
      [{ filter: { tag: { key: 'a', value: 'b' } } }, 'covers only objects with some tags or sizes'],
    ] as const;
    for (const [change, why] of cases) {
      const { violations } = await runRule(s3BucketLifecycle, [
        bucket,
        lifecycle([{ ...hygiene, ...change }, captures]),
      ]);
      const clause = ` (rule 'hygiene' does so, but ${why})`;
      assert.deepEqual(violations, [
        ['store', noVersions('store', clause)],
        ['store', noAbort('store', clause)],
        ['store', noMarkers('store', clause)],
      ]);
    }
  });

  it('refuses whatever expires baselines or schemas', async () => {
    const cases = [
      [{ prefix: 'baselines/churn/' }, "'baselines/churn/'", ['baselines/']],
      [{ prefix: 'base' }, "'base'", ['baselines/']],
      [{ prefix: 'schemas/churn/v1.json' }, "'schemas/churn/v1.json'", ['schemas/']],
      [{}, 'the whole bucket', ['baselines/', 'schemas/']],
    ] as const;
    for (const [filter, scope, kept] of cases) {
      const rule = { id: 'all', status: 'Enabled', filter, expiration: { days: 30 } };
      const { violations } = await runRule(s3BucketLifecycle, [bucket, lifecycle([hygiene, captures, rule])]);
      assert.deepEqual(
        violations,
        kept.map((prefix) => [
          'store',
          `Rule 'all' of bucket 'store' expires ${scope} and with it '${prefix}', which must be kept for ever: take ` +
            'its expiration away or give it the prefix of what may expire.',
        ]),
      );
    }
  });

  it('lets a bucket of logs expire as a whole, and a delete marker go', async () => {
    const logs = { ...bucket, name: 'trail' };
    const expiring = { ...hygiene, expiration: { days: 365 } };
    assert.deepEqual(await runRule(s3BucketLifecycle, [logs, lifecycle([expiring], 'trail')]), clean);
    const markers = { ...hygiene, expiration: { expiredObjectDeleteMarker: true, days: 0 } };
    assert.deepEqual(await runRule(s3BucketLifecycle, [bucket, lifecycle([markers, captures])]), clean);
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
        ['trail', noMarkers('trail')],
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
    assert.deepEqual(await runRule(s3BucketLifecycle, [bucket, lifecycle([half, captures])]), {
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

  it('does not count a rule that keeps the newest old versions', async () => {
    const rule = { ...hygiene, noncurrentVersionExpiration: { noncurrentDays: 90, newerNoncurrentVersions: 3 } };
    assert.deepEqual((await runRule(s3BucketLifecycle, [bucket, lifecycle([rule, captures])])).violations, [
      ['store', noVersions('store', " (rule 'hygiene' keeps the newest 3 of them)")],
    ]);
  });

  it('asks for the prefixes of config instead of the whole bucket', async () => {
    const reports = { ...hygiene, filter: { prefix: 'reports/' } };
    const stack = [{ ...bucket, name: 'trail' }, lifecycle([reports], 'trail')];
    assert.deepEqual(await runRule(s3BucketLifecycle, stack, { coverPrefixes: ['reports/daily/'] }), clean);
    const { violations } = await runRule(s3BucketLifecycle, stack, { coverPrefixes: ['incidents/'] });
    assert.deepEqual(
      violations.map(([, text]) => text),
      [
        [noVersions, 'noncurrentVersionExpiration.noncurrentDays'],
        [noAbort, 'abortIncompleteMultipartUpload.daysAfterInitiation'],
        [noMarkers, 'expiration.expiredObjectDeleteMarker'],
      ].map(([text]) =>
        (text as typeof noAbort)('trail', " (rule 'hygiene' does so, but covers only 'reports/')").replace(
          'the whole bucket',
          "'incidents/'",
        ),
      ),
    );
  });

  it('asks nothing of a bucket with MFA delete, which can have no lifecycle', async () => {
    assert.deepEqual(await runRule(s3BucketLifecycle, [bucket, mfaVersioning]), clean);
    const { violations } = await runRule(s3BucketLifecycle, [bucket, mfaVersioning, lifecycle([hygiene, captures])]);
    assert.deepEqual(violations, [
      ['store', "Bucket 'store' has MFA delete and a lifecycle ('store-lifecycle'), which S3 refuses: take one away."],
    ]);
  });

  it("names a bucket that is not this stack's", async () => {
    const foreign = { ...lifecycle([hygiene]), props: { bucket: 'shared-logs', rules: [hygiene] }, from: {} };
    assert.deepEqual(await runRule(s3BucketLifecycle, [foreign]), {
      violations: [],
      undetermined: [
        [
          'store-lifecycle',
          "s3-bucket-lifecycle: bucket 'shared-logs' is not of this stack: its lifecycle is judged only where the bucket is made.",
        ],
      ],
    });
  });
});
