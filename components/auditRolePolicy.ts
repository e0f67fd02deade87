import type { PolicyStatement } from '@pulumi/aws/iam';
import { iamEventRegion } from '../contract/auditRules';
import { auditSettingsKey } from '../contract/auditSettings';
import { observabilityNamespace } from '../contract/metrics';
import { monitorSettingsKey } from '../contract/monitorSettings';
import { composeBusName } from '../contract/resourceNames';
import { checkResultKey, storePrefixes } from '../contract/storeLayout';
import { readQueue, writeLog } from './lambdaFunction';

export interface AuditRolePolicyArgs {
  readonly stack: string;
  /** Whether a rule of another region forwards the calls of IAM. */
  readonly forwardsIam: boolean;
  readonly bucketArn: string;
  readonly keyArn: string;
  readonly queueArn: string;
  readonly topicArn: string;
  /** Bus of the messages about incidents. */
  readonly busArn: string;
  /** Key of the topic's messages. */
  readonly topicKeyArn: string;
  readonly trailArn: string;
  /** Bucket, key and log group of the stack's own trail; undefined for an existing trail. */
  readonly evidence?: { readonly bucketArn: string; readonly keyArn: string; readonly logGroupArn: string };
  readonly logGroupArn: string;
}

/**
 * Permissions of the audit function: judge the calls in its queue, note changes in incidents, read back what AWS stores of
 * the stack, and send messages and changes.
 */
export function auditRolePolicy(args: AuditRolePolicyArgs): PolicyStatement[] {
  const { topicArn, busArn, queueArn, logGroupArn } = args;
  return [
    ...storeStatements(args),
    { Sid: 'SendMessages', Effect: 'Allow', Action: ['sns:Publish'], Resource: [topicArn] },
    { Sid: 'PutChanges', Effect: 'Allow', Action: ['events:PutEvents'], Resource: [busArn] },
    ...resourceStatements(args),
    ...trailStatements(args),
    publishMetrics,
    readQueue(queueArn),
    writeLog(logGroupArn),
  ];
}

function storeStatements({ bucketArn, keyArn, topicKeyArn }: AuditRolePolicyArgs): PolicyStatement[] {
  const { incidents, baselines, schemas, reports, checks } = storePrefixes;
  const read = [auditSettingsKey, monitorSettingsKey, checkResultKey, `${incidents}*`, `${baselines}*`, `${schemas}*`];
  const written = [`${incidents}*.md`, checkResultKey];
  return [
    {
      Sid: 'ReadSettingsBaselinesAndIncidents',
      Effect: 'Allow',
      Action: ['s3:GetObject'],
      Resource: read.map((key) => `${bucketArn}/${key}`),
    },
    {
      Sid: 'ListSchemasReportsAndIncidents',
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: [bucketArn],
      Condition: { StringLike: { 's3:prefix': [incidents, schemas, reports, checks].map((prefix) => `${prefix}*`) } },
    },
    {
      Sid: 'ListVersionsOfBaselines',
      Effect: 'Allow',
      Action: ['s3:ListBucketVersions'],
      Resource: [bucketArn],
      Condition: { StringLike: { 's3:prefix': [`${baselines}*`] } },
    },
    {
      Sid: 'NoteChangesAndResults',
      Effect: 'Allow',
      Action: ['s3:PutObject'],
      Resource: written.map((key) => `${bucketArn}/${key}`),
    },
    { Sid: 'ReadEventsOfStore', Effect: 'Allow', Action: ['s3:GetBucketNotification'], Resource: [bucketArn] },
    {
      Sid: 'UseKeys',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: [keyArn, topicKeyArn],
    },
  ];
}

/**
 * Reads of the stack's resources, by service. Their names begin with those of the program's components; how they end is not
 * known when the policy is written. The names of Model Monitor's begin with those of endpoints, for which a policy has no
 * space: a tag limits them. Ids of event source mappings are random: the function limits them ("Fine-tuning the Resources and
 * Conditions sections of policies" of the Lambda guide).
 */
