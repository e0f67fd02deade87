import assert from 'node:assert/strict';
import { s3BucketLifecycle } from '../../../policy/rules/s3BucketLifecycle';
import { bucket, captures, clean, hygiene, lifecycle } from '../lifecycleStack';
import { runRule, type StackResource, unknown } from '../policyStack';

const noVersions = (name: string, why = '') =>
  `Bucket '${name}' has no lifecycle rule for this: old versions never expire${why}; add an enabled rule ` +
  'for the whole bucket with noncurrentVersionExpiration.noncurrentDays.';
const noAbort = (name: string, why = '') =>
  `Bucket '${name}' has no lifecycle rule for this: incomplete uploads are never aborted${why}; add an ` +
  'enabled rule for the whole bucket with abortIncompleteMultipartUpload.daysAfterInitiation.';
const noMarkers = (name: string, why = '') =>
  `Bucket '${name}' has no lifecycle rule for this: expired delete markers are never removed${why}; add an ` +
  'enabled rule for the whole bucket with expiration.expiredObjectDeleteMarker.';
const noBound = "Bucket 'store' keeps 'captures/' forever: add an enabled rule with expiration.days between 1 and 90.";
const mfaVersioning: StackResource = {
  type: 'aws:s3/bucketVersioning:BucketVersioning',
  name: 'store-versioning',
  props: { bucket: unknown, versioningConfiguration: { status: 'Enabled', mfaDelete: 'Enabled' } },
  from: { bucket: ['store'] },
};

