import type { PolicyStatement } from '@pulumi/aws/iam';
import { dataMetricsNamespace } from '../contract/metrics';
import { baselineKey, capturePrefix, reportPrefix, type SchemaRef } from '../contract/storeLayout';
import { parseRepositoryArn } from './analyzerImage';

interface MonitoringRolePolicyArgs {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly bucketArn: string;
  readonly keyArn: string;
  readonly endpoints: readonly SchemaRef[];
  /** ECR addresses of the monitors' images. */
  readonly analyzerImages: readonly string[];
}

/** Permissions that SageMaker lists for a monitor, on these endpoints only. */
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
      // A job whose output has a key needs Encrypt ("CreateProcessingJob API: execution role permissions").
      Sid: 'UseStoreKey',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
      Resource: [keyArn],
    },
    {
      // SageMaker needs a grant for the job's volume, which is encrypted with the same key.
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
      // The action supports no resources; the condition restricts it to the namespace.
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
      // The name of an endpoint configuration must begin with the endpoint's (docs/operate/deploy.md).
      Resource: endpoints.flatMap(({ endpoint }) => [
        `${sagemaker}:endpoint/${endpoint}`,
        `${sagemaker}:endpoint-config/${endpoint}*`,
      ]),
    },
  ];
}

function imageStatements({ partition, analyzerImages }: MonitoringRolePolicyArgs): PolicyStatement[] {
  const repositories = new Set(analyzerImages.map((image) => parseRepositoryArn(image, partition)));
  return [
    // The action supports no other resource.
    { Sid: 'SignInToEcr', Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] },
    {
      Sid: 'PullAnalyzer',
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      Resource: [...repositories],
    },
  ];
}
