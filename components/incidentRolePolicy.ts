import type { PolicyStatement } from '@pulumi/aws/iam';
import { calibrationFile } from '../contract/calibration';
import { canaryKey } from '../contract/canary';
import { observabilityNamespace } from '../contract/metrics';
import { monitorSettingsKey } from '../contract/monitorSettings';
import { storePrefixes } from '../contract/storeLayout';
import { weekCountsFile } from '../contract/weekCounts';
import { windowSummaryFile } from '../contract/windowSummary';
import { readQueue, writeLog } from './lambdaFunction';

interface IncidentRolePolicyArgs {
  readonly bucketArn: string;
  readonly keyArn: string;
  readonly busArn: string;
  readonly tableArn: string;
  /** Topic that the function publishes to, and its key; undefined if no route is a pager of the topic. */
  readonly pager?: { readonly topicArn: string; readonly topicKeyArn: string } | undefined;
  readonly queueArn: string;
  readonly logGroupArn: string;
}

/**
 * Permissions of the incident function: read its queue, reports and baselines, write summaries, incidents, their index,
 * messages, trends, metrics and its log.
 */
export function incidentRolePolicy(args: IncidentRolePolicyArgs): PolicyStatement[] {
  const { tableArn, busArn, pager, queueArn, logGroupArn } = args;
  return [
    ...useStore(args),
    {
      // A transaction needs the permissions of what it contains.
      Sid: 'UseIndex',
      Effect: 'Allow',
      Action: ['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
      Resource: [tableArn],
    },
    {
      Sid: 'PublishMetrics',
      Effect: 'Allow',
      Action: ['cloudwatch:PutMetricData'],
      // The action supports no resources; the condition restricts it to the namespace.
      Resource: ['*'],
      Condition: { StringEquals: { 'cloudwatch:namespace': [observabilityNamespace] } },
    },
    { Sid: 'PutMessages', Effect: 'Allow', Action: ['events:PutEvents'], Resource: [busArn] },
    ...(pager ? publishPages(pager) : []),
    readQueue(queueArn),
    writeLog(logGroupArn),
  ];
}

function useStore({ bucketArn, keyArn }: Pick<IncidentRolePolicyArgs, 'bucketArn' | 'keyArn'>): PolicyStatement[] {
  const under = (prefix: string, file = '') => `${bucketArn}/${prefix}*${file}`;
  const { baselines, reports, incidents, trends } = storePrefixes;
  return [
    {
      Sid: 'ReadReportsAndBaselines',
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: [
        under(reports),
        under(baselines),
        under(incidents),
        under(trends, '.json'),
        `${bucketArn}/${monitorSettingsKey}`,
      ],
    },
    {
      // Without it S3 returns "access denied" instead of "no such key" for a missing object.
      Sid: 'ListReportsAndIncidents',
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: [bucketArn],
      Condition: {
        StringLike: {
          's3:prefix': [
            `${reports}*`,
            `${incidents}*`,
            `${trends}*`,
            `${baselines}*/${calibrationFile}`,
            `${baselines}*/manifest.json`,
          ],
        },
      },
    },
    {
      Sid: 'ListSettings',
      Effect: 'Allow',
      Action: ['s3:ListBucketVersions'],
      Resource: [bucketArn],
      Condition: { StringEquals: { 's3:prefix': [monitorSettingsKey] } },
    },
    {
      Sid: 'ReadEarlierSettings',
      Effect: 'Allow',
      Action: ['s3:GetObjectVersion'],
      Resource: [`${bucketArn}/${monitorSettingsKey}`],
    },
    {
      Sid: 'WriteSummariesAndIncidents',
      Effect: 'Allow',
      Action: ['s3:PutObject'],
      Resource: [
        under(incidents, '.md'),
        under(reports, `/${windowSummaryFile}`),
        under(reports, `/${weekCountsFile}`),
        under(trends, '.json'),
        `${bucketArn}/${canaryKey}`,
      ],
    },
    { Sid: 'UseStoreKey', Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: [keyArn] },
  ];
}

function publishPages({
  topicArn,
  topicKeyArn,
}: {
  readonly topicArn: string;
  readonly topicKeyArn: string;
}): PolicyStatement[] {
  const key = ['kms:Decrypt', 'kms:GenerateDataKey'];
  return [
    { Sid: 'Page', Effect: 'Allow', Action: ['sns:Publish'], Resource: [topicArn] },
    { Sid: 'UsePagerKey', Effect: 'Allow', Action: key, Resource: [topicKeyArn] },
  ];
}
