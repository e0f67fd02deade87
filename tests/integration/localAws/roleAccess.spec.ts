import assert from 'node:assert/strict';
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CreateRoleCommand, DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { type AwsClients, awsClients } from '../../../rehearsal/aws/awsClients';
import { makeQueue } from '../../support/awsQueues';
import { localAccount } from '../../support/localAccount';
import { storeOnLocalAws } from '../../support/storeOnLocalAws';

const { accountId, region } = localAccount;
const roleArn = `arn:aws:iam::${accountId}:role/reader`;
const session = `arn:aws:sts::${accountId}:assumed-role/reader/reader`;
const root = { AWS: `arn:aws:iam::${accountId}:root` };

function document(...Statement: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

describe("the local AWS's access control", function () {
  this.timeout(60_000);
  const store = storeOnLocalAws();
  const storeArn = `arn:aws:s3:::${store.bucket}`;
  let role: AwsClients;
  let kms: KMSClient;
  let keyId: string;
  let queue: { url: string; arn: string };

  const allow = (PolicyName: string, ...statements: object[]) =>
    store.aws.iam.send(
      new PutRolePolicyCommand({ RoleName: 'reader', PolicyName, PolicyDocument: document(...statements) }),
    );
  const allowDefault = () =>
    allow(
      'default',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: `${storeArn}/reports/*` },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: `${storeArn}/incidents/*` },
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: storeArn,
        Condition: { StringLike: { 's3:prefix': 'reports/*' } },
      },
      {
        Effect: 'Allow',
        Action: 'cloudwatch:PutMetricData',
        Resource: '*',
        Condition: { StringEquals: { 'cloudwatch:namespace': 'Mine' } },
      },
      { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*' },
    );
  const setKeyPolicy = (...statements: object[]) =>
    kms.send(new PutKeyPolicyCommand({ KeyId: keyId, PolicyName: 'default', Policy: document(...statements) }));
  const everything = { Effect: 'Allow', Principal: root, Action: 'kms:*', Resource: '*' };
  const get = (Key: string) => role.s3.send(new GetObjectCommand({ Bucket: store.bucket, Key }));
  const put = (Key: string) => role.s3.send(new PutObjectCommand({ Bucket: store.bucket, Key, Body: 'x' }));
  const list = (Prefix?: string) => role.s3.send(new ListObjectsV2Command({ Bucket: store.bucket, Prefix }));
  const metric = (Namespace: string) =>
    role.cloudWatch.send(new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: 'm', Value: 1 }] }));
  const denied = (action: string, resource: string, name = 'AccessDenied') => ({
    name,
    message: new RegExp(
      `^User: ${session} is not authorized to perform: ${action} on resource: "${resource.replaceAll('*', '\\*')}" because `,
    ),
  });

  before(async () => {
    kms = new KMSClient({
      endpoint: store.local.endpoint,
      region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
    await store.aws.iam.send(new CreateRoleCommand({ RoleName: 'reader', AssumeRolePolicyDocument: document(trust) }));
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy: document(everything) }));
    keyId = KeyMetadata?.KeyId ?? '';
    await store.aws.s3.send(
      new PutBucketEncryptionCommand({
        Bucket: store.bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyId } }],
        },
      }),
    );
    queue = await makeQueue(store.aws, 'events');
    await store.put('reports/a.json', '{}');
    await store.put('baselines/b.json', '{}');
    role = awsClients(store.local, await store.local.assumeRole(roleArn, 'lambda.amazonaws.com'));
  });
  beforeEach(async () => {
    await allowDefault();
    await setKeyPolicy(everything);
  });
  after(() => {
    role?.destroy();
    kms?.destroy();
  });

  it('gives a role only to a service that it trusts', () =>
    assert.rejects(store.local.assumeRole(roleArn, 'scheduler.amazonaws.com'), {
      message: /^scheduler\.amazonaws\.com cannot assume role reader: /,
    }));

  it('lets a role do what its policies allow', async () => {
    const { Body } = await get('reports/a.json');
    assert.equal(await Body?.transformToString(), '{}');
    assert.equal((await list('reports/')).KeyCount, 1);
    await put('incidents/i.md');
    await metric('Mine');
  });

  it('denies other actions, resources, prefixes and namespaces', async () => {
    await assert.rejects(get('baselines/b.json'), denied('s3:GetObject', `${storeArn}/baselines/b.json`));
    await assert.rejects(put('reports/a.json'), denied('s3:PutObject', `${storeArn}/reports/a.json`));
    await assert.rejects(list('baselines/'), denied('s3:ListBucket', storeArn));
    await assert.rejects(list(), denied('s3:ListBucket', storeArn));
    await assert.rejects(metric('Other'), denied('cloudwatch:PutMetricData', '*'));
    const receive = role.sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url }));
    await assert.rejects(receive, denied('sqs:ReceiveMessage', queue.arn, 'AccessDeniedException'));
  });

  it('shows that an object is missing only to a role that may list its key', async () => {
    await assert.rejects(get('reports/none.json'), { name: 'NoSuchKey' });
    await allow('wide', { Effect: 'Allow', Action: 's3:GetObject', Resource: `${storeArn}/*` });
    await assert.rejects(get('baselines/none.json'), denied('s3:ListBucket', storeArn));
    await store.aws.iam.send(new DeleteRolePolicyCommand({ RoleName: 'reader', PolicyName: 'wide' }));
    await assert.rejects(get('baselines/b.json'), denied('s3:GetObject', `${storeArn}/baselines/b.json`));
  });

  it('needs the key of an encrypted object, in the policies of key and role', async () => {
    const keyArn = `arn:aws:kms:${region}:${accountId}:key/${keyId}`;
    const elsewhere = { StringEquals: { 'kms:ViaService': `sqs.${region}.amazonaws.com` } };
    await setKeyPolicy({ ...everything, Condition: elsewhere });
    await assert.rejects(get('reports/a.json'), denied('kms:Decrypt', keyArn));
    await assert.rejects(put('incidents/i.md'), denied('kms:GenerateDataKey', keyArn));
    await setKeyPolicy({
      ...everything,
      Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
    });
    await get('reports/a.json');
    await allow('default', { Effect: 'Allow', Action: 's3:*', Resource: '*' });
    await assert.rejects(get('reports/a.json'), denied('kms:Decrypt', keyArn));
    await setKeyPolicy(everything, { ...everything, Principal: { AWS: roleArn } });
    await get('reports/a.json');
  });

  it('obeys the policy of a bucket', async () => {
    const deny = (Condition: object) =>
      store.aws.s3.send(
        new PutBucketPolicyCommand({
          Bucket: store.bucket,
          Policy: document({
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:GetObject',
            Resource: `${storeArn}/*`,
            Condition,
          }),
        }),
      );
    await deny({ Bool: { 'aws:SecureTransport': 'false' } });
    await get('reports/a.json');
    await deny({ ArnEquals: { 'aws:PrincipalArn': roleArn } });
    await assert.rejects(get('reports/a.json'), denied('s3:GetObject', `${storeArn}/reports/a.json`));
  });

  it('fails for a call whose permissions it does not know', () =>
    assert.rejects(role.sageMaker.send(new DescribeEndpointCommand({ EndpointName: 'churn' })), {
      name: 'LocalAwsNotImplemented',
      message: /^the local AWS does not know the permissions of 'sagemaker DescribeEndpoint'/,
    }));

  it('counts the calls that needed a permission, and lists the denied ones', () => {
    const { granted, denied: messages } = store.local.roleAccess();
    const callsOf = (action: string, resource: string) =>
      granted.find((grant) => grant.role === 'reader' && grant.action === action && grant.resource === resource)?.calls;
    assert.equal(callsOf('s3:PutObject', `${storeArn}/incidents/*`), 2);
    assert.equal(callsOf('cloudwatch:PutMetricData', '*'), 1);
    assert.ok(messages.some((message) => message.includes('kms:GenerateDataKey')));
    const record = store.local.trailHistory().find(({ errorCode }) => errorCode === 'AccessDeniedException');
    assert.equal(record, undefined, 'polling a queue is not a management event');
  });
});
