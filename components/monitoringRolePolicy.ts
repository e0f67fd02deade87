import type { PolicyStatement } from '@pulumi/aws/iam';
import { dataMetricsNamespace } from '../contract/metrics';
import { baselineKey, capturePrefix, reportPrefix, type SchemaRef } from '../contract/storeLayout';
import { parseRepositoryArn } from './analyzerImage';

interface MonitoringRolePolicyArgs extends SchemaRef {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly bucketArn: string;
  readonly keyArn: string;
  /** ECR address of the analyzer. */
  readonly analyzerImage: string;
}

/** What the monitor of one endpoint needs (SageMaker's list), and nothing else. */
export function monitoringRolePolicy(args: MonitoringRolePolicyArgs): PolicyStatement[] {
  return [...storeStatements(args), ...serviceStatements(args), ...imageStatements(args)];
}

function storeStatements(args: MonitoringRolePolicyArgs): PolicyStatement[] {
  const { bucketArn, keyArn } = args;
  const captures = `${capturePrefix(args)}/*`;
  const reports = `${reportPrefix(args)}/*`;
  const baselines = [baselineKey(args, '*', 'statistics.json'), baselineKey(args, '*', 'constraints.json')];
  const arns = (keys: readonly string[]) => keys.map((key) => `${bucketArn}/${key}`);
  return [
    {
      Sid: 'ReadCapturesAndBaselines',
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: arns([captures, ...baselines]),
    },
    { Sid: 'WriteReports', Effect: 'Allow', Action: ['s3:PutObject'], Resource: arns([reports]) },
    {
      Sid: 'ListOwnPrefixes',
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: [bucketArn],
      Condition: { StringLike: { 's3:prefix': [captures, ...baselines, reports] } },
    },
    {
      // SageMaker asks for Encrypt where a job's output names a key ("CreateProcessingJob API: execution role permissions").
      Sid: 'UseStoreKey',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
      Resource: [keyArn],
    },
    {
      // The job's volume is encrypted with the same key, for which SageMaker creates a grant in this role's name. Its
      // call carries neither kms:GrantIsForAWSResource nor, as far as is documented, kms:ViaService.
      Sid: 'GrantStoreKeyToVolumes',
      Effect: 'Allow',
      Action: ['kms:CreateGrant'],
      Resource: [keyArn],
      Condition: { 'ForAllValues:StringEquals': { 'kms:GrantOperations': volumeOperations } },
    },
  ];
}

function serviceStatements({ partition, region, accountId, endpoint }: MonitoringRolePolicyArgs): PolicyStatement[] {
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
      Resource: [`${sagemaker}:endpoint/${endpoint}`, `${sagemaker}:endpoint-config/${endpoint}*`],
    },
  ];
}

/** Operations of a grant for a volume: what encrypts and decrypts, and nothing that signs or lists. */
const volumeOperations = [
  'CreateGrant',
  'Decrypt',
  'DescribeKey',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
  'RetireGrant',
];

function imageStatements({ partition, analyzerImage }: MonitoringRolePolicyArgs): PolicyStatement[] {
  return [
    // The action accepts no other resource.
    { Sid: 'SignInToEcr', Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] },
    {
      Sid: 'PullAnalyzer',
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      Resource: [parseRepositoryArn(analyzerImage, partition)],
    },
  ];
}
