import type { AlarmRow, HourRow, MessageRow, RehearsalReport } from '../../rehearsal/model/rehearsalReport';
import type { FeatureDistribution, NumericBucket } from '../../report/plot/featureDistribution';
import { sampleEvidence } from './sampleEvidence';

/** `2026-11-02T<hour>:<minute>:00.000Z`. */
function at(hour: number, minute = 0): string {
  return new Date(Date.UTC(2026, 10, 2, hour, minute)).toISOString();
}

const alarmNames = {
  violations: 'warning.local.churn.violations',
  tenure: 'critical.local.churn.drift.account_length',
  plan: 'warning.local.churn.drift.international_plan',
  completeness: 'warning.local.churn.completeness',
  noRun: 'critical.local.churn.no-run',
  noData: 'critical.local.churn.no-data',
  rollup: 'info.local.churn.rollup',
} as const;

function hour(index: number, row: Partial<HourRow>): HourRow {
  const path = `2026/11/02/${String(index).padStart(2, '0')}`;
  return {
    hour: at(index),
    payload: 'clean',
    rows: 200,
    rejects: 0,
    status: 'Completed',
    violations: [],
    alarmsRaised: [],
    alarmsCleared: [],
    reportUri: `s3://local-store-3f9a2c1/reports/churn/schema=v1/churn/churn-hourly/${path}`,
    ...row,
  };
}

function drift(feature: string, distance: number): HourRow['violations'][number] {
  return {
    feature_name: feature,
    constraint_check_type: 'baseline_drift_check',
    description: `Baseline drift distance: ${distance} exceeds threshold: 0.1`,
  };
}

const drifted = {
  payload: 'drifted',
  status: 'CompletedWithViolations',
  exitMessage: 'CompletedWithViolations: 3 violations',
  violations: [drift('account_length', 0.4871), drift('day_minutes', 0.2213), drift('international_plan', 0.3105)],
} as const satisfies Partial<HourRow>;

const hours: readonly HourRow[] = [
  hour(6, {}),
  hour(7, {}),
  hour(8, { rows: 198, rejects: 2 }),
  hour(9, {
    ...drifted,
    alarmsRaised: [alarmNames.violations, alarmNames.tenure, alarmNames.plan, alarmNames.rollup],
  }),
  hour(10, drifted),
  hour(11, { alarmsCleared: [alarmNames.tenure, alarmNames.plan, alarmNames.violations, alarmNames.rollup] }),
  hour(12, {
    payload: 'broken: column evening_minutes missing',
    status: 'CompletedWithViolations',
    violations: [
      {
        feature_name: 'Missing columns',
        constraint_check_type: 'missing_column_check',
        description:
          'There are missing columns in current dataset. Number of columns in current dataset: 16, Number of columns in baseline constraints: 17',
      },
    ],
    alarmsRaised: [alarmNames.violations, alarmNames.rollup],
  }),
  hour(13, {
    payload: 'broken: nulls and text in day_minutes',
    rows: 171,
    rejects: 29,
    status: 'CompletedWithViolations',
    violations: [
      {
        feature_name: 'day_minutes',
        constraint_check_type: 'data_type_check',
        description:
          'Data type match requirement is not met. Expected data type: Fractional, Expected match: 100.0%. Observed: Only 75.0% of data is Fractional.',
      },
      {
        feature_name: 'day_minutes',
        constraint_check_type: 'completeness_check',
        description: 'Data completeness requirement is not met. Expected: 100.0%. Observed: Only 81.25%.',
      },
    ],
    alarmsRaised: [alarmNames.completeness],
  }),
  hour(14, {
    payload: 'none',
    rows: 0,
    status: 'Failed',
    exitMessage: 'Job inputs had no data',
    reportUri: undefined,
    alarmsCleared: [alarmNames.violations, alarmNames.completeness],
  }),
  hour(15, {
    payload: 'none',
    rows: 0,
    status: 'Failed',
    exitMessage: 'Job inputs had no data',
    reportUri: undefined,
    alarmsRaised: [alarmNames.noRun, alarmNames.noData],
  }),
  hour(16, { alarmsCleared: [alarmNames.noRun, alarmNames.noData, alarmNames.rollup] }),
  hour(17, {}),
];

type Change = readonly [from: AlarmRow['finalState'], to: AlarmRow['finalState'], hour: number, reason: string];

function alarm(name: string, severity: AlarmRow['severity'], changes: readonly Change[], muted = false): AlarmRow {
  return {
    name,
    severity,
    finalState: changes.at(-1)?.[1] ?? 'INSUFFICIENT_DATA',
    transitions: changes.map(([from, to, when, reason]) => ({ at: at(when, 5), from, to, reason })),
    muted,
  };
}

const over = (value: number, limit: number) =>
  `Threshold Crossed: 1 datapoint [${value}] was greater than the threshold (${limit}).`;
