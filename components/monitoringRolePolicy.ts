import type { PolicyStatement } from '@pulumi/aws/iam';
import { dataMetricsNamespace } from '../contract/metrics';
import { baselineKey, capturePrefix, preprocessorKey, reportPrefix, type SchemaRef } from '../contract/storeLayout';
import { parseRepositoryArn } from './analyzerImage';

interface MonitoringRolePolicyArgs extends SchemaRef {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly bucketArn: string;
  readonly keyArn: string;
  /** ECR address of the monitor's image. */
  readonly analyzerImage: string;
  /** Record preprocessor, if the monitor has one. */
  readonly preprocessor?: string;
}

/** Permissions that SageMaker lists for a monitor, on one endpoint only. */
export function monitoringRolePolicy(args: MonitoringRolePolicyArgs): PolicyStatement[] {
  return [...storeStatements(args), ...serviceStatements(args), ...imageStatements(args)];
}

function storeStatements(args: MonitoringRolePolicyArgs): PolicyStatement[] {
  const { bucketArn, keyArn } = args;
  const captures = `${capturePrefix(args)}/*`;
  const reports = `${reportPrefix(args)}/*`;
  const baselines = [baselineKey(args, '*', 'statistics.json'), baselineKey(args, '*', 'constraints.json')];
  const preprocessors = args.preprocessor === undefined ? [] : [preprocessorKey(args.preprocessor)];
  const inputs = [captures, ...baselines, ...preprocessors];
  const arns = (keys: readonly string[]) => keys.map((key) => `${bucketArn}/${key}`);
  return [
    {
      Sid: 'ReadCapturesAndBaselines',
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: arns(inputs),
    },
    { Sid: 'WriteReports', Effect: 'Allow', Action: ['s3:PutObject'], Resource: arns([reports]) },
    {
      Sid: 'ListOwnPrefixes',
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: [bucketArn],
      Condition: { StringLike: { 's3:prefix': [...inputs, reports] } },
    },
    {
      // A job whose output has a key needs Encrypt ("CreateProcessingJob API: execution role permissions").
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
    // The action supports no other resource.
    { Sid: 'SignInToEcr', Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] },
    {
      Sid: 'PullAnalyzer',
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      Resource: [parseRepositoryArn(analyzerImage, partition)],
    },
  ];
}
