import type { PolicyStatement } from '@pulumi/aws/iam';
import { dataMetricsNamespace } from '../contract/metrics';
import { baselineKey, capturePrefix, reportPrefix, type SchemaRef } from '../contract/storeLayout';
import { imageRepositoryArn } from './analyzerImage';

interface MonitoringRolePolicyArgs {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly bucketArn: string;
  readonly keyArn: string;
  readonly endpoints: readonly SchemaRef[];
  /** Images of the analyzers, ECR addresses. */
  readonly analyzerImages: readonly string[];
}

/** What a monitor of these endpoints needs (SageMaker's list), and nothing else. */
export function monitoringRolePolicy(args: MonitoringRolePolicyArgs): PolicyStatement[] {
  return [...storeStatements(args), ...serviceStatements(args), ...imageStatements(args)];
}

function storeStatements({ bucketArn, keyArn, endpoints }: MonitoringRolePolicyArgs): PolicyStatement[] {
  const captures = endpoints.map((ref) => `${capturePrefix(ref)}/*`);
  const reports = endpoints.map((ref) => `${reportPrefix(ref)}/*`);
  const baselines = endpoints.flatMap((ref) => [
    baselineKey(ref, '*', 'statistics.json'),
    baselineKey(ref, '*', 'constraints.json'),
  ]);
  const arns = (keys: readonly string[]) => keys.map((key) => `${bucketArn}/${key}`);
  return [
    {
      Sid: 'ReadCapturesAndBaselines',
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: arns([...captures, ...baselines]),
    },
    { Sid: 'WriteReports', Effect: 'Allow', Action: ['s3:PutObject'], Resource: arns(reports) },
    {
      Sid: 'ListOwnPrefixes',
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: [bucketArn],
      Condition: { StringLike: { 's3:prefix': [...captures, ...baselines, ...reports] } },
    },
    {
      // SageMaker asks for Encrypt where a job's output names a key ("CreateProcessingJob API: execution role permissions").
      Sid: 'UseStoreKey',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
      Resource: [keyArn],
    },
    {
      // The job's volume is encrypted with the same key: SageMaker needs a grant for it, nobody else does.
      Sid: 'GrantStoreKeyToVolumes',
      Effect: 'Allow',
      Action: ['kms:CreateGrant'],
      Resource: [keyArn],
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}

function serviceStatements({ partition, region, accountId, endpoints }: MonitoringRolePolicyArgs): PolicyStatement[] {
  const sagemaker = `arn:${partition}:sagemaker:${region}:${accountId}`;
  return [
    {
      Sid: 'PublishMetrics',
      Effect: 'Allow',
      Action: ['cloudwatch:PutMetricData'],
      // The action knows no resources; the namespace bounds it.
      Resource: ['*'],
      Condition: { StringEquals: { 'cloudwatch:namespace': [dataMetricsNamespace] } },
    },
    {
      Sid: 'WriteJobLogs',
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
      Resource: [`arn:${partition}:logs:${region}:${accountId}:log-group:/aws/sagemaker/ProcessingJobs*`],
    },
    {
      Sid: 'DescribeEndpoints',
      Effect: 'Allow',
      Action: ['sagemaker:DescribeEndpoint', 'sagemaker:DescribeEndpointConfig'],
      // A configuration's name is its team's choice; by custom it begins with the endpoint's.
      Resource: endpoints.flatMap(({ endpoint }) => [
        `${sagemaker}:endpoint/${endpoint}`,
        `${sagemaker}:endpoint-config/${endpoint}*`,
      ]),
    },
  ];
}

function imageStatements({ partition, analyzerImages }: MonitoringRolePolicyArgs): PolicyStatement[] {
  const repositories = new Set(analyzerImages.map((image) => imageRepositoryArn(image, partition)));
  return [
    // The action accepts no other resource.
    { Sid: 'SignInToEcr', Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] },
    {
      Sid: 'PullAnalyzer',
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      Resource: [...repositories],
    },
  ];
}
