import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { monitoringRolePolicy } from '../../components/monitoringRolePolicy';
import { MonitoringRoles } from '../../components/monitoringRoles';
import { childrenOf, deploy, inputsOf, scope, statementsOf } from '../support/pulumiMocks';

const type = 'model-observability:index:MonitoringRoles';
const image = '468650794304.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-model-monitor-analyzer';
const keyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1';
const bucketArn = 'arn:aws:s3:::store';
const endpoints = {
  churn: { schema: 'v1', analyzerImage: image, tags: { owner: 'ml' } },
  fraud: { schema: 'v3', analyzerImage: image, tags: { owner: 'risk' } },
};

function roles() {
  return deploy(() => {
    const component = new MonitoringRoles('monitoring', { ...scope, bucketArn, keyArn, endpoints });
    const { arn, createdAt } = component.roleOf('churn');
    return { arn, createdAt, roleOf: (endpoint: string) => component.roleOf(endpoint) };
  });
}

describe('MonitoringRoles', () => {
  it('creates exactly these children: a role and its policy per endpoint', async () => {
    const deployment = await roles();
    assert.deepEqual(childrenOf(deployment, type), [
      ['aws:iam/role:Role', 'monitoring-churn'],
      ['aws:iam/rolePolicy:RolePolicy', 'monitoring-churn-policy'],
      ['aws:iam/role:Role', 'monitoring-fraud'],
      ['aws:iam/rolePolicy:RolePolicy', 'monitoring-fraud-policy'],
    ]);
    assert.equal(deployment.outputs.arn, 'arn:aws:iam:eu-west-1:123456789012:monitoring-churn');
    assert.equal(deployment.outputs.createdAt, '2026-11-01T10:05:00Z');
  });

  it('trusts only SageMaker, and only for this account', async () => {
    const { assumeRolePolicy, tags } = inputsOf(await roles(), 'aws:iam/role:Role', 'monitoring-fraud');
    assert.deepEqual(tags, { owner: 'risk' });
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

  it('gives each role the document of monitoringRolePolicy and no other permissions', async () => {
    const deployment = await roles();
    for (const [endpoint, { schema }] of Object.entries(endpoints)) {
      const name = `monitoring-${endpoint}`;
      const { policy, role } = inputsOf(deployment, 'aws:iam/rolePolicy:RolePolicy', `${name}-policy`);
      assert.equal(role, name);
      assert.deepEqual(
        statementsOf(policy),
        monitoringRolePolicy({ ...scope, bucketArn, keyArn, endpoint, schema, analyzerImage: image }),
      );
      const { managedPolicyArns, inlinePolicies } = inputsOf(deployment, 'aws:iam/role:Role', name);
      assert.deepEqual([managedPolicyArns, inlinePolicies], [undefined, undefined]);
    }
  });

  it('refuses to name the role of an endpoint that it was not given', async () => {
    const { outputs } = await roles();
    assert.throws(() => outputs.roleOf('other'), { message: "no role for endpoint 'other'; name it in endpoints" });
  });
});

describe('monitoringRolePolicy', () => {
  const statements = () =>
    monitoringRolePolicy({ ...scope, bucketArn, keyArn, endpoint: 'churn', schema: 'v1', analyzerImage: image });

  it('is exactly this', () => {
    assert.deepEqual(statements(), [
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
        Condition: {
          'ForAllValues:StringEquals': {
            'kms:GrantOperations': [
              'CreateGrant',
              'Decrypt',
              'DescribeKey',
              'Encrypt',
              'GenerateDataKey',
              'GenerateDataKeyWithoutPlaintext',
              'ReEncryptFrom',
              'ReEncryptTo',
              'RetireGrant',
            ],
          },
        },
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

  it('reads the record preprocessor of its monitor, and no other', () => {
    const args = { ...scope, bucketArn, keyArn, endpoint: 'churn', schema: 'v1', analyzerImage: image };
    const [withScript, without] = [monitoringRolePolicy({ ...args, preprocessor: 'one' }), monitoringRolePolicy(args)];
    const key = 'preprocessors/7692c3ad3540bb80/preprocessor.py';
    const changed = withScript.filter((statement, i) => !isDeepStrictEqual(statement, without[i]));
    assert.deepEqual(
      changed.map(({ Sid }) => Sid),
      ['ReadCapturesAndBaselines', 'ListOwnPrefixes'],
    );
    const textWithout = JSON.stringify(withScript).replace(`,"arn:aws:s3:::store/${key}"`, '').replace(`"${key}",`, '');
    assert.deepEqual(JSON.parse(textWithout), without);
  });

  it('has no action with a wildcard, and * as resource only where an action knows no other', () => {
    const actions = statements().flatMap(({ Action }) => Action as string[]);
    assert.deepEqual(
      actions.filter((action) => /[*?]/.test(action)),
      [],
    );
    const everywhere = statements().filter(({ Resource }) => (Resource as string[]).includes('*'));
    assert.deepEqual(
      everywhere.flatMap(({ Action }) => Action),
      ['cloudwatch:PutMetricData', 'ecr:GetAuthorizationToken'],
    );
  });
});
