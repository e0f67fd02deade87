import type { MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../protocol/awsError';
import { checkKeys } from '../protocol/handlers';
import { type AlarmState, comparisons, missingDataTreatments } from './alarmEvaluation';
import { parseMetricMath } from './alarmExpressions';
import { statistics } from './metricStore';

/** Parameters of PutMetricAlarm that the gateway supports, besides Tags. */
export const metricAlarmKeys = [
  'AlarmName',
  'AlarmDescription',
  'ActionsEnabled',
  'OKActions',
  'AlarmActions',
  'InsufficientDataActions',
  'MetricName',
  'Namespace',
  'Statistic',
  'Dimensions',
  'Period',
  'Metrics',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'Threshold',
  'ComparisonOperator',
  'TreatMissingData',
] as const satisfies readonly (keyof MetricAlarm)[];

/** Definition of an alarm: the parameters of PutMetricAlarm without the tags. */
export type MetricAlarmDefinition = Pick<MetricAlarm, (typeof metricAlarmKeys)[number]>;

/** An alarm as CloudWatch keeps it. */
export interface Alarm {
  readonly name: string;
  readonly arn: string;
  readonly definition: MetricAlarmDefinition;
  actionsEnabled: boolean;
  state: AlarmState;
  reason: string;
  stateSince: Date;
  readonly configuredAt: Date;
  readonly tags: Map<string, string>;
}

function refuse(text: string): never {
  throw new AwsError('ValidationError', text);
}

function checkValue(name: string, value: string | undefined, supported: readonly string[]): void {
  if (value === undefined || !supported.includes(value)) {
    refuse(`unsupported ${name} '${value ?? ''}'; supported: ${supported.join(', ')}`);
  }
}

/** CloudWatch's limit of metrics in one alarm. */
const maxMetrics = 10;

/** Metrics are either one metric that is returned, or metrics and one expression over them that is returned. */
function checkMetrics({ AlarmName, Metrics = [] }: MetricAlarmDefinition): void {
  for (const query of Metrics) {
    checkKeys('Metrics', query, ['Id', 'Expression', 'Label', 'MetricStat', 'ReturnData']);
    if (query.MetricStat) checkKeys('MetricStat', query.MetricStat, ['Metric', 'Period', 'Stat']);
  }
  const metrics = Metrics.filter((query) => query.MetricStat);
  if (metrics.length > maxMetrics) {
    refuse(`an alarm can have at most ${maxMetrics} metrics; '${AlarmName}' has ${metrics.length}`);
  }
  for (const { MetricStat } of metrics) checkValue('Stat', MetricStat?.Stat, Object.keys(statistics));
  const returned = Metrics.filter(isReturned);
  if (returned.length !== 1) {
    refuse(`exactly one of Metrics must have ReturnData true; '${AlarmName}' has ${returned.length}`);
  }
  const expressions = Metrics.filter((query) => query.Expression !== undefined);
  if (expressions.some((query) => !isReturned(query))) {
    refuse(`unsupported Metrics of '${AlarmName}': an expression must be the one query with ReturnData true`);
  }
  for (const { Expression = '' } of expressions) {
    const ids = new Set(metrics.map(({ Id }) => Id ?? ''));
    const unknownId = refuseOnError(() => parseMetricMath(Expression)).ids.find((id) => !ids.has(id));
    if (unknownId !== undefined) {
      refuse(`expression '${Expression}' refers to '${unknownId}', which is not an id of a metric of this alarm`);
    }
  }
}

/** Whether a query's values are the alarm's: ReturnData is true by default. */
export function isReturned({ ReturnData = true }: MetricDataQuery): boolean {
  return ReturnData;
}

function refuseOnError<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    return refuse((error as Error).message);
  }
}

/** Throws a ValidationError for a definition that AWS would refuse or that cannot be evaluated here. */
export function checkMetricAlarm(definition: MetricAlarmDefinition): void {
  if (!definition.AlarmName) refuse('AlarmName is required');
  checkValue('ComparisonOperator', definition.ComparisonOperator, Object.keys(comparisons));
  checkValue('TreatMissingData', definition.TreatMissingData ?? 'missing', missingDataTreatments);
  const periods = definition.EvaluationPeriods ?? 0;
  if (periods < 1) refuse('EvaluationPeriods must be at least 1');
  if ((definition.DatapointsToAlarm ?? periods) > periods) {
    refuse('DatapointsToAlarm must not exceed EvaluationPeriods');
  }
  if (definition.Threshold === undefined) refuse('Threshold is required');
  if (definition.Metrics?.length) checkMetrics(definition);
  else checkSingleMetric(definition);
}

function checkSingleMetric(definition: MetricAlarmDefinition): void {
  if (!definition.MetricName || !definition.Namespace) refuse('MetricName and Namespace, or Metrics, are required');
  checkValue('Statistic', definition.Statistic, Object.keys(statistics));
  if (!definition.Period) refuse('Period is required');
}

const toSeconds = (at: Date): number => at.getTime() / 1000;

/** The alarm as DescribeAlarms returns it. */
export function describeAlarm(alarm: Alarm): Record<string, unknown> {
  const { definition, name, arn, actionsEnabled, state, reason, stateSince, configuredAt } = alarm;
  return {
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    ...(!definition.Metrics?.length && { Dimensions: [] }),
    ...definition,
    AlarmName: name,
    AlarmArn: arn,
    ActionsEnabled: actionsEnabled,
    AlarmConfigurationUpdatedTimestamp: toSeconds(configuredAt),
    StateValue: state,
    StateReason: reason,
    StateUpdatedTimestamp: toSeconds(stateSince),
    StateTransitionedTimestamp: toSeconds(stateSince),
  };
}
