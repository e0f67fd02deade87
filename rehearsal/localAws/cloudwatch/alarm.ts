import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../protocol/awsError';
import { comparisons, extraPeriods, missingDataTreatments } from './alarmEvaluation';
import { type AlarmState, parseCompositeRule } from './compositeRule';
import { parseMetricMath } from './metricMath';
import { statistics } from './metricStore';

/** An alarm's definition: what PutMetricAlarm or PutCompositeAlarm named, without the tags. */
export type MetricAlarmDefinition = Omit<
  MetricAlarm,
  'AlarmArn' | `State${string}` | 'AlarmConfigurationUpdatedTimestamp'
>;
export type CompositeAlarmDefinition = Pick<
  CompositeAlarm,
  | 'AlarmName'
  | 'AlarmDescription'
  | 'AlarmRule'
  | 'ActionsEnabled'
  | 'OKActions'
  | 'AlarmActions'
  | 'InsufficientDataActions'
>;

interface AlarmStanding {
  readonly name: string;
  readonly arn: string;
  actionsEnabled: boolean;
  state: AlarmState;
  reason: string;
  stateSince: Date;
  readonly configuredAt: Date;
  readonly tags: Map<string, string>;
}

/** An alarm, its definition and where it stands. */
export type Alarm = AlarmStanding &
  (
    | { readonly kind: 'metric'; readonly definition: MetricAlarmDefinition }
    | { readonly kind: 'composite'; readonly definition: CompositeAlarmDefinition }
  );

function refuse(text: string): never {
  throw new AwsError('ValidationError', text);
}

function known(what: string, value: string | undefined, allowed: readonly string[]): void {
  if (value === undefined || !allowed.includes(value)) {
    refuse(`${what} '${value ?? ''}' cannot be evaluated here; known are ${allowed.join(', ')}`);
  }
}

/** CloudWatch's limit of metrics in one alarm. */
const maxMetrics = 10;

function checkMetrics(definition: MetricAlarmDefinition): void {
  const metrics = definition.Metrics ?? [];
  const stats = metrics.filter((m) => m.MetricStat);
  if (stats.length > maxMetrics)
    refuse(`an alarm can have at most ${maxMetrics} metrics; '${definition.AlarmName}' has ${stats.length}`);
  const returned = metrics.filter((m) => m.ReturnData ?? true);
  if (returned.length !== 1)
    refuse(`exactly one of Metrics must have ReturnData true; '${definition.AlarmName}' has ${returned.length}`);
  const ids = new Set(metrics.map((m) => m.Id ?? ''));
  for (const metric of metrics) {
    if (metric.MetricStat) known('Stat', metric.MetricStat.Stat, Object.keys(statistics));
    else {
      const expression = readOr(() => parseMetricMath(metric.Expression ?? ''));
      for (const id of expression.ids)
        if (!ids.has(id)) refuse(`expression '${metric.Expression}' refers to '${id}', which is no id of this alarm`);
    }
  }
}

function readOr<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    return refuse((error as Error).message);
  }
}

/** Throws a ValidationError for a definition that AWS would refuse or that cannot be evaluated here. */
export function checkMetricAlarm(definition: MetricAlarmDefinition): void {
  if (!definition.AlarmName) refuse('AlarmName must be given');
  known('ComparisonOperator', definition.ComparisonOperator, Object.keys(comparisons));
  known('TreatMissingData', definition.TreatMissingData ?? 'missing', missingDataTreatments);
  const periods = definition.EvaluationPeriods ?? 0;
  if (periods < 1) refuse('EvaluationPeriods must be at least 1');
  if ((definition.DatapointsToAlarm ?? periods) > periods)
    refuse('DatapointsToAlarm must not exceed EvaluationPeriods');
  if (definition.Threshold === undefined) refuse('Threshold must be given');
  if (definition.Metrics?.length) checkMetrics(definition);
  else checkSingleMetric(definition);
}

function checkSingleMetric(definition: MetricAlarmDefinition): void {
  if (!definition.MetricName || !definition.Namespace) refuse('MetricName and Namespace, or Metrics, must be given');
  known('Statistic', definition.Statistic, Object.keys(statistics));
  if (!definition.Period) refuse('Period must be given');
}

/** Throws a ValidationError for a rule that cannot be read or names an alarm that does not exist. */
export function checkCompositeAlarm(
  definition: CompositeAlarmDefinition,
  find: (alarm: string) => Alarm | undefined,
): void {
  if (!definition.AlarmName) refuse('AlarmName must be given');
  const rule = readOr(() => parseCompositeRule(definition.AlarmRule ?? ''));
  const missing = rule.alarms.filter((alarm) => !find(alarm));
  if (missing.length > 0) refuse(`AlarmRule refers to alarms that do not exist: ${missing.join(', ')}`);
}

/** Periods that an evaluation of the alarm looks at, and their length in seconds. */
export function evaluationRange(definition: MetricAlarmDefinition): { count: number; seconds: number } {
  const first = definition.Metrics?.find((m) => m.MetricStat)?.MetricStat?.Period;
  return { count: (definition.EvaluationPeriods ?? 1) + extraPeriods, seconds: definition.Period ?? first ?? 60 };
}

const seconds = (at: Date): number => at.getTime() / 1000;

/** The alarm as DescribeAlarms answers it. */
export function describeAlarm(alarm: Alarm): Record<string, unknown> {
  const { definition, name, arn, actionsEnabled, state, reason, stateSince, configuredAt } = alarm;
  return {
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    ...(alarm.kind === 'metric' && !alarm.definition.Metrics?.length ? { Dimensions: [] } : {}),
    ...definition,
    AlarmName: name,
    AlarmArn: arn,
    ActionsEnabled: actionsEnabled,
    AlarmConfigurationUpdatedTimestamp: seconds(configuredAt),
    StateValue: state,
    StateReason: reason,
    StateUpdatedTimestamp: seconds(stateSince),
    StateTransitionedTimestamp: seconds(stateSince),
  };
}
