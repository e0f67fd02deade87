import { type ActionFacts, actionFacts } from '../actions/actionFacts';

/** A service that calls others' resources for the owner of a resource of its own, and names that owner in the call. */
interface Deputy {
  /** Without `.amazonaws.com`. */
  readonly service: string;
  readonly actions: readonly string[];
  /** Where AWS documents the condition. */
  readonly source: string;
}

const deputies: readonly Deputy[] = [
  {
    service: 'cloudtrail',
    actions: ['s3:PutObject', 'sns:Publish'],
    source: 'CloudTrail User Guide, Amazon S3 bucket policy for CloudTrail; Amazon SNS topic policy for CloudTrail',
  },
  {
    service: 'cloudwatch',
    actions: ['sns:Publish'],
    source: 'SNS Developer Guide, Example cases for access control: publish from an alarm in another account',
  },
  {
    service: 'config',
    actions: ['s3:PutObject', 'sns:Publish'],
    source: 'Config Developer Guide, Permissions for the Amazon S3 bucket, and for the Amazon SNS topic',
  },
  {
    service: 'delivery.logs',
    actions: ['s3:PutObject', 'sqs:SendMessage'],
    source: 'CloudWatch Logs User Guide, Enable logging from AWS services: bucket permissions',
  },
  {
    service: 'events',
    actions: ['sqs:SendMessage'],
    source: 'EventBridge User Guide, Resource-based policies for EventBridge: Amazon SQS permissions',
  },
  {
    service: 'logging.s3',
    actions: ['s3:PutObject'],
    source: 'S3 User Guide, Enable Amazon S3 server access logging: bucket policy',
  },
  {
    service: 's3',
    actions: ['s3:PutObject', 'sns:Publish', 'sqs:SendMessage'],
    source: 'S3 User Guide, Granting permissions to publish event notification messages; S3 Inventory',
  },
  {
    service: 'ses',
    actions: ['s3:PutObject', 'sns:Publish'],
    source: 'SES Developer Guide, Giving permissions to Amazon SES for email receiving',
  },
  {
    service: 'sns',
    actions: ['sqs:SendMessage'],
    source: 'SNS Developer Guide, Subscribing an Amazon SQS queue to a topic: queue policy',
  },
];

/** For any service, "AddPermission" of the Lambda API reference asks for the account or ARN that it calls for. */
const functionActions = ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'] as const;

/** Actions that a service, such as `sns.amazonaws.com`, must be allowed for one account only, on resources of a service. */
export function deputyActions(principal: string, onService: string): readonly ActionFacts[] {
  const [, service] = /^(.+)\.amazonaws\.com(?:\.cn)?$/.exec(principal.toLowerCase()) ?? [];
  if (service === undefined) return [];
  const actions = onService === 'lambda' ? functionActions : deputies.find((row) => row.service === service)?.actions;
  return (actions ?? [])
    .filter((action) => action.startsWith(`${onService}:`))
    .flatMap((action) => actionFacts(action) ?? []);
}
