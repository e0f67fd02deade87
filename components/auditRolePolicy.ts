import type { PolicyStatement } from '@pulumi/aws/iam';
import { auditSettingsKey } from '../contract/auditSettings';
import { storePrefixes } from '../contract/storeLayout';
import { readQueue, writeLog } from './lambdaFunction';

interface AuditRolePolicyArgs {
  readonly bucketArn: string;
  readonly keyArn: string;
  readonly queueArn: string;
  readonly topicArn: string;
  /** Key of the topic's messages. */
  readonly topicKeyArn: string;
  readonly logGroupArn: string;
}

/** Permissions of the audit function: read its queue, settings and incidents, note changes in incidents, and send messages. */
export function auditRolePolicy(args: AuditRolePolicyArgs): PolicyStatement[] {
  const { bucketArn, keyArn, queueArn, topicArn, topicKeyArn, logGroupArn } = args;
  const { incidents } = storePrefixes;
  return [
    {
      Sid: 'ReadSettingsAndIncidents',
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: [`${bucketArn}/${auditSettingsKey}`, `${bucketArn}/${incidents}*`],
    },
    {
      Sid: 'ListIncidents',
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: [bucketArn],
      Condition: { StringLike: { 's3:prefix': [`${incidents}*`] } },
    },
    { Sid: 'NoteChanges', Effect: 'Allow', Action: ['s3:PutObject'], Resource: [`${bucketArn}/${incidents}*.md`] },
    {
      Sid: 'UseKeys',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: [keyArn, topicKeyArn],
    },
    { Sid: 'SendMessages', Effect: 'Allow', Action: ['sns:Publish'], Resource: [topicArn] },
    readQueue(queueArn),
    writeLog(logGroupArn),
  ];
}
