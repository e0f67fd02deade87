import {
  type AdvancedEventSelector,
  type AdvancedFieldSelector,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import type { MotoClients } from '../protocol/motoClients';

/** A trail that logs, and what of S3's objects it asks for. */
export interface LoggingTrail {
  readonly name: string;
  readonly bucket: string;
  readonly keyPrefix: string;
  /** Whether a data event on an object is wanted. */
  wantsObject(arn: string, readOnly: boolean): boolean;
}

function fieldHolds(field: AdvancedFieldSelector, value: string): boolean {
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

function advancedWants({ FieldSelectors = [] }: AdvancedEventSelector, arn: string, readOnly: boolean): boolean {
  const facts: Readonly<Record<string, string>> = {
    eventCategory: 'Data',
    'resources.type': 'AWS::S3::Object',
    'resources.ARN': arn,
    readOnly: String(readOnly),
  };
  return FieldSelectors.every((field) => {
    const fact = facts[field.Field ?? ''];
    return fact === undefined || fieldHolds(field, fact);
  });
}

function basicWants(
  { DataResources = [], ReadWriteType = 'All' }: EventSelector,
  arn: string,
  readOnly: boolean,
): boolean {
  if (ReadWriteType === (readOnly ? 'WriteOnly' : 'ReadOnly')) return false;
  return DataResources.some((r) => r.Type === 'AWS::S3::Object' && r.Values?.some((prefix) => arn.startsWith(prefix)));
}

/** Asks moto for the trails that are logging. moto refuses selectors of a trail that has none: such a trail wants no objects. */
export async function loggingTrails({ cloudTrail }: MotoClients): Promise<LoggingTrail[]> {
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
        wantsObject: (arn, readOnly) =>
          (selectors.EventSelectors ?? []).some((selector) => basicWants(selector, arn, readOnly)) ||
          (selectors.AdvancedEventSelectors ?? []).some((selector) => advancedWants(selector, arn, readOnly)),
      };
    }),
  );
  return trails.filter((trail) => trail !== undefined);
}
