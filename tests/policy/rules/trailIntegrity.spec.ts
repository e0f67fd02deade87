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
  "Records of trail 'audit' can be deleted from bucket 'evidence': give it an Object Lock with a default retention, or " +
  "a BucketPolicy that denies s3:DeleteObject and s3:DeleteObjectVersion to '*'.";

describe('trail-integrity', () => {
  it('passes a whole trail whose records nobody can delete, by policy or by lock', async () => {
    for (const guard of [policy(noDeletes), policy({ ...noDeletes, Action: 's3:Delete*' }), lock]) {
      assert.deepEqual(await runRule(trailIntegrity, [bucket, guard, trail()]), clean);
    }
  });

  it('refuses each thing that is missing', async () => {
    const cases = [
      [
        { enableLogFileValidation: undefined },
        'has no digest files, so that nobody can prove its records whole: set enableLogFileValidation to true.',
      ],
      [{ isMultiRegionTrail: false }, 'records one region only: set isMultiRegionTrail to true.'],
      [
        { includeGlobalServiceEvents: false },
        'leaves out calls of global services such as IAM: set includeGlobalServiceEvents to true.',
      ],
      [{ enableLogging: false }, 'is switched off: set enableLogging to true.'],
      [{ kmsKeyId: undefined }, 'is not encrypted with a key of its account: set kmsKeyId.'],
    ] as const;
    for (const [change, text] of cases) {
      assert.deepEqual((await runRule(trailIntegrity, [bucket, lock, trail(change)])).violations, [
        ['audit', `Trail 'audit' ${text}`],
      ]);
    }
  });

  it('refuses a bucket whose objects can be deleted', async () => {
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

  it('refuses a lifecycle that lets records go too soon', async () => {
    const lifecycle = (days: number, prefix: string): StackResource => ({
      type: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
      name: 'evidence-lifecycle',
      props: { bucket: unknown, rules: [{ id: 'go', status: 'Enabled', filter: { prefix }, expiration: { days } }] },
      from: { bucket: ['evidence'] },
    });
    assert.deepEqual((await runRule(trailIntegrity, [bucket, lock, lifecycle(90, ''), trail()])).violations, [
      [
        'audit',
        "Rule 'go' of bucket 'evidence' expires records of trail 'audit' after 90 days, and 365 are the least: raise its " +
          'expiration.days.',
      ],
    ]);
    for (const kept of [lifecycle(365, ''), lifecycle(90, 'tmp/')]) {
      assert.deepEqual(await runRule(trailIntegrity, [bucket, lock, kept, trail()]), clean);
    }
  });

  it('asks for object calls where config does', async () => {
    const objectEvents = ['baselines/'];
    const run = (change: object) => runRule(trailIntegrity, [bucket, lock, trail({ ...change })], { objectEvents });
    assert.deepEqual(await run({}), clean);
    const everything = { dataResources: [{ type: 'AWS::S3::Object', values: ['arn:aws:s3'] }], readWriteType: 'All' };
    assert.deepEqual(await run({ advancedEventSelectors: undefined, eventSelectors: [everything] }), clean);
    const silent =
      "Trail 'audit' doesn't record every object call on 'baselines/': add an advancedEventSelector for Data, " +
      'AWS::S3::Object and resources.ARN that starts with <bucket ARN>/baselines/.';
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

  it('leaves a bucket of another stack open, and a policy that is not known yet', async () => {
    assert.deepEqual((await runRule(trailIntegrity, [trail({ s3BucketName: 'central-logs' })])).undetermined, [
      [
        'audit',
        "trail-integrity: bucket 'central-logs' is not of this stack: whether records of trail 'audit' can be deleted " +
          'there is judged only where the bucket is made.',
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
