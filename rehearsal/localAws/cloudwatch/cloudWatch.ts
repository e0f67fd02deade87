import { type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand } from '@aws-sdk/client-sns';
import { acceptParams, type Handlers } from '../protocol/handlers';
import type { MotoClients } from '../protocol/motoClients';
import { type Alarm, isReturned, type MetricAlarmDefinition } from './alarm';
import {
  type AlarmState,
  type Comparison,
  type Evaluation,
  evaluateAlarm,
  extraPeriods,
  type MissingData,
} from './alarmEvaluation';
import { parseMetricMath, type Series } from './alarmExpressions';
import { type AlarmTransition, alarmEventDetail, alarmNotice } from './alarmNotice';
import { AlarmRegistry } from './alarmRegistry';
import { MetricStore, type Statistic } from './metricStore';
import { MuteRules } from './muteRules';

interface CloudWatchOptions {
  readonly clients: MotoClients;
  readonly accountId: string;
  readonly region: string;
  readonly now: () => Date;
  readonly onTransition: (change: AlarmTransition) => void;
}

/** A datum of a request; its time is in epoch seconds. */
type WireDatum = Omit<MetricDatum, 'Timestamp'> & { readonly Timestamp?: number };

const actionsByState = {
  OK: 'OKActions',
  ALARM: 'AlarmActions',
  INSUFFICIENT_DATA: 'InsufficientDataActions',
} as const;

/** Metrics and alarms on the simulated clock. */
export class CloudWatch {
  private readonly store = new MetricStore();
  private readonly registry: AlarmRegistry;
  private readonly muteRules: MuteRules;
  readonly handlers: Handlers;

  constructor(private readonly options: CloudWatchOptions) {
    const { accountId, region, now } = options;
    this.registry = new AlarmRegistry({
      accountId,
      region,
      now,
      transition: (alarm, to, reason) => this.transition(alarm, to, reason),
    });
    this.muteRules = new MuteRules({ accountId, region, now });
    this.handlers = {
      ...this.registry.handlers,
      ...this.muteRules.handlers,
      'monitoring:PutMetricData': acceptParams<{ Namespace: string; MetricData: WireDatum[] }>(
        ['Namespace', 'MetricData'],
        ({ Namespace, MetricData }) => this.putMetricData(Namespace, MetricData.map(toMetricDatum)),
      ),
    };
  }

  /** Keeps data for the alarms and passes them to moto for GetMetricData. Data without a time get the simulated one. */
  async putMetricData(namespace: string, data: readonly MetricDatum[]): Promise<void> {
    const stamped = data.map((datum) => ({ ...datum, Timestamp: datum.Timestamp ?? this.options.now() }));
    for (const datum of stamped) this.store.put(namespace, datum, datum.Timestamp.getTime());
    await this.options.clients.cloudWatch.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: stamped }));
  }

  /** Evaluates every alarm once, and publishes each change of state. */
  async evaluate(): Promise<AlarmTransition[]> {
    const changes: (AlarmTransition | undefined)[] = [];
    for (const alarm of this.registry.all()) {
      const { state, reason } = evaluateMetricAlarm(alarm, this.store, this.options.now());
      changes.push(await this.transition(alarm, state, reason));
    }
    return changes.filter((change) => change !== undefined);
  }

  /** Changes the state and takes the actions; undefined when the alarm is in that state already. */
  private async transition(alarm: Alarm, to: AlarmState, reason: string): Promise<AlarmTransition | undefined> {
    if (alarm.state === to) return undefined;
    const topics = alarm.definition[actionsByState[to]] ?? [];
    const at = this.options.now();
    const acts = alarm.actionsEnabled && !this.muteRules.mutes(alarm.name);
    const change: AlarmTransition = {
      alarm: alarm.name,
      arn: alarm.arn,
      from: alarm.state,
      to,
      reason,
      at,
      notified: acts ? topics : [],
      muted: !acts && topics.length > 0,
    };
    Object.assign(alarm, { state: to, reason, stateSince: at });
    await this.publish(alarm, change);
    this.options.onTransition(change);
    return change;
  }

  /** Sends the change to the alarm's topics and to EventBridge. */
  private async publish(alarm: Alarm, change: AlarmTransition): Promise<void> {
    const { clients, accountId, region } = this.options;
    const { subject, message } = alarmNotice(alarm, change, { accountId, region });
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
    await clients.eventBridgeOf(region).send(new PutEventsCommand({ Entries: [event] }));
  }
}

function toMetricDatum({ Timestamp, ...datum }: WireDatum): MetricDatum {
  return { ...datum, Timestamp: Timestamp === undefined ? undefined : new Date(Timestamp * 1000) };
}

function evaluateMetricAlarm({ definition, state }: Alarm, store: MetricStore, now: Date): Evaluation {
  const { EvaluationPeriods: evaluationPeriods = 1 } = definition;
  const rule = {
    evaluationPeriods,
    datapointsToAlarm: definition.DatapointsToAlarm ?? evaluationPeriods,
    threshold: definition.Threshold ?? 0,
    comparison: definition.ComparisonOperator as Comparison,
    missingData: (definition.TreatMissingData ?? 'missing') as MissingData,
  };
  const range = { count: evaluationPeriods + extraPeriods, end: now.getTime() };
  return evaluateAlarm(rule, readAlarmValues(definition, store, range), state);
}

/** The values that an alarm compares with its threshold, oldest first. */
function readAlarmValues(
  definition: MetricAlarmDefinition,
  store: MetricStore,
  range: { readonly count: number; readonly end: number },
): Series {
  const { Metrics: queries = [] } = definition;
  if (queries.length === 0) {
    const {
      Namespace: namespace = '',
      MetricName: name = '',
      Dimensions: dimensions = [],
      Statistic,
      Period,
    } = definition;
    return store.series({ namespace, name, dimensions }, Statistic as Statistic, { ...range, seconds: Period ?? 60 });
  }
  const series = new Map<string, Series>();
  for (const { Id = '', MetricStat } of queries) {
    if (!MetricStat) continue;
    const { Metric, Stat, Period = 60 } = MetricStat;
    const { Namespace: namespace = '', MetricName: name = '', Dimensions: dimensions = [] } = Metric ?? {};
    series.set(Id, store.series({ namespace, name, dimensions }, Stat as Statistic, { ...range, seconds: Period }));
  }
  const { Id = '', Expression } = queries.find(isReturned) ?? {};
  if (Expression === undefined) return series.get(Id) ?? [];
  const seconds = queries.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period ?? 60;
  const periodStarts = Array.from({ length: range.count }, (_, i) => range.end / 1000 - (range.count - i) * seconds);
  return parseMetricMath(Expression).evaluate(series, periodStarts);
}
