import type { PolicyStatement } from '@pulumi/aws/iam';
import { observabilityNamespace } from '../contract/metrics';
import { storePrefixes } from '../contract/storeLayout';

interface IncidentRolePolicyArgs {
  readonly bucketArn: string;
  readonly keyArn: string;
  readonly queueArn: string;
  readonly logGroupArn: string;
}

/** Permissions of the incident function: read its queue and reports, write incidents, metrics and its log. */
export function incidentRolePolicy({
  bucketArn,
  keyArn,
  queueArn,
  logGroupArn,
}: IncidentRolePolicyArgs): PolicyStatement[] {
  const reports = `${storePrefixes.reports}*`;
  const incidents = `${storePrefixes.incidents}*`;
  return [
    {
      Sid: 'ReadReportsAndIncidents',
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: [`${bucketArn}/${reports}`, `${bucketArn}/${incidents}`],
    },
    {
      // Without it S3 returns "access denied" instead of "no such key" for a missing object.
      Sid: 'ListReportsAndIncidents',
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: [bucketArn],
      Condition: { StringLike: { 's3:prefix': [reports, incidents] } },
    },
    { Sid: 'WriteIncidents', Effect: 'Allow', Action: ['s3:PutObject'], Resource: [`${bucketArn}/${incidents}`] },
    { Sid: 'UseStoreKey', Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: [keyArn] },
    {
      Sid: 'PublishMetrics',
      Effect: 'Allow',
      Action: ['cloudwatch:PutMetricData'],
      // The action supports no resources; the condition restricts it to the namespace.
      Resource: ['*'],
      Condition: { StringEquals: { 'cloudwatch:namespace': [observabilityNamespace] } },
    },
    {
      Sid: 'ReadQueue',
      Effect: 'Allow',
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      Resource: [queueArn],
    },
    {
      Sid: 'WriteLog',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [`${logGroupArn}:log-stream:*`],
    },
  ];
}