describe('s3-bucket-lifecycle', () => {
  it('passes a rule for the whole bucket, in each form', async () => {
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

  it('reports a bucket without lifecycle rules', async () => {
    assert.deepEqual((await runRule(s3BucketLifecycle, [bucket])).violations, [
      ['store', noVersions('store')],
      ['store', noAbort('store')],
      ['store', noBound],
    ]);
  });

  it('ignores a rule that is disabled or has a prefix or tag filter', async () => {
    const cases = [
      [{ status: 'Disabled' }, 'is disabled'],
      [{ filter: { prefix: 'captures/' } }, "covers only 'captures/'"],
      [{ filter: { tag: { key: 'a', value: 'b' } } }, 'covers only objects with certain tags or sizes'],
    ] as const;
    for (const [change, why] of cases) {
      const { violations } = await runRule(s3BucketLifecycle, [
        bucket,
        lifecycle([{ ...hygiene, ...change }, captures]),
      ]);
      const clause = ` (rule 'hygiene' does this, but ${why})`;
      assert.deepEqual(violations, [
        ['store', noVersions('store', clause)],
        ['store', noAbort('store', clause)],
        // Without an enabled rule for old versions there are no expired delete markers.
        ...(why === 'is disabled' ? [] : [['store', noMarkers('store', clause)]]),
      ]);
    }
  });

  it('reports rules that expire baselines or schemas', async () => {
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
          `Rule 'all' of bucket 'store' expires ${scope}, including '${prefix}', which must never expire: ` +
            'remove its expiration, or limit it to the prefix of keys that can expire.',
        ]),
      );
    }
  });

  it('lets a bucket of logs expire as a whole, and expired delete markers be removed', async () => {
    const logs = { ...bucket, name: 'trail' };
    const expiring = { ...hygiene, expiration: { days: 365 } };
    assert.deepEqual(await runRule(s3BucketLifecycle, [logs, lifecycle([expiring], 'trail')]), clean);
    const markers = { ...hygiene, expiration: { expiredObjectDeleteMarker: true, days: 0 } };
    assert.deepEqual(await runRule(s3BucketLifecycle, [bucket, lifecycle([markers, captures])]), clean);
  });

  it('reads the prefixes to keep from config', async () => {
    const stack = [bucket, lifecycle([hygiene, captures])];
    const { violations } = await runRule(s3BucketLifecycle, stack, { keepPrefixes: ['captures/'] });
    assert.equal(violations.length, 1);
    assert.match(violations[0]?.[1] ?? '', /^Rule 'captures' of bucket 'store' expires 'captures\/'/);
  });

  it('does not apply to a stack without buckets', async () => {
    assert.deepEqual(await runRule(s3BucketLifecycle, [{ type: 'aws:sqs/queue:Queue', name: 'tickets' }]), clean);
  });

  it('leaves unknown rules undetermined and still judges another bucket', async () => {
    const stack = [bucket, lifecycle(unknown), { ...bucket, name: 'trail' }];
    assert.deepEqual(await runRule(s3BucketLifecycle, stack), {
      violations: [
        ['trail', noVersions('trail')],
        ['trail', noAbort('trail')],
      ],
      undetermined: [
        [
          'store',
          "s3-bucket-lifecycle: what bucket 'store' keeps is not known yet: the rules of 'store-lifecycle' " +
            'are known only during the update.',
        ],
      ],
    });
  });

  it('leaves an unknown number undetermined and judges the rest of the rule', async () => {
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

  it('ignores an expiry of a hundred years', async () => {
    const rule = {
      ...hygiene,
      expiration: { days: 36_500 },
      noncurrentVersionExpiration: { noncurrentDays: 36_500 },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 36_500 },
    };
    const stack = [{ ...bucket, name: 'trail' }, lifecycle([rule], 'trail')];
    assert.deepEqual((await runRule(s3BucketLifecycle, stack)).violations, [
      ['trail', noVersions('trail', " (rule 'hygiene' waits 36500 days)")],
      ['trail', noAbort('trail', " (rule 'hygiene' waits 36500 days)")],
    ]);
    const config = { maxVersionDays: 36_500, maxUploadDays: 36_500 };
    assert.deepEqual(await runRule(s3BucketLifecycle, stack, config), clean);
  });

  it('ignores a rule that keeps the newest old versions', async () => {
    const rule = { ...hygiene, noncurrentVersionExpiration: { noncurrentDays: 90, newerNoncurrentVersions: 3 } };
    assert.deepEqual((await runRule(s3BucketLifecycle, [bucket, lifecycle([rule, captures])])).violations, [
      ['store', noVersions('store', " (rule 'hygiene' keeps the newest 3 of them)")],
    ]);
  });

  it('requires rules for the prefixes of config instead of the whole bucket', async () => {
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
        (text as typeof noAbort)('trail', " (rule 'hygiene' does this, but covers only 'reports/')").replace(
          'the whole bucket',
          "'incidents/'",
        ),
      ),
    );
  });

  it('requires nothing of a bucket with MFA delete, which can have no lifecycle', async () => {
    assert.deepEqual(await runRule(s3BucketLifecycle, [bucket, mfaVersioning]), clean);
    const { violations } = await runRule(s3BucketLifecycle, [bucket, mfaVersioning, lifecycle([hygiene, captures])]);
    assert.deepEqual(violations, [
      [
        'store',
        "Bucket 'store' has MFA delete and a lifecycle configuration ('store-lifecycle'), which S3 rejects: " +
          'remove one of them.',
      ],
    ]);
  });

  it('names a bucket of another stack', async () => {
    const foreign = { ...lifecycle([hygiene]), props: { bucket: 'shared-logs', rules: [hygiene] }, from: {} };
    assert.deepEqual(await runRule(s3BucketLifecycle, [foreign]), {
      violations: [],
      undetermined: [
        [
          'store-lifecycle',
          "s3-bucket-lifecycle: bucket 'shared-logs' belongs to another stack: its lifecycle can be judged " +
            'only there.',
        ],
      ],
    });
  });

  it('reports a size filter that moves objects below 128 KB to a colder class', async () => {
    const colder = { id: 'colder', status: 'Enabled', transitions: [{ days: 90, storageClass: 'GLACIER_IR' }] };
    const judge = async (change: object) =>
      runRule(s3BucketLifecycle, [bucket, lifecycle([hygiene, captures, { ...colder, ...change }])]);
    const finding =
      "Rule 'colder' of bucket 'store' moves objects below 128 KB to a colder class, which costs more than it saves: " +
      'set objectSizeGreaterThan to 131071.';
    for (const filter of [
      { objectSizeGreaterThan: 65_536 },
      { and: { prefix: 'reports/', objectSizeGreaterThan: 65_536 } },
      { objectSizeLessThan: 131_072 },
    ]) {
      assert.deepEqual((await judge({ filter })).violations, [['store', finding]], JSON.stringify(filter));
    }
    for (const change of [
      { filter: { prefix: 'reports/' } },
      { filter: { and: { prefix: 'reports/', objectSizeGreaterThan: 131_071 } } },
      { filter: { objectSizeGreaterThan: unknown } },
      { filter: { objectSizeLessThan: 65_536 }, status: 'Disabled' },
      { filter: { objectSizeLessThan: 65_536 }, transitions: [] },
    ]) {
      assert.deepEqual(await judge(change), clean, JSON.stringify(change));
    }
  });
});
