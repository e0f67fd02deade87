import type { MetricAlarmArgs } from '@pulumi/aws/cloudwatch';
import * as pulumi from '@pulumi/pulumi';
import type { Severity } from '../contract/alarmNames';
import {
  completenessMetric,
  dataMetricsNamespace,
  driftMetric,
  observabilityMetrics,
  observabilityNamespace,
} from '../contract/metrics';
import { monitorDefaults } from '../contract/monitorDefaults';
import { gapsBetweenRuns, invalidScheduleText, runHours } from '../contract/monitorSchedule';
import type { Sla } from '../contract/sla';

interface AlarmSpecsArgs {
  readonly endpoint: string;
  readonly monitoringSchedule: pulumi.Input<string>;
  readonly sla: Sla;
  readonly schedule?: string;
}

/** One metric alarm, without the arguments that all alarms share. */
export interface AlarmSpec {
  /** Last part of the alarm's name. */
  readonly what: string;
  readonly severity: Severity;
  /** What happened and what to do, one or two sentences. */
  readonly text: string;
  readonly condition: MetricAlarmArgs & Required<Pick<MetricAlarmArgs, 'treatMissingData'>>;
}

const hourSeconds = 3600;

/** CloudWatch's limit of metrics in one alarm. */
const metricsPerAlarm = 10;

/** The metric alarms of an endpoint's SLA, in the order of the documentation. */
export function alarmSpecs(args: AlarmSpecsArgs): AlarmSpec[] {
  return [
    specifyViolations(args),
    ...specifyDrift(args),
    ...specifyCompleteness(args),
    specifyNoRun(args),
    specifyNoData(args),
  ];
}

function specifyViolations({ endpoint }: AlarmSpecsArgs): AlarmSpec {
  return {
    what: 'violations',
    severity: 'warning',
    text: `The captures of endpoint ${endpoint} violate its baseline's constraints. Read the newest incident.`,
    condition: {
      namespace: observabilityNamespace,
      metricName: observabilityMetrics.violations,
      dimensions: { Endpoint: endpoint },
      statistic: 'Sum',
      period: hourSeconds,
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      treatMissingData: 'notBreaching',
    },
  };
}

function specifyDrift({ endpoint, monitoringSchedule, sla }: AlarmSpecsArgs): AlarmSpec[] {
  return Object.entries(sla.features).flatMap(([feature, { driftLimit, severity }]): AlarmSpec[] => {
    if (driftLimit === undefined) return [];
    return [
      {
        what: `drift.${feature}`,
        severity,
        text:
          `The drift of feature ${feature} of endpoint ${endpoint} from its baseline exceeds ${driftLimit}. ` +
          'Find out whether its source changed; retrain the model or approve a new baseline.',
        condition: {
          namespace: dataMetricsNamespace,
          metricName: driftMetric(feature),
          dimensions: { Endpoint: endpoint, MonitoringSchedule: monitoringSchedule },
          statistic: 'Maximum',
          period: hourSeconds,
          evaluationPeriods: 1,
          comparisonOperator: 'GreaterThanThreshold',
          threshold: driftLimit,
          treatMissingData: 'notBreaching',
        },
      },
    ];
  });
}

interface CompletenessLimit {
  readonly feature: string;
  readonly limit: number;
}

/** One alarm for up to ten features. Further alarms are named after their first feature, so that names are stable. */
function specifyCompleteness(args: AlarmSpecsArgs): AlarmSpec[] {
  const limits = Object.entries(args.sla.features).flatMap(([feature, { completeness }]): CompletenessLimit[] =>
    completeness === undefined ? [] : [{ feature, limit: completeness }],
  );
  const groups: CompletenessLimit[][] = [];
  for (let i = 0; i < limits.length; i += metricsPerAlarm) groups.push(limits.slice(i, i + metricsPerAlarm));
  return groups.map((group, i) => specifyCompletenessGroup(group, i === 0 ? '' : `.${group[0]?.feature}`, args));
}

function specifyCompletenessGroup(
  group: readonly CompletenessLimit[],
  suffix: string,
  { endpoint, monitoringSchedule }: AlarmSpecsArgs,
): AlarmSpec {
  const names = group.map(({ feature }) => feature).join(', ');
  return {
    what: `completeness${suffix}`,
    severity: 'warning',
    text:
      `A feature of endpoint ${endpoint} has more missing values than its SLA allows (one of ${names}). ` +
      'Find the pipeline step that loses them.',
    condition: {
      metricQueries: [
        { id: 'broken', label: 'Features below their limit', returnData: true, expression: countBelowLimit(group) },
        ...group.map(({ feature }, i) => ({
          id: `m${i}`,
          metric: {
            namespace: dataMetricsNamespace,
            metricName: completenessMetric(feature),
            dimensions: { Endpoint: endpoint, MonitoringSchedule: monitoringSchedule },
            stat: 'Minimum',
            period: hourSeconds,
          },
        })),
      ],
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      treatMissingData: 'notBreaching',
    },
  };
}

/** Metric math: number of the metrics m0, m1, ... below their limits. A missing value counts as within its limit. */
export function countBelowLimit(group: readonly { readonly limit: number }[]): string {
  return group.map(({ limit }, i) => `IF(FILL(m${i}, 1) < ${limit}, 1, 0)`).join(' + ');
}

function specifyNoRun({ endpoint, sla, schedule = monitorDefaults.schedule }: AlarmSpecsArgs): AlarmSpec {
  const gap = longestGap(schedule);
  // A run may start 20 minutes late. Runs further apart than an hour get an hour's grace.
  const hours = Math.max(sla.freshnessHours, gap === 1 ? 1 : gap + 1);
  return {
    what: 'no-run',
    severity: 'critical',
    text:
      `Endpoint ${endpoint} has had no monitoring report for ${hours} h, so nothing is being checked. ` +
      'Check the failure reason of the last execution of its monitoring schedule.',
    condition: alarmOnSilence(observabilityMetrics.monitorRuns, endpoint, hours),
  };
}

/** The longest time between two runs, hours: a step that does not divide the day leaves a longer gap at night. */
function longestGap(schedule: string): number {
  const hours = runHours(schedule);
  if (!hours) throw new pulumi.RunError(invalidScheduleText(schedule));
  return gapsBetweenRuns(hours).longest;
}

function specifyNoData({ endpoint, sla }: AlarmSpecsArgs): AlarmSpec {
  return {
    what: 'no-data',
    severity: 'critical',
    text:
      `Endpoint ${endpoint} has had no captures for ${sla.freshnessHours} h. Check its traffic, its ` +
      'DataCaptureConfig and the free space on its disk: capture stops silently.',
    condition: alarmOnSilence(observabilityMetrics.capturedFiles, endpoint, sla.freshnessHours),
  };
}

/** Active when nothing arrives for a number of hours, so missing data is breaching. */
function alarmOnSilence(metricName: string, endpoint: string, hours: number): AlarmSpec['condition'] {
  return {
    namespace: observabilityNamespace,
    metricName,
    dimensions: { Endpoint: endpoint },
    statistic: 'Sum',
    period: hourSeconds,
    evaluationPeriods: hours,
    datapointsToAlarm: hours,
    comparisonOperator: 'LessThanThreshold',
    threshold: 1,
    treatMissingData: 'breaching',
  };
}
