import { MetricAlarm, type MetricAlarmArgs } from '@pulumi/aws/cloudwatch';
import * as pulumi from '@pulumi/pulumi';
import { alarmName, type Severity } from '../contract/alarmNames';
import { observabilityMetrics, observabilityNamespace } from '../contract/metrics';
import { monitorDefaults } from '../contract/monitorDefaults';
import type { Sla } from '../contract/sla';
import {
  invalidAnalyzerScheduleText,
  nextRun,
  runMinutes,
  silenceHours,
  windowMinutes,
} from '../contract/windowSchedule';
import { missingHours } from './missingHours';

export interface MonitoringAlarmsArgs {
  /** Second part of every alarm's name, after the severity. */
  readonly stack: string;
  /** SNS topic that every alarm notifies when it begins and when it ends. */
  readonly topicArn: pulumi.Input<string>;
  /** By name of the SageMaker endpoint. */
  readonly endpoints: Readonly<Record<string, AlarmedEndpoint>>;
}

/** Settings of one endpoint's alarms. */
export interface AlarmedEndpoint {
  /** Severities of promises, freshness, owner and runbook. */
  readonly sla: Sla;
  /** Cron expression of the monitor, UTC. @default `cron(0 * ? * * *)` (every hour) */
  readonly schedule?: string;
  /** When the endpoint began to be monitored; silence counts from the first run that is due after it. ISO 8601. */
  readonly monitoredSince: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** The alarms of one endpoint. */
export interface EndpointAlarms {
  readonly names: readonly string[];
  readonly arns: pulumi.Output<string[]>;
}

/**
 * The alarms of each endpoint, at most three: broken critical promises, broken warning promises, and silence (no
 * report). It creates no metrics: the incident function publishes them from reports.
 *
 *     new MonitoringAlarms('alarms', { stack: 'prod', topicArn, endpoints: { churn: { sla, monitoredSince, tags } } });
 */
export class MonitoringAlarms extends pulumi.ComponentResource {
  readonly alarms: Readonly<Record<string, EndpointAlarms>>;

  constructor(name: string, args: MonitoringAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:MonitoringAlarms', name, {}, opts);
    const actions = { actionsEnabled: true, alarmActions: [args.topicArn], okActions: [args.topicArn] };
    this.alarms = Object.fromEntries(
      Object.entries(args.endpoints).map(([endpoint, settings]) => {
        const specs = alarmSpecs(endpoint, settings);
        const alarms = specs.map(({ what, severity, condition, text }) => {
          const alarm = { name: alarmName({ severity, stack: args.stack, endpoint, what }), tags: settings.tags };
          const alarmDescription = description(text, settings.sla);
          return {
            ...alarm,
            resource: new MetricAlarm(
              `${endpoint}-${severity}-${what}`,
              { ...actions, ...condition, ...alarm, alarmDescription },
              { parent: this, transformations: [omitUnsetProperties] },
            ),
          };
        });
        return [
          endpoint,
          {
            names: alarms.map((alarm) => alarm.name),
            arns: pulumi.all(alarms.map(({ resource }) => resource.arn)),
          },
        ];
      }),
    );
    this.registerOutputs({});
  }
}

/**
 * Pulumi's SDK makes an output of about 40 promises for each of an alarm's 24 properties, set or not. Only the ARN is read
 * of those that are not.
 */
const omitUnsetProperties: pulumi.ResourceTransformation = ({ props, opts }) => ({
  props: Object.fromEntries(Object.entries(props).filter(([key, value]) => value !== undefined || key === 'arn')),
  opts,
});

/** One metric alarm, without the arguments that all alarms share. */
interface AlarmSpec {
  /** Last part of the alarm's name. */
  readonly what: 'promises' | 'silence';
  readonly severity: Severity;
  /** What happened and what to do, one or two sentences. */
  readonly text: string;
  readonly condition: MetricAlarmArgs;
}

const hourSeconds = 3600;

function alarmSpecs(endpoint: string, settings: AlarmedEndpoint): AlarmSpec[] {
  const severities = Object.values(settings.sla.features).map(({ severity }) => severity);
  return [
    ...(severities.includes('critical') ? [promises(endpoint, settings, 'critical')] : []),
    promises(endpoint, settings, 'warning'),
    silence(endpoint, settings),
  ];
}

/** A period is a window, at most an hour, so that an alarm ends with the first window that keeps all promises. */
function promises(
  endpoint: string,
  { schedule = monitorDefaults.schedule }: AlarmedEndpoint,
  severity: 'critical' | 'warning',
): AlarmSpec {
  const period = Math.min(windowMinutes(schedule).shortest * 60, hourSeconds);
  return {
    what: 'promises',
    severity,
    text:
      `Endpoint ${endpoint} breaks at least one ${severity} promise of its data contract. The newest incident under ` +
      `incidents/${endpoint}/ names features and limits; summary.json beside the report has every feature's numbers.`,
    condition: {
      namespace: observabilityNamespace,
      metricName: observabilityMetrics.brokenPromises,
      dimensions: { Endpoint: endpoint, Severity: severity },
      statistic: 'Maximum',
      period,
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      // A run a few seconds late leaves a short period empty; until it has run, nothing is known to be well again.
      treatMissingData: period < hourSeconds ? 'ignore' : 'notBreaching',
    },
  };
}

/**
 * An hour without a report counts from the first run that is due. Reports show missing captures too: a run without captures
 * writes none.
 */
function silence(
  endpoint: string,
  { sla, schedule = monitorDefaults.schedule, monitoredSince }: AlarmedEndpoint,
): AlarmSpec {
  const runs = runMinutes(schedule);
  if (!runs) throw new pulumi.RunError(invalidAnalyzerScheduleText(schedule));
  const hours = silenceHours(schedule, sla.freshnessHours);
  const firstDue = pulumi.output(monitoredSince).apply((since) => nextRun(runs, new Date(since)).getTime() / 1000);
  return {
    what: 'silence',
    severity: 'critical',
    text:
      `Endpoint ${endpoint} has had no report for ${hours} h: no captures arrived, or no monitoring run succeeded. Nothing is being checked. ` +
      'Check its traffic, its DataCaptureConfig and the failure reason of the last execution of its schedule.',
    condition: {
      metricQueries: missingHours({
        id: 'silent',
        metricId: 'runs',
        label: 'Reports missing',
        metric: { metricName: observabilityMetrics.monitorRuns, dimensions: { Endpoint: endpoint } },
        since: firstDue,
      }),
      evaluationPeriods: hours,
      datapointsToAlarm: hours,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      treatMissingData: 'breaching',
    },
  };
}

/** Description with owner and runbook. */
function description(text: string, { owner, runbook }: Sla): string {
  return `${text} Owner: ${owner}. Runbook: ${runbook}`;
}
