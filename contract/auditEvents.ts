import { storePrefixes } from './storeLayout';

const objectWrites = ['PutObject', 'DeleteObject', 'DeleteObjects', 'CopyObject', 'CompleteMultipartUpload'] as const;

/** API calls on the monitoring, as CloudTrail spells them. */
export const auditKinds = {
  'alarm muted': [
    ['monitoring.amazonaws.com', ['DisableAlarmActions', 'PutAlarmMuteRule', 'DeleteAlarms', 'SetAlarmState']],
  ],
  'alarm changed': [['monitoring.amazonaws.com', ['PutMetricAlarm', 'PutCompositeAlarm']]],
  'alarm unmuted': [['monitoring.amazonaws.com', ['EnableAlarmActions', 'DeleteAlarmMuteRule']]],
  'schedule changed': [
    [
      'sagemaker.amazonaws.com',
      [
        'CreateMonitoringSchedule',
        'UpdateMonitoringSchedule',
        'StopMonitoringSchedule',
        'StartMonitoringSchedule',
        'DeleteMonitoringSchedule',
        'UpdateMonitoringAlert',
        'CreateDataQualityJobDefinition',
        'DeleteDataQualityJobDefinition',
      ],
    ],
  ],
  'capture changed': [['sagemaker.amazonaws.com', ['UpdateEndpoint', 'CreateEndpointConfig']]],
  'baseline modified': [['s3.amazonaws.com', objectWrites]],
  'schema modified': [['s3.amazonaws.com', objectWrites]],
  'store weakened': [
    [
      's3.amazonaws.com',
      [
        'PutBucketLifecycle',
        'PutBucketLifecycleConfiguration',
        'PutBucketVersioning',
        'PutBucketPolicy',
        'DeleteBucketPolicy',
      ],
    ],
  ],
  'alert path changed': [
    ['sns.amazonaws.com', ['Unsubscribe', 'SetSubscriptionAttributes', 'DeleteTopic']],
    ['events.amazonaws.com', ['DisableRule', 'DeleteRule', 'RemoveTargets', 'PutTargets']],
    ['sqs.amazonaws.com', ['SetQueueAttributes', 'PurgeQueue', 'DeleteQueue']],
  ],
  'evidence touched': [
    [
      'cloudtrail.amazonaws.com',
      ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors'],
    ],
    ['kms.amazonaws.com', ['DisableKey', 'ScheduleKeyDeletion']],
  ],
} as const satisfies Record<string, readonly (readonly [source: string, names: readonly string[]])[]>;
export type AuditKind = keyof typeof auditKinds;

/** Key prefixes of the kinds that share their calls. */
const keyPrefixes: Readonly<Partial<Record<AuditKind, string>>> = {
  'baseline modified': storePrefixes.baselines,
  'schema modified': storePrefixes.schemas,
};

/** The fields of a CloudTrail record that this project reads. */
export interface CloudTrailRecord {
  readonly eventVersion: string;
  readonly eventID: string;
  /** ISO 8601 instant. */
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent?: string;
  readonly userIdentity: {
    readonly type: string;
    readonly arn?: string;
    readonly accountId?: string;
    readonly userName?: string;
  };
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly responseElements?: Readonly<Record<string, unknown>> | null;
  readonly errorCode?: string;
  readonly readOnly: boolean;
  readonly managementEvent: boolean;
}

/** One line of evidence: who called what, when, with which target. */
export interface AuditEntry {
  readonly when: string;
  /** ARN of the caller. */
  readonly who: string;
  readonly kind: AuditKind;
  readonly action: string;
  /** Request parameters as compact JSON. */
  readonly target: string;
  readonly eventId: string;
  /** Error code of a refused call; undefined if it succeeded. */
  readonly refused?: string;
}

const kindsByCall = new Map<string, AuditKind[]>();
for (const [kind, rows] of Object.entries(auditKinds)) {
  for (const call of rows.flatMap(([source, names]) => names.map((name) => `${source}:${name}`))) {
    kindsByCall.set(call, [...(kindsByCall.get(call) ?? []), kind as AuditKind]);
  }
}

/** The kind of a call: by key prefix if several kinds share it, else the first. DeleteObjects records no key. */
function findKind({ eventSource, eventName, requestParameters }: CloudTrailRecord): AuditKind | undefined {
  const kinds = kindsByCall.get(`${eventSource}:${eventName}`) ?? [];
  const key = requestParameters?.['key'];
  const kindByKey = kinds.find((kind) => {
    const prefix = keyPrefixes[kind];
    return prefix !== undefined && typeof key === 'string' && key.startsWith(prefix);
  });
  return kindByKey ?? kinds[0];
}

/** The evidence in a record; undefined if the call does not concern the monitoring. */
export function auditEntry(record: CloudTrailRecord): AuditEntry | undefined {
  const kind = findKind(record);
  if (!kind) return undefined;
  return {
    when: record.eventTime,
    who: record.userIdentity.arn ?? record.userIdentity.type,
    kind,
    action: record.eventName,
    target: JSON.stringify(record.requestParameters ?? {}),
    eventId: record.eventID,
    ...(record.errorCode === undefined ? {} : { refused: record.errorCode }),
  };
}
