import assert from 'node:assert/strict';
import { AuditTrail, type ObjectLock } from '../../components/auditTrail';
import { childrenOf, dependenciesOf, deploy, inputsOf, scope, statementsOf } from '../support/pulumiMocks';

const type = 'model-observability:index:AuditTrail';
const lockType = 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration';
const trailArn = 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/model-observability-prod';

function audit(objectLock: ObjectLock = 'none', retentionYears = 7) {
  return deploy(() => {
    const { trailArn, bucketName, keyArn, logGroupName } = new AuditTrail('audit', {
      ...scope,
      trailName: 'model-observability-prod',
      storeBucketArn: 'arn:aws:s3:::store',
      retentionYears,
      objectLock,
      logRetentionDays: 400,
      tags: { owner: 'ml' },
    });
    return { trailArn, bucketName, keyArn, logGroupName };
  });
}

describe('AuditTrail', () => {
  it('creates exactly these children', async () => {
    const deployment = await audit();
    assert.deepEqual(childrenOf(deployment, type), [
      ['aws:cloudtrail/trail:Trail', 'audit'],
      ['aws:s3/bucket:Bucket', 'audit-evidence'],
      [
        'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
        'audit-evidence-encryption',
      ],
      ['aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration', 'audit-evidence-lifecycle'],
      ['aws:s3/bucketOwnershipControls:BucketOwnershipControls', 'audit-evidence-ownership'],
      ['aws:s3/bucketPolicy:BucketPolicy', 'audit-evidence-policy'],
      ['aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', 'audit-evidence-public-access'],
      ['aws:s3/bucketVersioning:BucketVersioning', 'audit-evidence-versioning'],
      ['aws:kms/key:Key', 'audit-key'],
      ['aws:kms/alias:Alias', 'audit-key-alias'],
      ['aws:cloudwatch/logGroup:LogGroup', 'audit-log'],
      ['aws:iam/role:Role', 'audit-log-role'],
      ['aws:iam/rolePolicy:RolePolicy', 'audit-log-role-policy'],
    ]);
    assert.deepEqual(deployment.outputs, {
      trailArn,
      bucketName: 'audit-evidence',
      keyArn: 'arn:aws:kms:eu-west-1:123456789012:audit-key',
      logGroupName: 'audit-log',
    });
  });

  it('creates what CloudTrail checks before the trail, and separates S3 calls that conflict', async () => {
    assert.deepEqual(dependenciesOf(await audit('governance')), [
      ['audit', ['audit-evidence-policy', 'audit-log-role-policy']],
      ['audit-evidence-lifecycle', ['audit-evidence-versioning']],
      ['audit-evidence-lock', ['audit-evidence-versioning']],
      ['audit-evidence-policy', ['audit-evidence-public-access']],
    ]);
  });

  it('records all regions, with digests, and object calls on baselines and schemas only', async () => {
    assert.deepEqual(inputsOf(await audit(), 'aws:cloudtrail/trail:Trail', 'audit'), {
      name: 'model-observability-prod',
      s3BucketName: 'audit-evidence',
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      enableLogging: true,
      kmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:audit-key',
      cloudWatchLogsGroupArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:audit-log:*',
      cloudWatchLogsRoleArn: 'arn:aws:iam:eu-west-1:123456789012:audit-log-role',
      advancedEventSelectors: [
        { name: 'Management calls', fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }] },
        {
          name: 'Object calls on baselines, schemas, preprocessors and settings',
          fieldSelectors: [
            { field: 'eventCategory', equals: ['Data'] },
            { field: 'resources.type', equals: ['AWS::S3::Object'] },
            {
              field: 'resources.ARN',
              startsWiths: [
                'arn:aws:s3:::store/settings/',
                'arn:aws:s3:::store/baselines/',
                'arn:aws:s3:::store/schemas/',
                'arn:aws:s3:::store/preprocessors/',
              ],
            },
          ],
        },
        {
          name: 'Deletions of objects in the store',
          fieldSelectors: [
            { field: 'eventCategory', equals: ['Data'] },
            { field: 'resources.type', equals: ['AWS::S3::Object'] },
            { field: 'eventName', equals: ['DeleteObject', 'DeleteObjects'] },
            { field: 'resources.ARN', startsWiths: ['arn:aws:s3:::store/'] },
          ],
        },
      ],
      tags: { owner: 'ml' },
    });
  });

  it('lets only this trail write to the bucket, over TLS, and denies deletion', async () => {
    const { policy } = inputsOf(await audit(), 'aws:s3/bucketPolicy:BucketPolicy', 'audit-evidence-policy');
    const [tls, checks, writes, deletes, ...more] = statementsOf(policy);
    assert.equal(tls?.['Sid'], 'DenyWithoutTls');
    assert.deepEqual(checks, {
      Sid: 'TrailChecksBucket',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:GetBucketAcl',
      Resource: 'arn:aws:s3:::audit-evidence',
      Condition: { StringEquals: { 'aws:SourceArn': trailArn } },
    });
    assert.deepEqual(writes, {
      Sid: 'TrailWrites',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::audit-evidence/AWSLogs/123456789012/*',
      Condition: { StringEquals: { 'aws:SourceArn': trailArn, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    });
    assert.deepEqual(deletes, {
      Sid: 'NobodyDeletes',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
      Resource: 'arn:aws:s3:::audit-evidence/*',
    });
    assert.deepEqual(more, []);
  });

  it('has no bucket key, so CloudTrail needs no permission to decrypt', async () => {
    const deployment = await audit();
    const encryption = 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration';
    assert.deepEqual(inputsOf(deployment, encryption, 'audit-evidence-encryption')['rules'], [
      {
        applyServerSideEncryptionByDefault: {
          sseAlgorithm: 'aws:kms',
          kmsMasterKeyId: 'arn:aws:kms:eu-west-1:123456789012:audit-key',
        },
        bucketKeyEnabled: false,
      },
    ]);
    const { policy } = inputsOf(deployment, 'aws:kms/key:Key', 'audit-key');
    const ofTrail = statementsOf(policy).filter(({ Sid }) => String(Sid).startsWith('Trail'));
    assert.deepEqual(
      ofTrail.map(({ Action }) => Action),
      ['kms:GenerateDataKey*', 'kms:DescribeKey'],
    );
  });

  it('lets only this trail and the log group use the key, besides the account', async () => {
    const { policy, description } = inputsOf(await audit(), 'aws:kms/key:Key', 'audit-key');
    assert.equal(description, 'Audit records');
    const statements = statementsOf(policy);
    assert.ok(statements.every(({ Effect, Resource }) => Effect === 'Allow' && Resource === '*'));
    assert.deepEqual(
      statements.map(({ Principal, Condition }) => [Principal, Condition]),
      [
        [{ AWS: 'arn:aws:iam::123456789012:root' }, undefined],
        [
          { Service: 'cloudtrail.amazonaws.com' },
          {
            StringEquals: { 'aws:SourceArn': trailArn },
            StringLike: {
              'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:aws:cloudtrail:*:123456789012:trail/*',
            },
          },
        ],
        [{ Service: 'cloudtrail.amazonaws.com' }, { StringEquals: { 'aws:SourceArn': trailArn } }],
        [
          { Service: 'logs.eu-west-1.amazonaws.com' },
          {
            ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-west-1:123456789012:log-group:*' },
          },
        ],
      ],
    );
  });

  it('lets CloudTrail append to the log group only', async () => {
    const deployment = await audit();
    const { assumeRolePolicy } = inputsOf(deployment, 'aws:iam/role:Role', 'audit-log-role');
    assert.deepEqual(statementsOf(assumeRolePolicy), [
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        // A condition on `aws:SourceArn` would lock CloudTrail out: it does not send the key for this role.
        Action: 'sts:AssumeRole',
      },
    ]);
    const { policy } = inputsOf(deployment, 'aws:iam/rolePolicy:RolePolicy', 'audit-log-role-policy');
    assert.deepEqual(statementsOf(policy), [
      {
        Sid: 'WriteLog',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: ['arn:aws:cloudwatch:eu-west-1:123456789012:audit-log:log-stream:*'],
      },
    ]);
    assert.deepEqual(inputsOf(deployment, 'aws:cloudwatch/logGroup:LogGroup', 'audit-log'), {
      retentionInDays: 400,
      kmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:audit-key',
      tags: { owner: 'ml' },
    });
  });

  it('keeps records for the retention, leap days included, those of 128 KB and more in colder storage after 90 days', async () => {
    const deployment = await audit();
    const { rules } = inputsOf(
      deployment,
      'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
      'audit-evidence-lifecycle',
    );
    assert.deepEqual(rules, [
      {
        id: 'evidence-expires',
        status: 'Enabled',
        filter: { prefix: '' },
        expiration: { days: 2557 },
        noncurrentVersionExpiration: { noncurrentDays: 365 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
      {
        id: 'large-evidence-gets-colder',
        status: 'Enabled',
        filter: { objectSizeGreaterThan: 131_071 },
        transitions: [{ days: 90, storageClass: 'GLACIER_IR' }],
      },
    ]);
  });

  it('has the same bucket with every lock, so that none is replaced when the lock is switched on later', async () => {
    for (const objectLock of ['none', 'governance', 'compliance'] as const) {
      const bucket = inputsOf(await audit(objectLock), 'aws:s3/bucket:Bucket', 'audit-evidence');
      assert.deepEqual(bucket, { forceDestroy: false, tags: { owner: 'ml' } });
    }
  });

  for (const [objectLock, mode] of [
    ['governance', 'GOVERNANCE'],
    ['compliance', 'COMPLIANCE'],
  ] as const) {
    it(`locks records in ${objectLock} mode`, async () => {
      const deployment = await audit(objectLock, 3);
      assert.deepEqual(inputsOf(deployment, lockType, 'audit-evidence-lock'), {
        bucket: 'audit-evidence',
        rule: { defaultRetention: { mode, years: 3 } },
      });
      assert.equal(childrenOf(deployment, type).length, 14);
    });
  }
});
