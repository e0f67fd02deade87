import assert from 'node:assert/strict';
import { checkPolicySize, MonitoringRole } from '../../components/monitoringRole';
import { monitoringRolePolicy } from '../../components/monitoringRolePolicy';
import { policyDocument } from '../../components/policyDocument';
import { childrenOf, deploy, inputsOf, scope, statementsOf } from '../support/pulumiMocks';

const type = 'model-observability:index:MonitoringRole';
const image = '468650794304.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-model-monitor-analyzer';
const keyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1';
const bucketArn = 'arn:aws:s3:::store';
const endpoints = [
  { endpoint: 'churn', schema: 'v1' },
  { endpoint: 'fraud', schema: 'v3' },
];

function role() {
  return deploy(() => {
    const args = { ...scope, bucketArn, keyArn, endpoints, analyzerImages: [image, image], tags: { owner: 'ml' } };
    return new MonitoringRole('role', args).arn;
  });
}

describe('MonitoringRole', () => {
  it('creates exactly these children', async () => {
    const deployment = await role();
    assert.deepEqual(childrenOf(deployment, type), [
      ['aws:iam/role:Role', 'role'],
      ['aws:iam/rolePolicy:RolePolicy', 'role-policy'],
    ]);
    assert.equal(deployment.outputs, 'arn:aws:iam:eu-west-1:123456789012:role');
  });

  it('trusts SageMaker only, on behalf of this account', async () => {
    const { assumeRolePolicy } = inputsOf(await role(), 'aws:iam/role:Role', 'role');
    assert.deepEqual(statementsOf(assumeRolePolicy), [
      {
        Sid: 'SageMakerOfThisAccount',
        Effect: 'Allow',
        Principal: { Service: 'sagemaker.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '123456789012' },
          ArnLike: { 'aws:SourceArn': 'arn:aws:sagemaker:eu-west-1:123456789012:*' },
        },
      },
    ]);
  });

  it('has the policy of monitoringRolePolicy and no other permissions', async () => {
    const deployment = await role();
    const { policy, role: roleName } = inputsOf(deployment, 'aws:iam/rolePolicy:RolePolicy', 'role-policy');
    assert.equal(roleName, 'role');
    assert.deepEqual(
      statementsOf(policy),
      monitoringRolePolicy({ ...scope, bucketArn, keyArn, endpoints, analyzerImages: [image] }),
    );
    const { managedPolicyArns, inlinePolicies } = inputsOf(deployment, 'aws:iam/role:Role', 'role');
    assert.deepEqual([managedPolicyArns, inlinePolicies], [undefined, undefined]);
  });
});

