import type { Constraints, MonitoringConfig } from '../../contract/modelMonitorFiles';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import { checkConstraints } from '../../quality/constraints/checkConstraints';
import { suggestConstraints } from '../../quality/constraints/suggestConstraints';
import { completedStatus, rejectedViolation } from '../../quality/constraints/windowJudgement';
import { columnStatistics } from '../../quality/profile/columnStatistics';
import { type RunReport, runReport } from '../../report/monitorRun/runReport';

/** A column of a baseline and of a window, as texts in row order; null is a missing value. */
export interface SampleColumn {
  readonly name: string;
  readonly before: readonly (string | null)[];
  readonly after: readonly (string | null)[];
}

const rows = Array.from({ length: 400 }, (_, i) => i);

/** Columns that drifted, that lost values, that changed their type, and that are as they were. */
export const sampleColumns: readonly SampleColumn[] = [
  { name: 'same', before: rows.map((i) => String(i % 40)), after: rows.map((i) => String(i % 40)) },
  { name: 'drifted', before: rows.map((i) => `${i}.5`), after: rows.map((i) => `${i + 300}.5`) },
  { name: 'sparse', before: rows.map((i) => `${i}`), after: rows.map((i) => (i % 4 === 0 ? null : `${i}`)) },
  {
    name: 'retyped',
    before: rows.map((i) => `${i % 9}`),
    after: rows.map((i) => (i % 2 ? `${i % 9} min` : `${i % 9}`)),
  },
  { name: 'plan', before: rows.map((i) => (i % 5 ? 'no' : 'yes')), after: rows.map((i) => (i % 2 ? 'no' : 'maybe')) },
  { name: 'free text', before: rows.map((i) => `text ${i}`), after: rows.map((i) => `other ${i}`) },
  { name: 'empty', before: rows.map(() => null), after: rows.map(() => null) },
];

interface SampleRun {
  readonly columns?: readonly SampleColumn[];
  /** How many of the window's last columns are missing. @default 0 */
  readonly missing?: number;
  readonly strict?: boolean;
  readonly config?: Partial<MonitoringConfig>;
  readonly constraints?: (suggested: Constraints) => Constraints;
  readonly slaChanges?: readonly string[];
  readonly setAside?: readonly string[];
}

/** A baseline of columns, as it is read from its files. */
export function sampleBaseline(
  columns: readonly { readonly name: string; readonly values: readonly (string | null)[] }[],
  slaChanges: readonly string[] = [],
): OpenBaseline {
  const statistics = {
    version: 0,
    dataset: { item_count: columns[0]?.values.length ?? 0 },
    features: columns.map(({ name, values }) => columnStatistics(name, values).statistics),
  };
  return {
    statistics,
    constraints: suggestConstraints(statistics),
    manifest: {
      id: '2026-11-01-3f9a2c',
      endpoint: 'churn',
      schema: 'v1',
      derivedAt: '2026-11-01T08:00:00.000Z',
      derivedBy: 'arn:aws:iam::123456789012:user/payments-ml',
      source: 'training.csv',
      rows: statistics.dataset.item_count,
      rejectedRows: 0,
      slaChanges,
      sha256: { 'statistics.json': 'a'.repeat(64), 'constraints.json': 'b'.repeat(64) },
      approval: {
        by: 'arn:aws:iam::123456789012:user/reviewer',
        at: '2026-11-01T12:00:00.000Z',
        why: 'a week without incidents',
        manifestSha256: 'c'.repeat(64),
      },
    },
  };
}

/** What a run over columns finds, computed as the monitor does. */
export function sampleRun(run: SampleRun = {}): RunReport {
  const { columns = sampleColumns, missing = 0, strict = false, setAside = [] } = run;
  const opened = sampleBaseline(
    columns.map(({ name, before }) => ({ name, values: before })),
    run.slaChanges,
  );
  const suggested = (run.constraints ?? ((same) => same))(opened.constraints);
  const constraints = { ...suggested, monitoring_config: { ...suggested.monitoring_config, ...run.config } };
  const baseline = { ...opened, constraints };
  const window = columns
    .slice(0, columns.length - missing)
    .map(({ name, after }, i) => columnStatistics(missing === 0 ? name : `_c${i}`, after));
  const statistics = {
    version: 0,
    dataset: { item_count: columns[0]?.after.length ?? 0 },
    features: window.map((column) => column.statistics),
  };
  const rejects = setAside.map((reason, i) => ({ file: `captures/${i}.jsonl`, line: i + 1, reason }));
  const rejected = rejectedViolation({ rows: statistics.dataset.item_count, rejected: rejects.length }, {});
  const violations = [
    ...(rejected ? [rejected] : []),
    ...checkConstraints({ columns: window, statistics: baseline.statistics, constraints, strict }),
  ];
  const analysis = {
    statistics,
    constraints: suggestConstraints(statistics),
    violations: { violations, ...(strict && { strict_check_types: ['non_negative_check', 'range_check'] as const }) },
    status: completedStatus(violations, false),
    rejects,
    rejectCount: rejects.length,
    rejectCauses: rejects.map((reject) => ({ ...reject, count: 1 })),
    rejectedRows: rejects.length,
    truncatedFiles: [],
    excludedRecords: 0,
    headerRows: 0,
    unknownKeys: [],
    oddities: [],
    containerRefusals: [],
    metrics: [],
    types: window.map((column) => column.types),
    rows: statistics.dataset.item_count,
    files: 4,
  };
  return runReport(analysis, {
    writtenAt: new Date('2026-11-02T12:00:00Z'),
    window: { files: 4, from: '2026-11-02T08:00:00.000Z', to: '2026-11-02T10:00:00.000Z' },
    baseline,
  });
}
