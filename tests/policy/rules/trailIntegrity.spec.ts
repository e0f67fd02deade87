import assert from 'node:assert/strict';
import { trailIntegrity } from '../../../policy/rules/trailIntegrity';
import { withChanges } from '../monitoredStack';
import { runRule, type StackResource, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const bucket: StackResource = { type: 'aws:s3/bucket:Bucket', name: 'evidence', props: { bucket: 'evidence-1a2b' } };
const noDeletes = {
  Effect: 'Deny',
  Principal: '*',
  Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  Resource: unknown,
};
const lock: StackResource = {
  type: 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration',
  name: 'evidence-lock',
  props: { bucket: unknown, rule: { defaultRetention: { mode: 'GOVERNANCE', years: 7 } } },
  from: { bucket: ['evidence'] },
};

function policy(statement: object): StackResource {
  return {
    type: 'aws:s3/bucketPolicy:BucketPolicy',
    name: 'evidence-policy',
    props: { bucket: unknown, policy: { Statement: [statement] } },
    from: { bucket: ['evidence'] },
  };
}

function trail(changes: Readonly<Record<string, unknown>> = {}): StackResource {
  const whole = {
    s3BucketName: unknown,
    isMultiRegionTrail: true,
    enableLogFileValidation: true,
    kmsKeyId: unknown,
    advancedEventSelectors: [
      {
        fieldSelectors: [
          { field: 'eventCategory', equals: ['Data'] },
          { field: 'resources.type', equals: ['AWS::S3::Object'] },
          { field: 'resources.ARN', startsWiths: ['arn:aws:s3:::store/baselines/'] },
        ],
      },
    ],
  };
  return {
    type: 'aws:cloudtrail/trail:Trail',
    name: 'audit',
    props: withChanges(whole, changes),
    from: { s3BucketName: ['evidence'] },
  };
}

const deletable =
  "Records of trail 'audit' can be deleted from bucket 'evidence': enable Object Lock with a default " +
  "retention, or add a BucketPolicy that denies s3:DeleteObject and s3:DeleteObjectVersion to '*'.";

describe('trail-integrity', () => {
  it('passes a complete trail with protected records, by policy or by lock', async () => {
    for (const guard of [policy(noDeletes), policy({ ...noDeletes, Action: 's3:Delete*' }), lock]) {
      assert.deepEqual(await runRule(trailIntegrity, [bucket, guard, trail()]), clean);
    }
  });

  it('reports each missing setting', async () => {
    const cases = [
      [
        { enableLogFileValidation: undefined },
        "has no digest files, so the integrity of its records can't be verified: set " +
          'enableLogFileValidation to true.',
      ],
      [{ isMultiRegionTrail: false }, 'records a single region: set isMultiRegionTrail to true.'],
      [
        { includeGlobalServiceEvents: false },
        'excludes global services such as IAM: set includeGlobalServiceEvents to true.',
      ],
      [{ enableLogging: false }, 'is not logging: set enableLogging to true.'],
      [{ kmsKeyId: undefined }, 'is not encrypted with a customer managed key: set kmsKeyId.'],
    ] as const;
    for (const [change, text] of cases) {
      assert.deepEqual((await runRule(trailIntegrity, [bucket, lock, trail(change)])).violations, [
        ['audit', `Trail 'audit' ${text}`],
      ]);
    }
  });

  it('reports a bucket that allows deletes', async () => {
    const guards = [
      [],
      [{ ...lock, props: { bucket: unknown, rule: {} } }],
      [policy({ ...noDeletes, Action: 's3:DeleteObject' })],
      [policy({ ...noDeletes, Principal: { AWS: 'arn:aws:iam::123456789012:role/ops' } })],
      [policy({ ...noDeletes, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } })],
    ];
    for (const guard of guards) {
      assert.deepEqual((await runRule(trailIntegrity, [bucket, ...guard, trail()])).violations, [['audit', deletable]]);
    }
  });

  it('reports a lifecycle rule that expires records too soon', async () => {
    const lifecycle = (days: number, prefix: string): StackResource => ({
      type: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
      name: 'evidence-lifecycle',
      props: { bucket: unknown, rules: [{ id: 'go', status: 'Enabled', filter: { prefix }, expiration: { days } }] },
      from: { bucket: ['evidence'] },
    });
    assert.deepEqual((await runRule(trailIntegrity, [bucket, lock, lifecycle(90, ''), trail()])).violations, [
      [
        'audit',
        "Rule 'go' of bucket 'evidence' expires records of trail 'audit' after 90 days; the minimum is 365: " +
          'raise its expiration.days.',
      ],
    ]);
    for (const kept of [lifecycle(365, ''), lifecycle(90, 'tmp/')]) {
      assert.deepEqual(await runRule(trailIntegrity, [bucket, lock, kept, trail()]), clean);
    }
  });

  it('requires object-level API calls where config does', async () => {
    const objectEvents = ['baselines/'];
    const run = (change: object) => runRule(trailIntegrity, [bucket, lock, trail({ ...change })], { objectEvents });
    assert.deepEqual(await run({}), clean);
    const everything = { dataResources: [{ type: 'AWS::S3::Object', values: ['arn:aws:s3'] }], readWriteType: 'All' };
    assert.deepEqual(await run({ advancedEventSelectors: undefined, eventSelectors: [everything] }), clean);
    const silent =
      "Trail 'audit' does not record all object-level API calls on 'baselines/': add an " +
      'advancedEventSelector with eventCategory Data, resources.type AWS::S3::Object and a resources.ARN ' +
      'that starts with <bucket ARN>/baselines/.';
    const writesOnly = { ...everything, readWriteType: 'ReadOnly' };
    for (const eventSelectors of [[], [writesOnly]]) {
      assert.deepEqual((await run({ advancedEventSelectors: undefined, eventSelectors })).violations, [
        ['audit', silent],
      ]);
    }
  });

  it('does not apply to a stack without trails', async () => {
    assert.deepEqual(await runRule(trailIntegrity, [bucket]), clean);
  });

  it('leaves a bucket of another stack and an unknown policy undetermined', async () => {
    assert.deepEqual((await runRule(trailIntegrity, [trail({ s3BucketName: 'central-logs' })])).undetermined, [
      [
        'audit',
        "trail-integrity: bucket 'central-logs' belongs to another stack: the protection of records of " +
          "trail 'audit' can be judged only there.",
      ],
    ]);
    const later: StackResource = { ...policy({}), props: { bucket: unknown, policy: unknown } };
    assert.deepEqual((await runRule(trailIntegrity, [bucket, later, trail({ enableLogging: unknown })])).undetermined, [
      ['audit', "trail-integrity: enableLogging of trail 'audit' is not known before the update."],
      [
        'audit',
        "trail-integrity: whether records of trail 'audit' can be deleted from bucket 'evidence' is not known before the " +
          'update.',
      ],
    ]);
  });
});
