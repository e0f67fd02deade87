import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import type { Alarm, MetricAlarmDefinition } from './alarm';
import type { AlarmState } from './alarmEvaluation';

/** A change of an alarm's state, and who was notified of it. */
export interface AlarmTransition {
  readonly alarm: string;
  readonly arn: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
  readonly at: Date;
  /** ARNs of the topics that got a message; empty when the alarm's actions are disabled. */
  readonly notified: readonly string[];
  /** Whether the alarm has actions for this state that were not taken because its actions are disabled. */
  readonly muted: boolean;
}

/** Names of regions in CloudWatch's messages; any other region appears by its code. */
const regionNames: Readonly<Record<string, string>> = {
  'eu-west-1': 'EU (Ireland)',
  'eu-central-1': 'EU (Frankfurt)',
  'us-east-1': 'US East (N. Virginia)',
  'us-west-2': 'US West (Oregon)',
};

function describeDimensions(dimensions: MetricAlarmDefinition['Dimensions'] = []): unknown {
  return dimensions.map(({ Name, Value }) => ({ value: Value, name: Name }));
}

function describeMetricStat({ Metric, Period, Stat }: MetricStat): unknown {
  const { Dimensions, MetricName, Namespace } = Metric ?? {};
  return { Metric: { Dimensions: describeDimensions(Dimensions), MetricName, Namespace }, Period, Stat };
}

function describeQuery({ Id, Label, Expression, MetricStat, ReturnData = true }: MetricDataQuery): unknown {
  return { Expression, Id, Label, MetricStat: MetricStat && describeMetricStat(MetricStat), ReturnData };
}

function describeTrigger(definition: MetricAlarmDefinition): Record<string, unknown> {
  const { EvaluationPeriods, DatapointsToAlarm, ComparisonOperator, Threshold, TreatMissingData } = definition;
  const evaluation = {
    Period: definition.Period ?? definition.Metrics?.find((m) => m.MetricStat)?.MetricStat?.Period,
    EvaluationPeriods,
    DatapointsToAlarm: DatapointsToAlarm ?? EvaluationPeriods,
    ComparisonOperator,
    Threshold,
    TreatMissingData: TreatMissingData ?? 'missing',
    EvaluateLowSampleCountPercentile: '',
  };
  if (definition.Metrics?.length) return { ...evaluation, Metrics: definition.Metrics.map(describeQuery) };
  return {
    MetricName: definition.MetricName,
    Namespace: definition.Namespace,
    StatisticType: 'Statistic',
    Statistic: definition.Statistic?.toUpperCase(),
    Unit: null,
    Dimensions: describeDimensions(definition.Dimensions),
    ...evaluation,
  };
}

export interface NoticeContext {
  readonly accountId: string;
  readonly region: string;
}

const isoWithOffset = (at: Date): string => at.toISOString().replace('Z', '+0000');

/** Subject and JSON body of the message that CloudWatch publishes to a topic. */
export function alarmNotice(
  alarm: Alarm,
  change: AlarmTransition,
  context: NoticeContext,
): { subject: string; message: string } {
  const region = regionNames[context.region] ?? context.region;
  const { definition } = alarm;
  const body = {
    AlarmName: alarm.name,
    AlarmDescription: definition.AlarmDescription ?? null,
    AWSAccountId: context.accountId,
    AlarmConfigurationUpdatedTimestamp: isoWithOffset(alarm.configuredAt),
    NewStateValue: change.to,
    NewStateReason: change.reason,
    StateChangeTime: isoWithOffset(change.at),
    Region: region,
    AlarmArn: alarm.arn,
    OldStateValue: change.from,
    OKActions: definition.OKActions ?? [],
    AlarmActions: definition.AlarmActions ?? [],
    InsufficientDataActions: definition.InsufficientDataActions ?? [],
    Trigger: describeTrigger(definition),
  };
  // SNS allows a subject of 100 characters.
  return { subject: `${change.to}: "${alarm.name}" in ${region}`.slice(0, 100), message: JSON.stringify(body) };
}

/** Detail of EventBridge's "CloudWatch Alarm State Change". */
export function alarmEventDetail(alarm: Alarm, change: AlarmTransition): Record<string, unknown> {
  const timestamp = isoWithOffset(change.at);
  return {
    alarmName: alarm.name,
    state: { value: change.to, reason: change.reason, timestamp },
    previousState: { value: change.from, timestamp },
    configuration: { description: alarm.definition.AlarmDescription ?? '' },
  };
}
