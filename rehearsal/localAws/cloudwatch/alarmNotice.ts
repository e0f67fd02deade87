import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import type { Alarm, MetricAlarmDefinition } from './alarm';
import type { AlarmState } from './compositeRule';

/** A change of an alarm's state, with what an action is told of it. */
export interface AlarmTransition {
  readonly alarm: string;
  readonly arn: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
  readonly at: Date;
  /** Topics that were told; empty when the alarm's actions are off. */
  readonly notified: readonly string[];
  /** Whether the alarm has actions for this state that were not taken because they are switched off. */
  readonly muted: boolean;
}

/** Names under which CloudWatch's messages speak of regions; any other goes by its code. */
const regionNames: Readonly<Record<string, string>> = {
  'eu-west-1': 'EU (Ireland)',
  'eu-central-1': 'EU (Frankfurt)',
  'us-east-1': 'US East (N. Virginia)',
  'us-west-2': 'US West (Oregon)',
};

const dimensionsOf = (dimensions: MetricAlarmDefinition['Dimensions']): unknown =>
  (dimensions ?? []).map(({ Name, Value }) => ({ value: Value, name: Name }));

function statOf({ Metric, Period, Stat }: MetricStat): unknown {
  const { Dimensions, MetricName, Namespace } = Metric ?? {};
  return { Metric: { Dimensions: dimensionsOf(Dimensions), MetricName, Namespace }, Period, Stat };
}

function queryOf({ Id, Label, Expression, MetricStat, ReturnData }: MetricDataQuery): unknown {
  return {
    ...(Expression === undefined ? {} : { Expression }),
    Id,
    ...(Label === undefined ? {} : { Label }),
    ...(MetricStat ? { MetricStat: statOf(MetricStat) } : {}),
    ReturnData: ReturnData ?? true,
  };
}

function triggerOf(definition: MetricAlarmDefinition): Record<string, unknown> {
  const { EvaluationPeriods, DatapointsToAlarm, ComparisonOperator, Threshold, TreatMissingData } = definition;
  const common = {
    Period: definition.Period ?? definition.Metrics?.find((m) => m.MetricStat)?.MetricStat?.Period,
    EvaluationPeriods,
    DatapointsToAlarm: DatapointsToAlarm ?? EvaluationPeriods,
    ComparisonOperator,
    Threshold,
    TreatMissingData: TreatMissingData ?? 'missing',
    EvaluateLowSampleCountPercentile: '',
  };
  if (definition.Metrics?.length) return { ...common, Metrics: definition.Metrics.map(queryOf) };
  return {
    MetricName: definition.MetricName,
    Namespace: definition.Namespace,
    StatisticType: 'Statistic',
    Statistic: definition.Statistic?.toUpperCase(),
    Unit: definition.Unit ?? null,
    Dimensions: dimensionsOf(definition.Dimensions),
    ...common,
  };
}

export interface NoticeContext {
  readonly accountId: string;
  readonly region: string;
  /** Children whose state made a composite change: ARN, state, since when. */
  readonly children: readonly { arn: string; state: AlarmState; since: Date }[];
}

const offsetTime = (at: Date): string => at.toISOString().replace('Z', '+0000');

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
    AlarmConfigurationUpdatedTimestamp: offsetTime(alarm.configuredAt),
    NewStateValue: change.to,
    NewStateReason: change.reason,
    StateChangeTime: offsetTime(change.at),
    Region: region,
    AlarmArn: alarm.arn,
    OldStateValue: change.from,
    OKActions: definition.OKActions ?? [],
    AlarmActions: definition.AlarmActions ?? [],
    InsufficientDataActions: definition.InsufficientDataActions ?? [],
    ...(alarm.kind === 'metric'
      ? { Trigger: triggerOf(alarm.definition) }
      : {
          AlarmRule: alarm.definition.AlarmRule,
          TriggeringChildren: context.children.map(({ arn, state, since }) => ({
            Arn: arn,
            State: { Value: state, Timestamp: offsetTime(since) },
          })),
        }),
  };
  // SNS allows 100 characters of subject.
  return { subject: `${change.to}: "${alarm.name}" in ${region}`.slice(0, 100), message: JSON.stringify(body) };
}

/** Detail of EventBridge's "CloudWatch Alarm State Change". */
export function alarmEventDetail(alarm: Alarm, change: AlarmTransition): Record<string, unknown> {
  const timestamp = offsetTime(change.at);
  return {
    alarmName: alarm.name,
    state: { value: change.to, reason: change.reason, timestamp },
    previousState: { value: change.from, timestamp },
    configuration: { description: alarm.definition.AlarmDescription ?? '' },
  };
}
