import type { PolicyStatement } from '@pulumi/aws/iam';
import { monitorSettingsKey } from '../contract/monitorSettings';
import { analyzerSchedule, storePrefixes } from '../contract/storeLayout';
import { writeLog } from './lambdaFunction';

interface AnalyzerRolePolicyArgs {
  readonly bucketArn: string;
  readonly keyArn: string;
  /** Queue for events that failed. */
  readonly deadLetterQueueArn: string;
  readonly logGroupArn: string;
}

/** Permissions of the analyzer: read captures, baselines and its own reports, write its own reports and its log. */
export function analyzerRolePolicy(args: AnalyzerRolePolicyArgs): PolicyStatement[] {
  const { bucketArn, keyArn, deadLetterQueueArn, logGroupArn } = args;
  const { captures, baselines, reports } = storePrefixes;
  const ownReports = `${bucketArn}/${reports}*/schema=*/*/${analyzerSchedule}/*`;
  return [
    {
      Sid: 'ReadCapturesBaselinesAndOwnReports',
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: [
        `${bucketArn}/${captures}*`,
        `${bucketArn}/${baselines}*`,
        ownReports,
        `${bucketArn}/${monitorSettingsKey}`,
      ],
    },
    {
      // Without it S3 returns "access denied" instead of "no such key" for a missing object.
      Sid: 'ListCapturesBaselinesAndReports',
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: [bucketArn],
      Condition: { StringLike: { 's3:prefix': [captures, baselines, reports].map((prefix) => `${prefix}*`) } },
    },
    { Sid: 'WriteOwnReports', Effect: 'Allow', Action: ['s3:PutObject'], Resource: [ownReports] },
    { Sid: 'UseStoreKey', Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: [keyArn] },
    { Sid: 'KeepFailedEvents', Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [deadLetterQueueArn] },
    writeLog(logGroupArn),
  ];
}
