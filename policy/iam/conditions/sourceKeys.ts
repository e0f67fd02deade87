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
  comprehend: { sends: true, source: `Comprehend Developer Guide, ${deputy}: trust policies` },
  config: { sends: true, source: 'Config Developer Guide, Permissions for the IAM role: trust policy' },
  datasync: { sends: true, source: `DataSync User Guide, ${deputy}: trust policy` },
  datazone: {
    sends: true,
    source: 'SageMaker Unified Studio Administrator Guide, AmazonSageMakerDomainExecution role',
  },
  ec2: { sends: false, source: 'EC2 User Guide, IAM roles for Amazon EC2: trust policy of an instance profile' },
  'ecs-tasks': {
    sends: true,
    source: "AWS's agent toolkit, trust policy of ECS tasks; ECS Developer Guide, Task IAM role",
  },
  frauddetector: { sends: true, source: 'Fraud Detector User Guide, Confused deputy prevention: role trust policy' },
  iot: { sends: true, source: `IoT Core Developer Guide, ${deputy}: role trust policy` },
  kafkaconnect: { sends: true, source: `MSK Developer Guide, ${deputy}: MSK Connect` },
  kinesisanalytics: { sends: true, source: `Kinesis Data Analytics Developer Guide, ${deputy}: role trust policy` },
  logs: { sends: true, source: 'CloudWatch Logs User Guide, Create a destination: TrustPolicyForCWL.json' },
  personalize: { sends: true, source: `Personalize Developer Guide, ${deputy}: roles assumed by Personalize` },
  pipes: { sends: true, source: 'EventBridge User Guide, Pipes tutorial: PipeTutorialPipeRole of its template' },
  rekognition: { sends: true, source: `Rekognition Developer Guide, ${deputy}: Edit trust policy` },
  sagemaker: { sends: true, source: `SageMaker AI Developer Guide, ${deputy}: training jobs and others` },
  scheduler: {
    sends: true,
    source: 'EventBridge Scheduler User Guide, Confused deputy prevention: execution role trust policy',
  },
  'sms-voice': {
    sends: true,
    source: 'End User Messaging SMS User Guide, IAM policy for Amazon Data Firehose: trust policy',
  },
  'vpc-flow-logs': { sends: true, source: 'VPC User Guide, IAM role for publishing flow logs to CloudWatch Logs' },
} as const satisfies Record<string, ServiceFacts>;

/** Facts of a service principal, such as `logs.eu-west-1.amazonaws.com`; undefined where the documentation does not say. */
export function sourceKeysOf(principal: string): ServiceFacts | undefined {
  const [, service = ''] =
    /^([a-z0-9-]+)(?:\.[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/.exec(principal.toLowerCase()) ?? [];
  return Object.hasOwn(services, service) ? services[service as keyof typeof services] : undefined;
}
