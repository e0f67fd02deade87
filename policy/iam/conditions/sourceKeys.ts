/** Whether a service sends the resource that it assumes a role for, and where AWS documents it. */
interface ServiceFacts {
  /** It sends aws:SourceAccount or aws:SourceArn with sts:AssumeRole. */
  readonly sends: boolean;
  readonly source: string;
}

const deputy = 'Cross-service confused deputy prevention';

/**
 * By the first part of the service principal. A service is listed if its documentation shows a role's trust policy with
 * these keys, or says that it does not send them. Other services need no condition, because a condition on a key that a
 * service doesn't send locks it out. Guides to policies of buckets, topics and keys (Glue, Backup, Firehose) don't apply to
 * trust policies.
 */
const services = {
  airflow: { sends: true, source: `MWAA User Guide, ${deputy}: execution role trust policy` },
  'airflow-env': { sends: true, source: `MWAA User Guide, ${deputy}: execution role trust policy` },
  amplify: { sends: true, source: `Amplify Hosting User Guide, ${deputy}: service role trust policy` },
  appstream: { sends: true, source: `AppStream 2.0 Administration Guide, ${deputy}: fleet machine role` },
  appsync: { sends: true, source: 'AppSync Developer Guide, Attaching a data source: trust policy of the role' },
  batch: { sends: true, source: `Batch User Guide, ${deputy}: role for accessing compute environments` },
  bedrock: {
    sends: true,
    source: 'Bedrock User Guide, Create a custom service role for batch inference: trust relationship',
  },
  'bedrock-agentcore': { sends: true, source: 'Bedrock AgentCore samples of AWS, execution role of the runtime' },
  cloudtrail: {
    sends: false,
    source: "CloudTrail User Guide, Role policy document for CloudTrail to use CloudWatch Logs: doesn't support them",
  },
  codebuild: { sends: true, source: `CodeBuild User Guide, ${deputy}: service role trust policy` },
  codepipeline: { sends: true, source: `CodePipeline User Guide, ${deputy}: service role trust policy` },
  'cognito-idp': { sends: true, source: 'Cognito Developer Guide, Confused deputy prevention: role for SMS messages' },
  comprehend: { sends: true, source: `Comprehend Developer Guide, ${deputy}: trust policies` },
  config: { sends: true, source: 'Config Developer Guide, Permissions for the IAM role: trust policy' },
  datasync: { sends: true, source: `DataSync User Guide, ${deputy}: trust policy` },
  datazone: {
    sends: true,
    source: 'SageMaker Unified Studio Administrator Guide, AmazonSageMakerDomainExecution role',
  },
  dlm: {
    sends: true,
    source: 'EBS User Guide, IAM service roles for Amazon Data Lifecycle Manager: trust relationships',
  },
  dms: { sends: true, source: `DMS User Guide, ${deputy}: role trust policies` },
  ec2: { sends: false, source: 'EC2 User Guide, IAM roles for Amazon EC2: trust policy of an instance profile' },
  'ecs-tasks': {
    sends: true,
    source: "AWS's agent toolkit, trust policy of ECS tasks; ECS Developer Guide, Task IAM role",
  },
  'eks-fargate-pods': { sends: true, source: 'EKS User Guide, Pod execution IAM role: confused deputy' },
  elasticmapreduce: {
    sends: true,
    source: 'EMR Management Guide, Service role for Amazon EMR: trust policy of EMR_DefaultRole_V2',
  },
  'emr-serverless': { sends: true, source: `EMR Serverless User Guide, ${deputy}: job runtime role` },
  events: {
    sends: true,
    source: 'EventBridge User Guide, IAM roles for targets: trust policy of the console (TrustEventBridgeService)',
  },
  fis: { sends: true, source: 'FIS User Guide, IAM roles for experiments: trust relationship' },
  forecast: { sends: true, source: `Forecast Developer Guide, ${deputy}: role trust policy` },
  frauddetector: { sends: true, source: 'Fraud Detector User Guide, Confused deputy prevention: role trust policy' },
  grafana: { sends: true, source: `Managed Grafana User Guide, ${deputy}: workspace role` },
  greengrass: { sends: true, source: `IoT Greengrass Developer Guide, ${deputy}: Greengrass service role` },
  iot: { sends: true, source: `IoT Core Developer Guide, ${deputy}: role trust policy` },
  iotevents: { sends: true, source: `IoT Events Developer Guide, ${deputy}: role trust policy` },
  kafkaconnect: { sends: true, source: `MSK Developer Guide, ${deputy}: MSK Connect` },
  kendra: { sends: true, source: `Kendra Developer Guide, ${deputy}: role trust policy` },
  kinesisanalytics: { sends: true, source: `Kinesis Data Analytics Developer Guide, ${deputy}: role trust policy` },
  lexv2: { sends: true, source: `Lex V2 Developer Guide, ${deputy}: role trust policy` },
  logs: { sends: true, source: 'CloudWatch Logs User Guide, Create a destination: TrustPolicyForCWL.json' },
  monitoring: {
    sends: true,
    source: 'RDS User Guide, Setting up Enhanced Monitoring: preventing the confused deputy problem',
  },
  omics: { sends: true, source: 'HealthOmics User Guide, Service roles: trust policy' },
  'osis-pipelines': {
    sends: true,
    source: 'OpenSearch Service Developer Guide, Roles in OpenSearch Ingestion: trust policy of the pipeline',
  },
  personalize: { sends: true, source: `Personalize Developer Guide, ${deputy}: roles assumed by Personalize` },
  pinpoint: { sends: true, source: 'Pinpoint Developer Guide, IAM roles for common tasks: trust policies' },
  pipes: { sends: true, source: 'EventBridge User Guide, Pipes tutorial: PipeTutorialPipeRole of its template' },
  rds: {
    sends: true,
    source: 'RDS User Guide, Preventing cross-service confused deputy problems: roles for S3 imports and exports',
  },
  rekognition: { sends: true, source: `Rekognition Developer Guide, ${deputy}: Edit trust policy` },
  rolesanywhere: { sends: true, source: 'IAM Roles Anywhere User Guide, Trust model: role trusting' },
  sagemaker: { sends: true, source: `SageMaker AI Developer Guide, ${deputy}: training jobs and others` },
  scheduler: {
    sends: true,
    source: 'EventBridge Scheduler User Guide, Confused deputy prevention: execution role trust policy',
  },
  ses: { sends: true, source: 'SES Developer Guide, Set up an Amazon Data Firehose event destination: trust policy' },
  'sms-voice': {
    sends: true,
    source: 'End User Messaging SMS User Guide, IAM policy for Amazon Data Firehose: trust policy',
  },
  ssm: { sends: true, source: `Systems Manager User Guide, ${deputy}: service role for Automation` },
  states: {
    sends: true,
    source: 'Step Functions Developer Guide, Creating an IAM role for your state machine: confused deputy',
  },
  storagegateway: { sends: true, source: `S3 File Gateway User Guide, ${deputy}: role of a file share` },
  textract: { sends: true, source: `Textract Developer Guide, ${deputy}: role for SNS topics` },
  transcribe: { sends: true, source: `Transcribe Developer Guide, ${deputy}: role trust policy` },
  transfer: { sends: true, source: `Transfer Family User Guide, ${deputy}: user roles and logging role` },
  translate: { sends: true, source: `Translate Developer Guide, ${deputy}: role trust policy` },
  'vpc-flow-logs': { sends: true, source: 'VPC User Guide, IAM role for publishing flow logs to CloudWatch Logs' },
} as const satisfies Record<string, ServiceFacts>;

/** Facts of a service principal, such as `logs.eu-west-1.amazonaws.com`; undefined where the documentation does not say. */
export function sourceKeysOf(principal: string): ServiceFacts | undefined {
  const [, service = ''] =
    /^([a-z0-9-]+)(?:\.[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/.exec(principal.toLowerCase()) ?? [];
  return Object.hasOwn(services, service) ? services[service as keyof typeof services] : undefined;
}