describe('monitoringRolePolicy', () => {
  const statements = monitoringRolePolicy({
    ...scope,
    bucketArn,
    keyArn,
    endpoints: [{ endpoint: 'churn', schema: 'v1' }],
    analyzerImages: [image],
  });

  it('is exactly this', () => {
    assert.deepEqual(statements, [
      {
        Sid: 'ReadCapturesAndBaselines',
        Effect: 'Allow',
        Action: ['s3:GetObject'],
        Resource: [
          'arn:aws:s3:::store/captures/churn/schema=v1/*',
          'arn:aws:s3:::store/baselines/churn/schema=v1/*/statistics.json',
          'arn:aws:s3:::store/baselines/churn/schema=v1/*/constraints.json',
        ],
      },
      {
        Sid: 'WriteReports',
        Effect: 'Allow',
        Action: ['s3:PutObject'],
        Resource: ['arn:aws:s3:::store/reports/churn/schema=v1/*'],
      },
      {
        Sid: 'ListOwnPrefixes',
        Effect: 'Allow',
        Action: ['s3:ListBucket'],
        Resource: ['arn:aws:s3:::store'],
        Condition: {
          StringLike: {
            's3:prefix': [
              'captures/churn/schema=v1/*',
              'baselines/churn/schema=v1/*/statistics.json',
              'baselines/churn/schema=v1/*/constraints.json',
              'reports/churn/schema=v1/*',
            ],
          },
        },
      },
      {
        Sid: 'UseStoreKey',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
        Resource: [keyArn],
      },
      {
        Sid: 'GrantStoreKeyToVolumes',
        Effect: 'Allow',
        Action: ['kms:CreateGrant'],
        Resource: [keyArn],
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
      {
        Sid: 'PublishMetrics',
        Effect: 'Allow',
        Action: ['cloudwatch:PutMetricData'],
        Resource: ['*'],
        Condition: { StringEquals: { 'cloudwatch:namespace': ['aws/sagemaker/Endpoints/data-metrics'] } },
      },
      {
        Sid: 'WriteJobLogs',
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
        Resource: ['arn:aws:logs:eu-west-1:123456789012:log-group:/aws/sagemaker/ProcessingJobs*'],
      },
      {
        Sid: 'DescribeEndpoints',
        Effect: 'Allow',
        Action: ['sagemaker:DescribeEndpoint', 'sagemaker:DescribeEndpointConfig'],
        Resource: [
          'arn:aws:sagemaker:eu-west-1:123456789012:endpoint/churn',
          'arn:aws:sagemaker:eu-west-1:123456789012:endpoint-config/churn*',
        ],
      },
      { Sid: 'SignInToEcr', Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] },
      {
        Sid: 'PullAnalyzer',
        Effect: 'Allow',
        Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
        Resource: ['arn:aws:ecr:eu-west-1:468650794304:repository/sagemaker-model-monitor-analyzer'],
      },
    ]);
  });

  it('has no wildcard in actions, and * as resource only for actions without resources', () => {
    const actions = statements.flatMap(({ Action }) => Action as string[]);
    assert.deepEqual(
      actions.filter((action) => /[*?]/.test(action)),
      [],
    );
    const everywhere = statements.filter(({ Resource }) => (Resource as string[]).includes('*'));
    assert.deepEqual(
      everywhere.flatMap(({ Action }) => Action),
      ['cloudwatch:PutMetricData', 'ecr:GetAuthorizationToken'],
    );
  });

  it('allows no other endpoint, schema, bucket, key or secret', () => {
    const pattern = (resource: string) =>
      new RegExp(`^${resource.replace(/[.*+?^${}()|[\]\\]/g, (c) => (c === '*' ? '.*' : `\\${c}`))}$`);
    const allows = (action: string, resource: string) =>
      statements.some(
        ({ Action, Resource }) =>
          (Action as string[]).includes(action) && (Resource as string[]).some((r) => pattern(r).test(resource)),
      );
    assert.equal(allows('s3:GetObject', `${bucketArn}/captures/churn/schema=v1/churn/AllTraffic/x.jsonl`), true);
    const refused: [action: string, resource: string][] = [
      ['s3:GetObject', `${bucketArn}/captures/fraud/schema=v1/fraud/AllTraffic/x.jsonl`],
      ['s3:GetObject', `${bucketArn}/captures/churn/schema=v2/churn/AllTraffic/x.jsonl`],
      ['s3:GetObject', `${bucketArn}/incidents/churn/2026/churn-1.md`],
      ['s3:PutObject', `${bucketArn}/baselines/churn/schema=v1/2026-11-01-3f9a2c/constraints.json`],
      ['s3:GetObject', `${bucketArn}/schemas/churn/v1.json`],
      ['s3:PutObject', `${bucketArn}/schemas/churn/v1.json`],
      ['s3:DeleteObject', `${bucketArn}/reports/churn/schema=v1/x`],
      ['s3:ListBucket', 'arn:aws:s3:::other'],
      ['kms:Decrypt', 'arn:aws:kms:eu-west-1:123456789012:key/2'],
      ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:x'],
      ['ssm:GetParameter', 'arn:aws:ssm:eu-west-1:123456789012:parameter/x'],
      ['iam:PassRole', 'arn:aws:iam::123456789012:role/x'],
    ];
    assert.deepEqual(
      refused.filter(([action, resource]) => allows(action, resource)),
      [],
    );
  });
});

describe('checkPolicySize', () => {
  const documentOf = (count: number) =>
    policyDocument([{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['x'.repeat(count)] }]);
  const frame = JSON.stringify(documentOf(0)).length;

  it("returns a document within IAM's quota, and refuses a larger one", () => {
    const largest = documentOf(10_240 - frame);
    assert.equal(checkPolicySize(largest, 12), largest);
    assert.throws(() => checkPolicySize(documentOf(10_241 - frame), 13), {
      message:
        "the monitoring role's policy for 13 endpoints has 10241 characters; IAM allows 10240: " +
        'move endpoints to another stack',
    });
  });
});
