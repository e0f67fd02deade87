import * as z from 'zod';
import { plannedMuteSchema } from './plannedMute';

/** Prefix of the objects that the stack writes for its functions. */
export const settingsPrefix = 'settings/';
/** Key of the object in the store with what the audit function must know of the stack. */
export const auditSettingsKey = `${settingsPrefix}audit.json`;

/** Properties of a deployed resource that the self-check compares, by Pulumi's names. */
const propertiesSchema = z.record(z.string(), z.unknown());

/** What the stack writes for the audit function. */
const auditSettingsSchema = z.strictObject({
  version: z.literal(1),
  stack: z.string(),
  /** Names of the monitored endpoints. */
  endpoints: z.array(z.string()),
  trailArn: z.string(),
  /** Undefined where the stack uses an existing trail. */
  trailBucket: z.string().optional(),
  /** ARNs of the roles and users that deploy the stack. */
  deploymentRoles: z.array(z.string()),
  /** ARNs of the roles and users that approve baselines and register schemas. */
  approvers: z.array(z.string()),
  mutes: z.array(plannedMuteSchema),
  /** SHA-256 (hex) of `settings/monitors.json`; absent in an object that is older than the self-check. */
  monitorsHash: z.string().optional(),
  /** The stack's resources: by Pulumi type, then by id. */
  resources: z.record(z.string(), z.record(z.string(), propertiesSchema)),
});

export type AuditSettings = z.infer<typeof auditSettingsSchema>;

/** Reads the object's text. Throws for a text that the stack did not write. */
export function readAuditSettings(text: string): AuditSettings {
  return auditSettingsSchema.parse(JSON.parse(text));
}

/**
 * Properties that the self-check compares with what AWS stores, by Pulumi type. A `region` is that of the resource, if it is
 * not in the stack's. The address of a pager is a secret, and is left out.
 */
export const checkedProperties: Readonly<Record<string, readonly string[]>> = {
  'aws:cloudwatch/eventRule:EventRule': ['region', 'eventPattern', 'state'],
  'aws:cloudwatch/eventTarget:EventTarget': ['region', 'eventBusName', 'rule', 'arn'],
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': ['logGroupName', 'pattern', 'metricTransformation'],
  'aws:cloudwatch/metricAlarm:MetricAlarm': [
    'actionsEnabled',
    'alarmActions',
    'namespace',
    'metricName',
    'dimensions',
    'statistic',
    'period',
    'evaluationPeriods',
    'datapointsToAlarm',
    'comparisonOperator',
    'threshold',
    'treatMissingData',
    'metricQueries',
  ],
  'aws:sns/topicSubscription:TopicSubscription': ['topic', 'protocol', 'filterPolicy'],
  'aws:lambda/eventSourceMapping:EventSourceMapping': ['eventSourceArn', 'functionName'],
  'aws:scheduler/schedule:Schedule': ['groupName', 'scheduleExpression', 'target', 'state'],
  'aws:sagemaker/monitoringSchedule:MonitoringSchedule': ['monitoringScheduleConfig'],
  'aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition': ['dataQualityBaselineConfig'],
  'aws:cloudtrail/trail:Trail': [
    'isMultiRegionTrail',
    'includeGlobalServiceEvents',
    'enableLogFileValidation',
    's3BucketName',
    'cloudWatchLogsGroupArn',
    'advancedEventSelectors',
  ],
  'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration': ['rule'],
};

/** Further properties that the audit function must know, to say what a call changed; they are not compared. */
export const explainedProperties: Readonly<Record<string, readonly string[]>> = {
  'aws:cloudwatch/logGroup:LogGroup': ['retentionInDays'],
  'aws:kms/key:Key': ['policy'],
  'aws:s3/bucketNotification:BucketNotification': ['eventbridge'],
  'aws:s3/bucketPolicy:BucketPolicy': ['policy'],
  'aws:sns/topicPolicy:TopicPolicy': ['policy'],
  'aws:sqs/queuePolicy:QueuePolicy': ['policy'],
};