function resourceStatements(args: AuditRolePolicyArgs): PolicyStatement[] {
  const { stack, topicArn, evidence } = args;
  const [, partition, , region, account] = topicArn.split(':');
  const arnsIn = (service: string, ...resources: readonly string[]) =>
    resources.map((resource) => `arn:${partition}:${service}:${region}:${account}:${resource}`);
  const functions = arnsIn(
    'lambda',
    ...['analyzer', 'audit-detection', 'incidents'].map((name) => `function:${name}-*`),
  );
  const schedules = ['analyzer-group-*/*', 'default/audit-detection-check-*', 'default/incidents-daily-*'];
  const ofStack = { StringEquals: { 'aws:ResourceTag/stack': stack } };
  return [
    allowRead(['events:DescribeRule', 'events:ListTargetsByRule'], ruleArns(args)),
    {
      ...allowRead(['lambda:GetEventSourceMapping'], arnsIn('lambda', 'event-source-mapping:*')),
      Condition: { ArnLike: { 'lambda:FunctionArn': functions } },
    },
    allowRead(['lambda:GetFunctionConcurrency'], functions),
    {
      ...allowRead(
        ['sagemaker:DescribeDataQualityJobDefinition'],
        arnsIn('sagemaker', 'data-quality-job-definition/*'),
      ),
      Condition: ofStack,
    },
    {
      ...allowRead(['sagemaker:DescribeMonitoringSchedule'], arnsIn('sagemaker', 'monitoring-schedule/*')),
      Condition: ofStack,
    },
    allowRead(['scheduler:GetSchedule'], arnsIn('scheduler', ...schedules.map((name) => `schedule/${name}`))),
    // Alarms are read by a prefix of names, for which CloudWatch requires all of them, and a mute rule may have any name;
    // there is no key for a condition ("Actions, resources, and condition keys for Amazon CloudWatch").
    allowRead(['cloudwatch:DescribeAlarms'], arnsIn('cloudwatch', 'alarm:*')),
    allowRead(
      ['cloudwatch:GetAlarmMuteRule', 'cloudwatch:ListAlarmMuteRules'],
      arnsIn('cloudwatch', 'alarm-mute-rule:*'),
    ),
    allowRead(['sns:GetSubscriptionAttributes'], [topicArn]),
    ...(evidence ? [allowRead(['logs:DescribeMetricFilters'], [evidence.logGroupArn])] : []),
  ];
}

/** Rules of another bus than the default one have its name in their ARNs. */
function ruleArns({ stack, forwardsIam, topicArn }: AuditRolePolicyArgs): string[] {
  const [, partition, , region, account] = topicArn.split(':');
  const rules = ['audit-detection-*', 'incidents-*', `${composeBusName(stack)}/messages-*`];
  return [
    ...rules.map((rule) => `arn:${partition}:events:${region}:${account}:rule/${rule}`),
    ...(forwardsIam ? [`arn:${partition}:events:${iamEventRegion}:${account}:rule/audit-detection-iam-*`] : []),
  ];
}

function trailStatements({ trailArn, evidence }: AuditRolePolicyArgs): PolicyStatement[] {
  return [
    allowRead(['cloudtrail:GetEventSelectors', 'cloudtrail:GetTrail', 'cloudtrail:GetTrailStatus'], [trailArn]),
    // These actions support no resources.
    allowRead(['cloudtrail:ListPublicKeys', 'cloudwatch:ListMetrics'], ['*']),
    ...(evidence
      ? [
          allowRead(['kms:Decrypt'], [evidence.keyArn]),
          allowRead(['s3:GetObject'], [`${evidence.bucketArn}/AWSLogs/*`]),
          allowRead(['s3:GetBucketObjectLockConfiguration', 's3:ListBucket'], [evidence.bucketArn]),
        ]
      : []),
  ];
}

function allowRead(actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return { Effect: 'Allow', Action: [...actions], Resource: [...resources] };
}

const publishMetrics: PolicyStatement = {
  Sid: 'PublishMetrics',
  Effect: 'Allow',
  Action: ['cloudwatch:PutMetricData'],
  // The action supports no resources; the condition restricts it to the namespace.
  Resource: ['*'],
  Condition: { StringEquals: { 'cloudwatch:namespace': [observabilityNamespace] } },
};
