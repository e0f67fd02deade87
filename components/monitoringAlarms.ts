import { CompositeAlarm, MetricAlarm } from '@pulumi/aws/cloudwatch';
import * as pulumi from '@pulumi/pulumi';
import { alarmName } from '../contract/alarmNames';
import type { Sla } from '../contract/sla';
import { type AlarmSpec, alarmSpecs } from './alarmSpecs';

export interface MonitoringAlarmsArgs {
  /** Second part of every alarm's name. */
  readonly stack: string;
  readonly endpoint: string;
  /** Name of the endpoint's monitoring schedule, a dimension of its metrics. */
  readonly monitoringSchedule: pulumi.Input<string>;
  /** Limits by feature, owner and runbook. */
  readonly sla: Sla;
  /** Cron expression of the monitor, UTC. @default `cron(0 * ? * * *)` (every hour) */
  readonly schedule?: string;
  /** Topic that every alarm notifies when it starts and ends. */
  readonly topicArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Alarms of one endpoint: violations, drift per feature of the SLA, completeness, silence (no run, no data), and a
 * composite of all. The monitor and the incident function publish their metrics.
 *
 *     new MonitoringAlarms('churn-alarms', { stack: 'prod', endpoint: 'churn', monitoringSchedule, sla, topicArn, tags });
 */
export class MonitoringAlarms extends pulumi.ComponentResource {
  /** Names of all alarms; the composite is the last. */
  readonly alarmNames: readonly string[];
  readonly alarmArns: pulumi.Output<string[]>;

  constructor(name: string, args: MonitoringAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:MonitoringAlarms', name, {}, opts);
    const parent = { parent: this };
    const { stack, endpoint, tags } = args;
    const actions = { actionsEnabled: true, alarmActions: [args.topicArn], okActions: [args.topicArn], tags };

    const specs = alarmSpecs(args);
    const names = specs.map((spec) => alarmName({ ...spec, stack, endpoint }));
    if (names.length > maxAlarms || composeAnyOf(names).length > maxRuleLength) {
      throw new pulumi.ResourceError(tooManyAlarmsText(endpoint, names.length), this);
    }
    const alarms = specs.map(
      (spec) =>
        new MetricAlarm(
          `${name}-${spec.what}`,
          { ...actions, ...metricAlarmArgs(spec, args), name: alarmName({ ...spec, stack, endpoint }) },
          parent,
        ),
    );
    const rollupName = alarmName({ severity: 'info', stack, endpoint, what: 'rollup' });
    const rollup = new CompositeAlarm(
      `${name}-rollup`,
      {
        ...actions,
        alarmName: rollupName,
        alarmDescription: describeAlarm(
          `Endpoint ${endpoint} has at least one active alarm. Check its individual alarms.`,
          args,
        ),
        alarmRule: pulumi.all(alarms.map((alarm) => alarm.name)).apply(composeAnyOf),
      },
      parent,
    );

    this.alarmNames = [...names, rollupName];
    this.alarmArns = pulumi.all([...alarms, rollup].map((alarm) => alarm.arn));
    this.registerOutputs({ alarmNames: this.alarmNames, alarmArns: this.alarmArns });
  }
}

/** A composite alarm has at most 100 members, and a dashboard widget shows at most 100 alarms, the composite included. */
const maxAlarms = 99;

/** CloudWatch's limit for the rule of a composite alarm, characters. */
const maxRuleLength = 10_240;

function tooManyAlarmsText(endpoint: string, count: number): string {
  return (
    `the SLA of endpoint ${endpoint} requires ${count} alarms; a composite alarm allows ` +
    `${maxAlarms} names and ${maxRuleLength} characters: set driftLimit on fewer features`
  );
}

function metricAlarmArgs(spec: AlarmSpec, args: MonitoringAlarmsArgs) {
  return {
    ...spec.condition,
    alarmDescription: describeAlarm(spec.text, args),
  };
}

/** Description with owner and runbook. */
function describeAlarm(text: string, { sla }: MonitoringAlarmsArgs): string {
  return `${text} Owner: ${sla.owner}. Runbook: ${sla.runbook}`;
}

/** Composite rule that is true while any of the alarms is active. */
function composeAnyOf(alarmNames: readonly string[]): string {
  return alarmNames.map((name) => `ALARM("${name}")`).join(' OR ');
}
