import {
  type AdvancedEventSelector,
  type AdvancedFieldSelector,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import type { MotoClients } from '../protocol/motoClients';

/** A management call. */
interface ManagementEvent {
  /** As in `eventSource` of a record. */
  readonly eventSource: string;
  readonly eventName: string;
  readonly readOnly: boolean;
}

/** A call on an object. */
interface ObjectEvent {
  /** ARN of the object, or of its bucket with a slash behind it. */
  readonly arn: string;
  readonly eventName: string;
  readonly readOnly: boolean;
}

/** A trail that is logging, and which calls on S3 objects it selects. */
export interface LoggingTrail {
  readonly name: string;
  readonly bucket: string;
  readonly keyPrefix: string;
  /** Name of the log group that it also writes to. */
  readonly logGroup?: string;
  readonly homeRegion: string;
  /** Whether it has log file validation, which writes digests. */
  readonly validated: boolean;
  /** Whether the trail records a management event. */
  selectsManagement(event: ManagementEvent): boolean;
  /** Whether the trail records a data event on the object. */
  selectsObject(event: ObjectEvent): boolean;
}

function matchesField(field: AdvancedFieldSelector, value: string): boolean {
  const positive = [
    field.Equals?.includes(value),
    field.StartsWith?.some((prefix) => value.startsWith(prefix)),
    field.EndsWith?.some((suffix) => value.endsWith(suffix)),
  ].filter((result) => result !== undefined);
  const negative = [
    field.NotEquals?.includes(value),
    field.NotStartsWith?.some((prefix) => value.startsWith(prefix)),
    field.NotEndsWith?.some((suffix) => value.endsWith(suffix)),
  ];
  return (positive.length === 0 || positive.some(Boolean)) && !negative.some(Boolean);
}

function matchesAdvancedSelector(
  { FieldSelectors = [] }: AdvancedEventSelector,
  eventFields: Readonly<Record<string, string | undefined>>,
): boolean {
  return FieldSelectors.every((field) => {
    const name = field.Field ?? '';
    if (!Object.hasOwn(eventFields, name)) throw new Error(`unsupported field '${name}' in a selector of a trail`);
    const value = eventFields[name];
    return value !== undefined && matchesField(field, value);
  });
}

function objectFields({ arn, eventName, readOnly }: ObjectEvent) {
  return {
    eventCategory: 'Data',
    'resources.type': 'AWS::S3::Object',
    'resources.ARN': arn,
    eventName,
    eventSource: 's3.amazonaws.com',
    readOnly: String(readOnly),
  };
}

function managementFields({ eventSource, eventName, readOnly }: ManagementEvent) {
  return {
    eventCategory: 'Management',
    'resources.type': undefined,
    'resources.ARN': undefined,
    eventName,
    eventSource,
    readOnly: String(readOnly),
  };
}

/** Management calls that basic selectors record: all, without those of the sources that one leaves out. */
function matchesBasicManagement(
  { IncludeManagementEvents = true, ExcludeManagementEventSources = [], ReadWriteType = 'All' }: EventSelector,
  { eventSource, readOnly }: ManagementEvent,
): boolean {
  return (
    IncludeManagementEvents &&
    ReadWriteType !== (readOnly ? 'WriteOnly' : 'ReadOnly') &&
    !ExcludeManagementEventSources.includes(eventSource)
  );
}

function matchesBasicSelector(
  { DataResources = [], ReadWriteType = 'All' }: EventSelector,
  { arn, readOnly }: ObjectEvent,
): boolean {
  if (ReadWriteType === (readOnly ? 'WriteOnly' : 'ReadOnly')) return false;
  return DataResources.some((r) => r.Type === 'AWS::S3::Object' && r.Values?.some((prefix) => arn.startsWith(prefix)));
}

/** Fetches the trails that are logging from moto. */
export async function fetchLoggingTrails({ cloudTrail }: MotoClients): Promise<LoggingTrail[]> {
  const { trailList = [] } = await cloudTrail.send(new DescribeTrailsCommand({}));
  const trails = await Promise.all(
    trailList.map(async (trail): Promise<LoggingTrail | undefined> => {
      const { IsLogging } = await cloudTrail.send(new GetTrailStatusCommand({ Name: trail.TrailARN }));
      if (!IsLogging) return undefined;
      const { EventSelectors = [], AdvancedEventSelectors = [] } = await cloudTrail.send(
        new GetEventSelectorsCommand({ TrailName: trail.TrailARN }),
      );
      const hasSelectors = EventSelectors.length + AdvancedEventSelectors.length > 0;
      return {
        name: trail.Name ?? '',
        bucket: trail.S3BucketName ?? '',
        keyPrefix: trail.S3KeyPrefix ? `${trail.S3KeyPrefix}/` : '',
        logGroup: trail.CloudWatchLogsLogGroupArn?.split(':log-group:')[1]?.replace(/:\*$/, ''),
        homeRegion: trail.HomeRegion ?? '',
        validated: trail.LogFileValidationEnabled === true,
        selectsManagement: (event) =>
          !hasSelectors ||
          EventSelectors.some((selector) => matchesBasicManagement(selector, event)) ||
          AdvancedEventSelectors.some((selector) => matchesAdvancedSelector(selector, managementFields(event))),
        selectsObject: (event) =>
          EventSelectors.some((selector) => matchesBasicSelector(selector, event)) ||
          AdvancedEventSelectors.some((selector) => matchesAdvancedSelector(selector, objectFields(event))),
      };
    }),
  );
  return trails.filter((trail) => trail !== undefined);
}
