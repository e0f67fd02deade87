/** Whether a service says on whose behalf it assumes a role, and where AWS's documentation says so. */
interface ServiceFacts {
  /** It sends aws:SourceAccount or aws:SourceArn with sts:AssumeRole. */
  readonly sends: boolean;
  readonly source: string;
}

const deputy = 'Cross-service confused deputy prevention';

/**
 * By the first part of the service's principal. A service that the documentation leaves open is not listed, so that
 * nobody is asked for a condition that would lock the service out.
 */
const services = {
  appstream: { sends: true, source: `WorkSpaces Applications Administration Guide, ${deputy}: fleet machine role` },
  bedrock: { sends: true, source: 'Bedrock User Guide, Service roles: trust policies' },
  'bedrock-agentcore': { sends: true, source: 'Bedrock AgentCore Developer Guide, IAM permissions: execution role' },
  cloudtrail: {
    sends: false,
    source: 'CloudTrail User Guide, Role policy document for CloudTrail to use CloudWatch Logs',
  },
  config: { sends: true, source: 'Config Developer Guide, Permissions for the IAM role: trust policy' },
  datazone: {
    sends: true,
    source: 'SageMaker Unified Studio Administrator Guide, AmazonSageMakerDomainExecution role',
  },
  ec2: { sends: false, source: 'EC2 User Guide, IAM roles for Amazon EC2: trust policy of an instance profile' },
  'ecs-tasks': { sends: true, source: 'ECS Developer Guide, Task IAM role: trust policy' },
  events: { sends: true, source: `EventBridge User Guide, ${deputy}: event buses` },
  frauddetector: { sends: true, source: 'Fraud Detector User Guide, Confused deputy prevention: service role' },
  iot: { sends: true, source: `IoT Core Developer Guide, ${deputy}` },
  personalize: { sends: true, source: `Personalize Developer Guide, ${deputy}: roles assumed by Personalize` },
  pipes: { sends: true, source: `EventBridge User Guide, ${deputy}: pipes` },
  sagemaker: { sends: true, source: `SageMaker AI Developer Guide, ${deputy}` },
  scheduler: { sends: true, source: 'EventBridge Scheduler User Guide, Confused deputy prevention' },
  states: { sends: true, source: `Step Functions Developer Guide, ${deputy}` },
  'vpc-flow-logs': { sends: true, source: 'VPC User Guide, IAM role for publishing flow logs to CloudWatch Logs' },
} as const satisfies Record<string, ServiceFacts>;

/** Facts of a service's principal, `logs.eu-west-1.amazonaws.com`; undefined where the documentation leaves it open. */
export function sourceKeysOf(principal: string): ServiceFacts | undefined {
  const [, service = ''] =
    /^([a-z0-9-]+)(?:\.[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/.exec(principal.toLowerCase()) ?? [];
  return Object.hasOwn(services, service) ? services[service as keyof typeof services] : undefined;
}
