import type { PolicyStatement } from '@pulumi/aws/iam';
import { auditSettingsKey } from '../contract/auditSettings';
import { writeLog } from './lambdaFunction';

interface AuditRolePolicyArgs {
  readonly bucketArn: string;
  readonly keyArn: string;
  readonly queueArn: string;
  readonly topicArn: string;
  /** Key of the topic's messages. */
  readonly topicKeyArn: string;
  readonly logGroupArn: string;
}

/** Permissions of the audit function: read its queue and settings, and send messages. */
export function auditRolePolicy(args: AuditRolePolicyArgs): PolicyStatement[] {
  const { bucketArn, keyArn, queueArn, topicArn, topicKeyArn, logGroupArn } = args;
  return [
    {
      Sid: 'ReadSettings',
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: [`${bucketArn}/${auditSettingsKey}`],
    },
    { Sid: 'UseStoreKey', Effect: 'Allow', Action: ['kms:Decrypt'], Resource: [keyArn] },
    {
      Sid: 'UseKeyOfMessages',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: [topicKeyArn],
    },
    { Sid: 'SendMessages', Effect: 'Allow', Action: ['sns:Publish'], Resource: [topicArn] },
    {
      Sid: 'ReadQueue',
      Effect: 'Allow',
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      Resource: [queueArn],
    },
    writeLog(logGroupArn),
  ];
}
