import type { PlainObject } from '../pack/plain';

/**
 * What widely attached policies of AWS allow, as far as the rules ask: from the documents that AWS publishes ("AWS
 * managed policy reference"). Statements that are conditional or name AWS's own resources are left out.
 */
const documents: Readonly<Record<string, readonly PlainObject[]>> = {
  AdministratorAccess: [everywhere('*')],
  PowerUserAccess: [
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    everywhere('account:GetAccountInformation', 'account:GetGovCloudAccountInformation', 'account:GetPrimaryEmail'),
    everywhere('account:ListRegions', 'organizations:DescribeEffectivePolicy', 'organizations:DescribeOrganization'),
    everywhere('iam:CreateServiceLinkedRole', 'iam:DeleteServiceLinkedRole', 'iam:ListRoles'),
  ],
  IAMFullAccess: [everywhere('iam:*')],
  AmazonS3FullAccess: [everywhere('s3:*', 's3-object-lambda:*')],
  AmazonSQSFullAccess: [everywhere('sqs:*')],
  AmazonSNSFullAccess: [everywhere('sns:*')],
  AmazonKinesisFullAccess: [everywhere('kinesis:*')],
  AmazonEC2FullAccess: [everywhere('ec2:*', 'elasticloadbalancing:*', 'cloudwatch:*', 'autoscaling:*')],
  AWSCloudFormationFullAccess: [everywhere('cloudformation:*')],
  CloudWatchFullAccess: [everywhere('autoscaling:Describe*', 'cloudwatch:*', 'logs:*', 'sns:*')],
  CloudWatchLogsFullAccess: [everywhere('logs:*')],
  AmazonSSMFullAccess: [everywhere('ssm:*', 'ec2messages:*', 'logs:*')],
  SecretsManagerReadWrite: [
    everywhere('secretsmanager:*', 'cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'),
  ],
  AWSLambdaBasicExecutionRole: [everywhere('logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents')],
  AWSXRayDaemonWriteAccess: [everywhere('xray:PutTraceSegments', 'xray:PutTelemetryRecords')],
};

/** Of these the table leaves nothing out, so that they can be read as a boundary too. */
const whole: readonly string[] = ['AdministratorAccess', 'PowerUserAccess'];

function everywhere(...actions: readonly string[]): PlainObject {
  return { Effect: 'Allow', Action: actions, Resource: '*' };
}

/** The name of a policy of AWS, whatever its partition and path; undefined for an ARN of another. */
export function managedPolicyName(arn: string): string | undefined {
  return /^arn:aws[a-z-]*:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
}

/** A document with what a policy of AWS allows; undefined for one that the table doesn't know. */
export function managedPolicyDocument(arn: string): PlainObject | undefined {
  const name = managedPolicyName(arn);
  if (name === undefined || !Object.hasOwn(documents, name)) return undefined;
  return { Statement: documents[name] ?? [] };
}

/** The same for a policy that is a boundary, where nothing may be left out. */
export function managedBoundaryDocument(arn: string): PlainObject | undefined {
  return whole.includes(managedPolicyName(arn) ?? '') ? managedPolicyDocument(arn) : undefined;
}
