import { type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand } from '@aws-sdk/client-sns';
import type { MotoClients } from '../protocol/motoClients';
import type { Handlers } from '../protocol/router';
import { type Alarm, evaluationRange, type MetricAlarmDefinition } from './alarm';
import { AlarmBook } from './alarmBook';
import { type Comparison, type Evaluation, evaluateAlarm, type MissingData } from './alarmEvaluation';
import { type AlarmTransition, alarmEventDetail, alarmNotice } from './alarmNotice';
import { type AlarmState, parseCompositeRule } from './compositeRule';
import { parseMetricMath, type Series } from './metricMath';
import { MetricStore, type Statistic } from './metricStore';

export interface CloudWatchOptions {
  readonly clients: MotoClients;
  readonly accountId: string;
  readonly region: string;
  readonly now: () => Date;
  readonly onTransition: (change: AlarmTransition) => void;
}

/** A datum as it comes over the wire: its time is in epoch seconds. */
type WireDatum = Omit<MetricDatum, 'Timestamp'> & { readonly Timestamp?: number };

const actionsByState = {
  OK: 'OKActions',
  ALARM: 'AlarmActions',
  INSUFFICIENT_DATA: 'InsufficientDataActions',
} as const;

/** Metrics and alarms on the simulated clock. */
export class CloudWatch {
  private readonly store = new MetricStore();
  readonly book: AlarmBook;

  constructor(private readonly options: CloudWatchOptions) {
    const { accountId, region, now } = options;
    this.book = new AlarmBook({
      accountId,
      region,
      now,
      transition: (alarm, to, reason) => this.transition(alarm, to, reason),
    });
  }

  get handlers(): Handlers {
    return {
      ...this.book.handlers,
      'monitoring:PutMetricData': async (params) => {
        const { Namespace, MetricData } = params as { Namespace: string; MetricData: WireDatum[] };
        const data = MetricData.map(({ Timestamp, ...rest }) => ({
          ...rest,
          ...(Timestamp === undefined ? {} : { Timestamp: new Date(Timestamp * 1000) }),
        }));
        await this.putMetricData(Namespace, data);
      },
    };
  }

