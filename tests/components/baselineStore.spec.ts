import assert from 'node:assert/strict';
import { BaselineStore, lifecycleRules } from '../../components/baselineStore';
import { childrenOf, dependenciesOf, deploy, inputsOf, scope, statementsOf } from '../support/pulumiMocks';

const type = 'model-observability:index:BaselineStore';
const retention = {
  capturesDays: 14,
  reportsInfrequentAccessDays: 30,
  reportsGlacierDays: 90,
  noncurrentDays: 60,
};

function store(overrides: { forceDestroy?: boolean } = {}) {
  return deploy(() => {
    const { bucketName, bucketArn, keyArn } = new BaselineStore('store', {
      ...scope,
      ...retention,
      ...overrides,
      tags: { owner: 'ml' },
    });
    return { bucketName, bucketArn, keyArn };
  });
}

describe('BaselineStore', () => {
  it('creates exactly these children', async () => {
    assert.deepEqual(childrenOf(await store(), type), [
      ['aws:s3/bucket:Bucket', 'store'],
      ['aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration', 'store-encryption'],
      ['aws:s3/bucketNotification:BucketNotification', 'store-events'],
      ['aws:kms/key:Key', 'store-key'],
      ['aws:kms/alias:Alias', 'store-key-alias'],
      ['aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration', 'store-lifecycle'],
      ['aws:s3/bucketOwnershipControls:BucketOwnershipControls', 'store-ownership'],
      ['aws:s3/bucketPolicy:BucketPolicy', 'store-policy'],
      ['aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', 'store-public-access'],
      ['aws:s3/bucketVersioning:BucketVersioning', 'store-versioning'],
    ]);
  });

  it('separates S3 calls that conflict, and enables versions before rules on them', async () => {
    assert.deepEqual(dependenciesOf(await store()), [
      ['store-lifecycle', ['store-versioning']],
      ['store-policy', ['store-public-access']],
    ]);
  });

  it('outputs the bucket and its key', async () => {
    assert.deepEqual((await store()).outputs, {
      bucketName: 'store',
      bucketArn: 'arn:aws:s3:::store',
      keyArn: 'arn:aws:kms:eu-west-1:123456789012:store-key',
    });
  });

  it('keeps versions, encrypts with its own key and is private', async () => {
    const deployment = await store();
    const input = (kind: string, name: string) => inputsOf(deployment, `aws:s3/${kind}`, name);
    assert.deepEqual(input('bucket:Bucket', 'store'), { forceDestroy: false, tags: { owner: 'ml' } });
    assert.deepEqual(input('bucketVersioning:BucketVersioning', 'store-versioning')['versioningConfiguration'], {
      status: 'Enabled',
    });
    assert.deepEqual(
      input('bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration', 'store-encryption')[
        'rules'
      ],
      [
        {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: 'aws:kms',
            kmsMasterKeyId: 'arn:aws:kms:eu-west-1:123456789012:store-key',
          },
          bucketKeyEnabled: true,
        },
      ],
    );
    assert.deepEqual(input('bucketPublicAccessBlock:BucketPublicAccessBlock', 'store-public-access'), {
      bucket: 'store',
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(input('bucketOwnershipControls:BucketOwnershipControls', 'store-ownership')['rule'], {
      objectOwnership: 'BucketOwnerEnforced',
    });
    assert.deepEqual(input('bucketNotification:BucketNotification', 'store-events'), {
      bucket: 'store',
      eventbridge: true,
    });
  });

  it('deletes objects with a temporary stack only', async () => {
    const inputs = inputsOf(await store({ forceDestroy: true }), 'aws:s3/bucket:Bucket', 'store');
    assert.equal(inputs['forceDestroy'], true);
  });

  it('denies requests without TLS and grants nothing', async () => {
    const { policy } = inputsOf(await store(), 'aws:s3/bucketPolicy:BucketPolicy', 'store-policy');
    assert.deepEqual(statementsOf(policy), [
      {
        Sid: 'DenyWithoutTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: ['arn:aws:s3:::store', 'arn:aws:s3:::store/*'],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  it('rotates the key, leaves its administration to the account and lets CloudWatch Logs encrypt', async () => {
    const deployment = await store();
    const { enableKeyRotation, policy, description } = inputsOf(deployment, 'aws:kms/key:Key', 'store-key');
    assert.equal(description, 'Captures, baselines, reports and incidents');
    assert.equal(enableKeyRotation, true);
    assert.deepEqual(statementsOf(policy), [
      {
        Sid: 'AccountAdministers',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::123456789012:root' },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'LogsEncrypt',
        Effect: 'Allow',
        Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        Resource: '*',
        Condition: {
          ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-west-1:123456789012:log-group:*' },
        },
      },
    ]);
    assert.equal(
      inputsOf(deployment, 'aws:kms/alias:Alias', 'store-key-alias')['name'],
      'alias/model-observability/test/store-key',
    );
  });

  it('applies its lifecycle to the bucket', async () => {
    const inputs = inputsOf(
      await store(),
      'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
      'store-lifecycle',
    );
    assert.deepEqual(inputs, { bucket: 'store', rules: lifecycleRules(retention) });
  });
});

describe('lifecycleRules', () => {
  const rules = () => new Map(lifecycleRules(retention).map((rule) => [rule.id, rule]));

  it('expires captures and their old versions', () => {
    assert.deepEqual(rules().get('captures-expire'), {
      id: 'captures-expire',
      status: 'Enabled',
      filter: { prefix: 'captures/' },
      expiration: { days: 14 },
      noncurrentVersionExpiration: { noncurrentDays: 14 },
    });
  });

  it('moves reports of 128 KB and more to colder storage with age', () => {
    assert.deepEqual(rules().get('reports-get-colder'), {
      id: 'reports-get-colder',
      status: 'Enabled',
      filter: { and: { prefix: 'reports/', objectSizeGreaterThan: 131_071 } },
      transitions: [
        { days: 30, storageClass: 'STANDARD_IA' },
        { days: 90, storageClass: 'GLACIER_IR' },
      ],
    });
  });

  it('never keeps old versions of captures longer than those of anything else', () => {
    const [captures] = lifecycleRules({ ...retention, noncurrentDays: 7 });
    assert.deepEqual(captures?.noncurrentVersionExpiration, { noncurrentDays: 7 });
  });

  it('removes old versions, expired delete markers and failed uploads in the whole bucket', () => {
    assert.deepEqual(rules().get('leftovers-go'), {
      id: 'leftovers-go',
      status: 'Enabled',
      filter: { prefix: '' },
      expiration: { expiredObjectDeleteMarker: true },
      noncurrentVersionExpiration: { noncurrentDays: 60 },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    });
  });

  it('expires current objects among the captures and the results of queries only', () => {
    const expiring = [...rules().values()].filter((rule) => Object.keys(rule.expiration ?? {}).includes('days'));
    assert.deepEqual(
      expiring.map((rule) => rule.id),
      ['captures-expire', 'query-results-expire'],
    );
    assert.equal(rules().size, 4);
  });
});
