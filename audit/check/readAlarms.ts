import {
  type CloudWatchClient,
  GetAlarmMuteRuleCommand,
  type MetricAlarm,
  type MetricDataQuery,
  paginateDescribeAlarms,
  paginateListAlarmMuteRules,
} from '@aws-sdk/client-cloudwatch';
import { alarmNamePrefix, severities } from '../../contract/alarmNames';

/** Properties of alarms in Pulumi's names, by the alarm's name. */
export type Alarms = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** A mute rule of CloudWatch that is in effect or scheduled. */
export interface MuteRule {
  readonly name: string;
  readonly alarms: readonly string[];
  readonly expires?: Date;
}

/** Reads the metric alarms of a stack. */
export async function readAlarms(client: CloudWatchClient, stack: string): Promise<Alarms> {
  const alarms = new Map<string, Readonly<Record<string, unknown>>>();
  for (const severity of severities) {
    const pages = paginateDescribeAlarms({ client }, { AlarmNamePrefix: alarmNamePrefix({ severity, stack }) });
    for await (const { MetricAlarms = [] } of pages) {
      for (const alarm of MetricAlarms) alarms.set(alarm.AlarmName ?? '', alarmProperties(alarm));
    }
  }
  return alarms;
}

function alarmProperties(alarm: MetricAlarm): Readonly<Record<string, unknown>> {
  return {
    actionsEnabled: alarm.ActionsEnabled,
    alarmActions: alarm.AlarmActions,
    namespace: alarm.Namespace,
    metricName: alarm.MetricName,
    dimensions: dimensionsOf(alarm.Dimensions),
    statistic: alarm.Statistic,
    period: alarm.Period,
    evaluationPeriods: alarm.EvaluationPeriods,
    datapointsToAlarm: alarm.DatapointsToAlarm,
    comparisonOperator: alarm.ComparisonOperator,
    threshold: alarm.Threshold,
    treatMissingData: alarm.TreatMissingData,
    metricQueries: alarm.Metrics?.map(queryProperties),
  };
}

function queryProperties({ Id, Label, ReturnData, Expression, MetricStat }: MetricDataQuery) {
  const { Metric = {}, Stat, Period } = MetricStat ?? {};
  const metric = MetricStat && {
    namespace: Metric.Namespace,
    metricName: Metric.MetricName,
    dimensions: dimensionsOf(Metric.Dimensions),
    stat: Stat,
    period: Period,
  };
  return { id: Id, label: Label, returnData: ReturnData, expression: Expression, metric };
}

/** Dimensions by name. */
export function dimensionsOf(
  dimensions: readonly { Name?: string | undefined; Value?: string | undefined }[] = [],
): Readonly<Record<string, string>> {
  return Object.fromEntries(dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
}

/** Reads the mute rules of the region that are in effect or scheduled. */
export async function readMuteRules(client: CloudWatchClient): Promise<MuteRule[]> {
  const rules: MuteRule[] = [];
  const pages = paginateListAlarmMuteRules({ client }, { Statuses: ['ACTIVE', 'SCHEDULED'] });
  for await (const { AlarmMuteRuleSummaries = [] } of pages) {
    for (const { AlarmMuteRuleArn = '' } of AlarmMuteRuleSummaries) {
      const AlarmMuteRuleName = AlarmMuteRuleArn.split(':').at(-1);
      const {
        Name = '',
        MuteTargets,
        ExpireDate,
      } = await client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName }));
      rules.push({ name: Name, alarms: MuteTargets?.AlarmNames ?? [], expires: ExpireDate });
    }
  }
  return rules;
}
