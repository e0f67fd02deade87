import { CompositeAlarm, MetricAlarm } from '@pulumi/aws/cloudwatch';
import * as pulumi from '@pulumi/pulumi';
import { alarmName } from '../contract/alarmNames';
import type { Sla } from '../contract/sla';
import { type AlarmSpec, alarmSpecs } from './alarmSpecs';

export interface MonitoringAlarmsArgs {
  /** First part of every alarm's name after the severity. */
  readonly stack: string;
  readonly endpoint: string;
  /** Name of the endpoint's monitoring schedule, a dimension of its metrics. */
  readonly monitoringSchedule: pulumi.Input<string>;
  /** The contract: which features are watched, how strictly, and the runbook. */
  readonly sla: Sla;
  /** When the monitor runs, in UTC. @default every hour, `cron(0 * ? * * *)` */
  readonly schedule?: string;
  /** Where every alarm says that it began and that it ended. */
  readonly topicArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The alarms of one endpoint: any violation, drift per feature of the SLA, completeness, the dead man's switches (no
 * run, no data), and one that sums them up. It creates no metrics: the monitor and the incident function publish them.
 *
 *     new MonitoringAlarms('churn-alarms', { stack: 'prod', endpoint: 'churn', monitoringSchedule, sla, topicArn, tags });
 */
export class MonitoringAlarms extends pulumi.ComponentResource {
  /** Of every alarm, the one that sums up last. */
  readonly alarmNames: readonly string[];
  readonly alarmArns: pulumi.Output<string[]>;

  constructor(name: string, args: MonitoringAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:MonitoringAlarms', name, {}, opts);
    const parent = { parent: this };
    const { stack, endpoint, tags } = args;
    const actions = { actionsEnabled: true, alarmActions: [args.topicArn], okActions: [args.topicArn], tags };

    const specs = alarmSpecs(args);
    const names = specs.map((spec) => alarmName({ ...spec, stack, endpoint }));
    if (names.length > mostAlarms || anyOf(names).length > longestRule) {
      throw new pulumi.ResourceError(tooManyAlarms(endpoint, names.length), this);
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
        alarmDescription: description(
          `Something is wrong with endpoint ${endpoint}. See which of its alarms ring.`,
          args,
        ),
        alarmRule: pulumi.all(alarms.map((alarm) => alarm.name)).apply(anyOf),
      },
      parent,
    );

    this.alarmNames = [...names, rollupName];
    this.alarmArns = pulumi.all([...alarms, rollup].map((alarm) => alarm.arn));
    this.registerOutputs({ alarmNames: this.alarmNames, alarmArns: this.alarmArns });
  }
}

/** A composite alarm's rule names at most 100 others, and a dashboard's widget shows at most 100, the composite included. */
const mostAlarms = 99;

/** Characters of a composite alarm's rule. */
const longestRule = 10_240;

function tooManyAlarms(endpoint: string, count: number): string {
  return (
    `the SLA of endpoint ${endpoint} asks for ${count} alarms, more than one composite alarm can sum up ` +
    `(${mostAlarms} names, ${longestRule} characters); name fewer features with a driftLimit`
  );
}

function metricAlarmArgs(spec: AlarmSpec, args: MonitoringAlarmsArgs) {
  return {
    ...spec.condition,
    alarmDescription: description(spec.text, args),
  };
}

/** Every alarm says where it is written what to do. */
function description(text: string, { sla }: MonitoringAlarmsArgs): string {
  return `${text} Owner: ${sla.owner}. Runbook: ${sla.runbook}`;
}

/** Composite rule that holds while any of the alarms rings. */
function anyOf(alarmNames: readonly string[]): string {
  return alarmNames.map((name) => `ALARM("${name}")`).join(' OR ');
}
