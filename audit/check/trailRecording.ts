import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { auditKinds, recordedPrefixes } from '../../contract/auditEvents';
import { objectDeletions } from '../../contract/storeDependencies';

/** A call that a trail may record, by the fields that its selectors name. */
type TrailEvent = Readonly<Record<string, string>>;

/** What a trail records: event selectors of either kind. */
export interface Recording {
  readonly basic: readonly EventSelector[];
  readonly advanced: readonly AdvancedEventSelector[];
}

/** Services whose management calls can silence the monitoring, and the first such call of each. */
const managementCalls = Object.values(auditKinds)
  .flat()
  .flatMap(([source, names]) => names.map((name) => ({ source, name })))
  .filter(({ name }) => !/Objects?(Tagging|Acl|Retention|Version)?$/.test(name));

/** Services of which some management calls are not recorded. */
export function unrecordedServices(recording: Recording): string[] {
  const missing = managementCalls.filter(
    ({ source, name }) =>
      !isRecorded(recording, { eventCategory: 'Management', eventSource: source, eventName: name, readOnly: 'false' }),
  );
  return [...new Set(missing.map(({ source }) => source))].sort();
}

/** Whether the object calls on a store that count as evidence are recorded. */
export function recordsStore(recording: Recording, bucketArn: string): boolean {
  const event = (eventName: string, key: string) => ({
    eventCategory: 'Data',
    eventSource: 's3.amazonaws.com',
    'resources.type': 'AWS::S3::Object',
    'resources.ARN': `${bucketArn}/${key}`,
    eventName,
    readOnly: 'false',
  });
  const needed = [
    ...recordedPrefixes.map((prefix) => event('PutObject', prefix)),
    ...objectDeletions.map((name) => event(name, 'captures/')),
  ];
  return needed.every((call) => isRecorded(recording, call));
}

function isRecorded({ basic, advanced }: Recording, event: TrailEvent): boolean {
  return (
    advanced.some(({ FieldSelectors = [] }) => FieldSelectors.every((selector) => fits(selector, event))) ||
    basic.some((selector) => fitsBasic(selector, event))
  );
}

/** CloudTrail's operators, each of which holds if one of its values fits; a negated one if none does. */
const operators = {
  Equals: (text, value) => text === value,
  StartsWith: (text, value) => text.startsWith(value),
  EndsWith: (text, value) => text.endsWith(value),
} as const satisfies Record<string, (text: string, value: string) => boolean>;

/** Whether an event has a field's values. An event without the field fits negated operators only. */
function fits(selector: AdvancedFieldSelector, event: TrailEvent): boolean {
  const text = event[selector.Field ?? ''];
  return (Object.keys(operators) as (keyof typeof operators)[]).every((name) => {
    const holds = (values: readonly string[]) =>
      text !== undefined && values.some((value) => operators[name](text, value));
    const [values, negated] = [selector[name], selector[`Not${name}`]];
    return (!values?.length || holds(values)) && (!negated?.length || !holds(negated));
  });
}

function fitsBasic(
  {
    ReadWriteType = 'All',
    IncludeManagementEvents = true,
    ExcludeManagementEventSources = [],
    DataResources = [],
  }: EventSelector,
  event: TrailEvent,
): boolean {
  if (ReadWriteType === 'ReadOnly') return false;
  if (event['eventCategory'] === 'Management') {
    return IncludeManagementEvents && !ExcludeManagementEventSources.includes(event['eventSource'] ?? '');
  }
  return DataResources.some(
    ({ Type, Values = [] }) =>
      Type === event['resources.type'] && Values.some((prefix) => event['resources.ARN']?.startsWith(prefix)),
  );
}
