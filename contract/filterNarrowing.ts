import { roleComponents, type WatchedStack } from './auditRules';
import type { Dependency } from './dependency';
import { composeBusName, composeDashboardName, composeTrailName } from './resourceNames';

/** Resources of a stack, as calls name them. */
export interface NamedStack extends WatchedStack {
  /** Ids of the stack's keys. */
  readonly keys: readonly string[];
  /** Names of the monitored endpoints. */
  readonly endpoints: readonly string[];
  /** Names of the other resources by Pulumi type; of event source mappings, ids. */
  readonly names: Readonly<Record<string, readonly string[]>>;
}

/** A condition on records, in the syntax of filter patterns. */
export type Condition = string;

export const equals = (field: string, value: string): Condition => `($.${field}="${value}")`;
const parameter = (path: string, value: string) => equals(`requestParameters.${path}`, value);
const missing = (path: string): Condition => `($.requestParameters.${path} NOT EXISTS)`;
export const any = (conditions: readonly Condition[]): Condition =>
  conditions.length === 1 ? (conditions[0] ?? '') : `(${conditions.join('||')})`;
export const all = (conditions: readonly Condition[]): Condition => `(${conditions.join('&&')})`;

/** Conditions on parameters that have a name in some form: `*` stands for it, or for a part of it before or behind `*`. */
function parameters(
  paths: readonly string[],
  names: readonly string[] = [],
  form = (name: string) => name,
): Condition[] {
  return names.flatMap((name) => paths.map((path) => parameter(path, form(name))));
}

const atEnd = (name: string) => `*${name}`;
const inside = (name: string) => `*${name}*`;

/** Resources of a stack by service, as parameters name them. */
const narrowing: Readonly<Record<string, (stack: NamedStack) => Condition[]>> = {
  // Calls on the whole account name no bucket.
  's3.amazonaws.com': ({ buckets }) => [...parameters(['bucketName'], buckets), missing('bucketName')],
  'monitoring.amazonaws.com': ({ stack }) => [
    ...['alarmName', 'alarmNames[0]', 'muteTargets.alarmNames[0]'].map((path) => parameter(path, `*.${stack}.*`)),
    ...['dashboardName', 'dashboardNames[0]'].flatMap((path) => [
      parameter(path, composeDashboardName(stack)),
      // Further pages ("composePageName").
      parameter(path, `${composeDashboardName(stack)}--*`),
    ]),
    parameter('alarmMuteRuleName', '*'),
  ],
  'sqs.amazonaws.com': ({ names }) => parameters(['queueUrl', 'sourceArn'], names['aws:sqs/queue:Queue'], atEnd),
  'lambda.amazonaws.com': ({ names }) => [
    // A name, or an ARN that may have a version at its end.
    ...parameters(['functionName'], names['aws:lambda/function:Function'], inside),
    ...parameters(['uUID', 'uuid'], names['aws:lambda/eventSourceMapping:EventSourceMapping']),
  ],
  'iam.amazonaws.com': ({ names }) => parameters(['roleName'], names['aws:iam/role:Role']),
  'kms.amazonaws.com': ({ keys }) => parameters(['keyId'], keys, atEnd),
  'sns.amazonaws.com': ({ names }) => [
    ...parameters(['topicArn', 'resourceArn'], names['aws:sns/topic:Topic'], atEnd),
    ...parameters(['subscriptionArn'], names['aws:sns/topic:Topic'], (name) => `*:${name}:*`),
  ],
  'dynamodb.amazonaws.com': ({ names }) =>
    parameters(['tableName', 'resourceArn'], names['aws:dynamodb/table:Table'], atEnd),
  'events.amazonaws.com': ({ stack, names }) => [
    ...parameters(['name', 'rule'], names['aws:cloudwatch/eventRule:EventRule']),
    ...parameters(['name', 'eventBusName'], [composeBusName(stack)]),
    ...parameters(
      ['name'],
      [
        'aws:cloudwatch/eventConnection:EventConnection',
        'aws:cloudwatch/eventApiDestination:EventApiDestination',
      ].flatMap((type) => names[type] ?? []),
    ),
  ],
  'logs.amazonaws.com': ({ names }) => [
    ...parameters(
      ['logGroupName'],
      [...(names['aws:cloudwatch/logGroup:LogGroup'] ?? []), '/aws/sagemaker/ProcessingJobs'],
    ),
    ...parameters(['logGroupIdentifier', 'resourceIdentifier'], names['aws:cloudwatch/logGroup:LogGroup'], inside),
    // Policies of the account name no log group.
    all([missing('logGroupName'), missing('logGroupIdentifier'), missing('resourceIdentifier')]),
  ],
  'scheduler.amazonaws.com': ({ names }) => [
    ...parameters(['groupName', 'name'], names['aws:scheduler/scheduleGroup:ScheduleGroup']),
    ...parameters(['name'], names['aws:scheduler/schedule:Schedule']),
  ],
  'sagemaker.amazonaws.com': ({ endpoints, names }) => [
    ...parameters(['endpointName'], endpoints),
    ...parameters(['monitoringScheduleName'], names['aws:sagemaker/monitoringSchedule:MonitoringSchedule']),
    ...parameters(['jobDefinitionName'], names['aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition']),
  ],
  'cloudtrail.amazonaws.com': ({ stack }) => parameters(['name', 'trailName'], [composeTrailName(stack)], atEnd),
};

/** Conditions of which one holds for a call on the stack's resources; none for a service without resources of the stack. */
export function narrowTo(source: string, stack: NamedStack): Condition[] {
  return narrowing[source]?.(stack) ?? [];
}

/** The same, where the names of many endpoints' resources do not fit: roles by what their names begin with. */
export function narrowWidely(source: string, stack: NamedStack): Condition[] {
  if (source === 'sagemaker.amazonaws.com') return [];
  if (source !== 'iam.amazonaws.com') return narrowTo(source, stack);
  return roleComponents.map((component) => parameter('roleName', `${component}-*`));
}

/** Conditions on what the names of resources have that AWS names; a call without a name counts too. */
export function narrowByPart({ named, namePart = '' }: Dependency): Condition[] {
  return named.flatMap((path) => [parameter(path, inside(namePart)), missing(path)]);
}