const under = (value: number, limit: number) =>
  `Threshold Crossed: 1 datapoint [${value}] was not greater than the threshold (${limit}).`;
const start: Change = ['INSUFFICIENT_DATA', 'OK', 7, under(0, 0)];
const silentUntilFive: readonly Change[] = [
  start,
  [
    'OK',
    'ALARM',
    16,
    'Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].',
  ],
  ['ALARM', 'OK', 17, under(1, 1)],
];

const alarms: readonly AlarmRow[] = [
  alarm(alarmNames.tenure, 'critical', [
    start,
    ['OK', 'ALARM', 10, over(0.4871, 0.1)],
    ['ALARM', 'OK', 12, under(0.041, 0.1)],
  ]),
  alarm(alarmNames.noRun, 'critical', silentUntilFive),
  alarm(alarmNames.noData, 'critical', silentUntilFive),
  alarm(
    alarmNames.violations,
    'warning',
    [
      start,
      ['OK', 'ALARM', 10, over(3, 0)],
      ['ALARM', 'OK', 12, under(0, 0)],
      ['OK', 'ALARM', 13, over(1, 0)],
      ['ALARM', 'OK', 15, under(0, 0)],
    ],
    true,
  ),
  alarm(alarmNames.plan, 'warning', [
    start,
    ['OK', 'ALARM', 10, over(0.3105, 0.15)],
    ['ALARM', 'OK', 12, under(0.02, 0.15)],
  ]),
  alarm(alarmNames.completeness, 'warning', [start, ['OK', 'ALARM', 14, over(1, 0)], ['ALARM', 'OK', 15, under(0, 0)]]),
  alarm(alarmNames.rollup, 'info', [
    start,
    ['OK', 'ALARM', 10, 'violations, drift.account_length and drift.international_plan are in ALARM'],
    ['ALARM', 'OK', 12, 'all children are OK'],
    ['OK', 'ALARM', 13, 'violations is in ALARM'],
    ['ALARM', 'OK', 17, 'all children are OK'],
  ]),
  alarm('warning.local.churn.drift.total_calls', 'warning', [start]),
  alarm('warning.local.churn.drift.day_minutes', 'warning', [start]),
];

const routesOf = {
  critical: ['pager', 'tickets'],
  warning: ['tickets'],
  info: [],
} as const;

const messages: readonly MessageRow[] = alarms.flatMap((row) =>
  row.transitions.slice(1).flatMap((change) =>
    routesOf[row.severity].map((route) => ({
      route,
      at: change.at,
      alarmName: row.name,
      state: change.to,
      summary: change.reason,
    })),
  ),
);

/** Ten buckets whose counts follow a bell around a centre. */
function bell(lower: number, upper: number, centre: number, width: number, rows: number): NumericBucket[] {
  const step = (upper - lower) / 10;
  return Array.from({ length: 10 }, (_, i) => {
    const middle = lower + (i + 0.5) * step;
    const count = Math.round(rows * (step / (width * 2.5066)) * Math.exp(-((middle - centre) ** 2) / (2 * width ** 2)));
    return { lower: lower + i * step, upper: lower + (i + 1) * step, count };
  });
}

const distributions: readonly FeatureDistribution[] = [
  {
    feature: 'account_length',
    kind: 'numeric',
    unit: 'months',
    hour: at(9),
    before: bell(0, 240, 100, 40, 2333),
    after: bell(0, 240, 168, 36, 200),
    distance: 0.4871,
    limit: 0.1,
  },
  {
    feature: 'day_minutes',
    kind: 'numeric',
    unit: 'minutes',
    hour: at(9),
    before: bell(0, 350, 180, 54, 2333),
    after: bell(60, 480, 232, 66, 200),
    distance: 0.2213,
    limit: 0.1,
  },
  {
    feature: 'international_plan',
    kind: 'string',
    hour: at(9),
    before: [
      { value: 'no', count: 2103 },
      { value: 'yes', count: 230 },
    ],
    after: [
      { value: 'no', count: 118 },
      { value: 'yes', count: 78 },
      { value: 'Yes (roaming)', count: 4 },
    ],
    distance: 0.3105,
    limit: 0.15,
  },
  {
    feature: 'night_calls',
    kind: 'numeric',
    unit: 'calls',
    hour: at(9),
    before: bell(30, 175, 100, 20, 2333),
    after: bell(30, 175, 101, 20, 200),
    distance: 0.0312,
    limit: 0.1,
  },
];

/** A rehearsal as it could have been: a day with drift, a broken pipeline, a silence, a muted alarm. */
export function sampleReport(changes: Partial<RehearsalReport> = {}): RehearsalReport {
  return { ...sampleEvidence(at), hours, distributions, alarms, messages, ...changes };
}
