import type { TrendTable } from '../contract/storeLayout';
import type { ColumnType, QueryTable } from './queryTable';

/** Columns that say which window a row is about. */
const windowColumns = {
  capture_schema: 'string',
  monitoring_schedule: 'string',
  baseline: 'string',
  window_from: 'string',
  window_to: 'string',
} as const satisfies Record<string, ColumnType>;

const featureColumns = {
  ...windowColumns,
  feature: 'string',
  type: 'string',
  present: 'bigint',
  missing: 'bigint',
  completeness: 'double',
  promised_completeness: 'double',
  drift_distance: 'double',
  drift_limit: 'double',
  unusual_score: 'double',
  once_in_weeks: 'double',
  broken_checks: 'string',
} as const satisfies QueryTable['columns'];

const runColumns = {
  ...windowColumns,
  row_count: 'bigint',
  rejected: 'bigint',
  feature_count: 'bigint',
  broken_promises: 'bigint',
  critical_promises: 'bigint',
  alarm_mode: 'string',
  unusual_score: 'double',
  score_limit: 'double',
  reported_at: 'string',
} as const satisfies QueryTable['columns'];

const partitions = ['endpoint', 'day'] as const;

/** The tables over the numbers of each feature and window, and of each run. */
export const trendTableOf = {
  features: {
    name: 'features',
    description: 'Numbers of each feature of each window: completeness, drift and broken checks.',
    columns: featureColumns,
    partitions,
  },
  runs: {
    name: 'runs',
    description: 'Numbers of each run: rows, rejects, broken promises, and when its report was read.',
    columns: runColumns,
    partitions,
  },
} as const satisfies Record<TrendTable, QueryTable>;

type Value<T extends ColumnType> = T extends 'string' ? string : T extends 'boolean' ? boolean : number;
type Row<T extends Readonly<Record<string, ColumnType>>> = { readonly [K in keyof T]: Value<T[K]> | undefined };

/** A row of the table `features`; a value that a window does not have is undefined. */
export type FeatureRow = Row<typeof featureColumns>;
/** A row of the table `runs`. */
export type RunRow = Row<typeof runColumns>;