  /** Keeps the data for the alarms, and hands them to moto for whoever reads metrics; now is the simulated instant. */
  async putMetricData(namespace: string, data: readonly MetricDatum[]): Promise<void> {
    const stamped = data.map((datum) => ({ ...datum, Timestamp: datum.Timestamp ?? this.options.now() }));
    for (const datum of stamped) this.store.put(namespace, datum, datum.Timestamp.getTime());
    await this.options.clients.cloudWatch.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: stamped }));
  }

  /** Evaluates every alarm once, metric alarms first, and tells the topics of what changed. */
  async evaluate(): Promise<AlarmTransition[]> {
    const changes: (AlarmTransition | undefined)[] = [];
    const alarms = this.book.all();
    for (const alarm of alarms) {
      if (alarm.kind !== 'metric') continue;
      const { state, reason } = this.evaluateMetric(alarm.definition, alarm.state);
      changes.push(await this.transition(alarm, state, reason));
    }
    const composites = alarms.filter((alarm) => alarm.kind === 'composite');
    // A composite of composites settles after as many rounds as there are composites.
    for (let round = 0; round < composites.length; round++) {
      let settled = true;
      for (const alarm of composites) {
        const rule = parseCompositeRule(alarm.definition.AlarmRule ?? '');
        const state = rule.holds((name) => this.book.find(name)?.state ?? 'INSUFFICIENT_DATA') ? 'ALARM' : 'OK';
        const change = await this.transition(
          alarm,
          state,
          compositeReason(alarm.arn, state, this.children(rule.alarms, state)),
        );
        changes.push(change);
        settled &&= change === undefined;
      }
      if (settled) break;
    }
    return changes.filter((change) => change !== undefined);
  }

  private children(names: readonly string[], state: AlarmState): Alarm[] {
    const alarms = names.map((name) => this.book.find(name)).filter((child) => child !== undefined);
    const alike = alarms.filter((child) => child.state === state);
    return alike.length > 0 ? alike : alarms;
  }

  private evaluateMetric(definition: MetricAlarmDefinition, previous: AlarmState): Evaluation {
    const rule = {
      evaluationPeriods: definition.EvaluationPeriods ?? 1,
      datapointsToAlarm: definition.DatapointsToAlarm ?? definition.EvaluationPeriods ?? 1,
      threshold: definition.Threshold ?? 0,
      comparison: definition.ComparisonOperator as Comparison,
      missingData: (definition.TreatMissingData ?? 'missing') as MissingData,
    };
    return evaluateAlarm(rule, this.valuesOf(definition), previous);
  }

  private valuesOf(definition: MetricAlarmDefinition): Series {
    const { count, seconds } = evaluationRange(definition);
    const end = this.options.now().getTime();
    if (!definition.Metrics?.length) {
      const metric = {
        namespace: definition.Namespace ?? '',
        name: definition.MetricName ?? '',
        dimensions: definition.Dimensions ?? [],
      };
      return this.store.series(metric, definition.Statistic as Statistic, { count, seconds, end });
    }
    const series = new Map<string, Series>();
    for (const { Id, MetricStat } of definition.Metrics) {
      if (!MetricStat) continue;
      const { Metric, Stat, Period } = MetricStat;
      const metric = {
        namespace: Metric?.Namespace ?? '',
        name: Metric?.MetricName ?? '',
        dimensions: Metric?.Dimensions ?? [],
      };
      series.set(Id ?? '', this.store.series(metric, Stat as Statistic, { count, seconds: Period ?? seconds, end }));
    }
    return expressions(definition, series, count);
  }

  /** Undefined when the alarm is in that state already. */
  private async transition(alarm: Alarm, to: AlarmState, reason: string): Promise<AlarmTransition | undefined> {
    if (alarm.state === to) return undefined;
    const topics = alarm.definition[actionsByState[to]] ?? [];
    const at = this.options.now();
    const change: AlarmTransition = {
      alarm: alarm.name,
      arn: alarm.arn,
      from: alarm.state,
      to,
      reason,
      at,
      notified: alarm.actionsEnabled ? topics : [],
      muted: !alarm.actionsEnabled && topics.length > 0,
    };
    Object.assign(alarm, { state: to, reason, stateSince: at });
    await this.announce(alarm, change);
    this.options.onTransition(change);
    return change;
  }

  private async announce(alarm: Alarm, change: AlarmTransition): Promise<void> {
    const { clients, accountId, region } = this.options;
    const names = alarm.kind === 'composite' ? parseCompositeRule(alarm.definition.AlarmRule ?? '').alarms : [];
    const children = this.children(names, change.to).map(({ arn, state, stateSince }) => ({
      arn,
      state,
      since: stateSince,
    }));
    const { subject, message } = alarmNotice(alarm, change, { accountId, region, children });
    for (const topic of change.notified) {
      await clients.sns.send(new PublishCommand({ TopicArn: topic, Subject: subject, Message: message }));
    }
    const event = {
      Source: 'aws.cloudwatch',
      DetailType: 'CloudWatch Alarm State Change',
      Detail: JSON.stringify(alarmEventDetail(alarm, change)),
      Resources: [alarm.arn],
      Time: change.at,
    };
    await clients.eventBridge.send(new PutEventsCommand({ Entries: [event] }));
  }
}

/** Works the expressions out, those that refer to others after them, and answers the series that the alarm watches. */
function expressions(definition: MetricAlarmDefinition, series: Map<string, Series>, count: number): Series {
  let open = (definition.Metrics ?? []).filter((m) => m.Expression !== undefined);
  while (open.length > 0) {
    const ready = open.filter((m) => parseMetricMath(m.Expression ?? '').ids.every((id) => series.has(id)));
    if (ready.length === 0)
      throw new Error(`the expressions of alarm '${definition.AlarmName}' refer to each other in a circle`);
    for (const { Id, Expression } of ready)
      series.set(Id ?? '', parseMetricMath(Expression ?? '').evaluate(series, count));
    open = open.filter((m) => !ready.includes(m));
  }
  const watched = definition.Metrics?.find((m) => m.ReturnData ?? true)?.Id;
  return series.get(watched ?? '') ?? [];
}

function compositeReason(arn: string, state: AlarmState, children: readonly Alarm[]): string {
  const list = children.map(
    (child) => `${child.arn} transitioned to ${child.state} at ${child.stateSince.toISOString()}`,
  );
  return `${arn} transitioned to ${state} because ${list.join(' and ') || 'its rule says so'}`;
}
