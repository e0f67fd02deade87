import {
  type AdvancedEventSelector,
  type AdvancedFieldSelector,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import type { MotoClients } from '../protocol/motoClients';

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
  { arn, eventName, readOnly }: ObjectEvent,
): boolean {
  const eventFields: Readonly<Record<string, string>> = {
    eventCategory: 'Data',
    'resources.type': 'AWS::S3::Object',
    'resources.ARN': arn,
    eventName,
    readOnly: String(readOnly),
  };
  return FieldSelectors.every((field) => {
    const value = eventFields[field.Field ?? ''];
    if (value === undefined) throw new Error(`unsupported field '${field.Field}' in a selector of a trail`);
    return matchesField(field, value);
  });
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
      const selectors = await cloudTrail.send(new GetEventSelectorsCommand({ TrailName: trail.TrailARN }));
      return {
        name: trail.Name ?? '',
        bucket: trail.S3BucketName ?? '',
        keyPrefix: trail.S3KeyPrefix ? `${trail.S3KeyPrefix}/` : '',
        logGroup: trail.CloudWatchLogsLogGroupArn?.split(':log-group:')[1]?.replace(/:\*$/, ''),
        selectsObject: (event) =>
          (selectors.EventSelectors ?? []).some((selector) => matchesBasicSelector(selector, event)) ||
          (selectors.AdvancedEventSelectors ?? []).some((selector) => matchesAdvancedSelector(selector, event)),
      };
    }),
  );
  return trails.filter((trail) => trail !== undefined);
}
