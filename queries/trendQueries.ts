import type { TrendTable } from '../contract/storeLayout';
import { daysAgo, type SavedQuery } from './queryTable';
import { quoteText } from './sqlText';
import { trendTableOf } from './trendTables';

/**
 * Saved queries over the tables `features` and `runs`. They are restricted by day, and by endpoint where they are about
 * one, so that Athena reads only those objects.
 */
export const trendQueries = {
  drift: {
    name: 'drift-of-a-feature',
    description: 'Drift and completeness of a feature over 90 days, window by window.',
    parameters: ['endpoint', 'feature'],
    days: 90,
    sql: `SELECT window_from, window_to, drift_distance, drift_limit, completeness, once_in_weeks, broken_checks
FROM features
WHERE endpoint = ?
  AND feature = ?
  AND day >= ${daysAgo(90)}
ORDER BY window_from, window_to, monitoring_schedule`,
  },
  worst: {
    name: 'worst-features',
    description: 'The 20 features that broke checks in most windows of the last 7 days, over all endpoints.',
    parameters: [],
    days: 7,
    sql: `SELECT
  endpoint,
  feature,
  count(*) AS windows,
  count(broken_checks) AS broken_windows,
  max(drift_distance / nullif(drift_limit, 0)) AS highest_drift_of_limit,
  min(completeness) AS lowest_completeness,
  max(once_in_weeks) AS once_in_weeks
FROM features
WHERE day >= ${daysAgo(7)}
GROUP BY endpoint, feature
HAVING count(broken_checks) > 0
ORDER BY broken_windows DESC, highest_drift_of_limit DESC NULLS LAST, endpoint, feature
LIMIT 20`,
  },
  completeness: {
    name: 'completeness-of-the-sla',
    description: 'Completeness of the last 30 days beside what the SLA promises, over all endpoints.',
    parameters: [],
    days: 30,
    sql: `SELECT
  endpoint,
  feature,
  min(promised_completeness) AS promised,
  CAST(sum(present) AS double) / nullif(sum(present) + sum(missing), 0) AS completeness,
  min(completeness) AS lowest_of_a_window,
  count(*) AS windows,
  count(CASE WHEN completeness < promised_completeness THEN 1 END) AS windows_below
FROM features
WHERE day >= ${daysAgo(30)}
  AND promised_completeness IS NOT NULL
GROUP BY endpoint, feature
ORDER BY windows_below DESC, endpoint, feature`,
  },
  detection: {
    name: 'time-to-detect',
    description:
      'Minutes from the start of the first window that broke a promise to its report, by episode of 90 days.',
    parameters: [],
    days: 90,
    sql: `WITH ordered AS (
  SELECT
    endpoint,
    window_from,
    reported_at,
    broken_promises,
    critical_promises,
    lag(broken_promises) OVER (
      PARTITION BY endpoint, capture_schema, monitoring_schedule
      ORDER BY window_to
    ) AS broken_before
  FROM runs
  WHERE day >= ${daysAgo(90)}
)
SELECT
  endpoint,
  window_from AS began,
  reported_at,
  date_diff('minute', from_iso8601_timestamp(window_from), from_iso8601_timestamp(reported_at)) AS minutes_to_detect,
  broken_promises,
  critical_promises
FROM ordered
WHERE broken_promises > 0
  AND coalesce(broken_before, 0) = 0
ORDER BY began, endpoint`,
  },
} as const satisfies Record<string, SavedQuery>;

/** The windows to select: of one endpoint and schema, and in a span of days, both inclusive. */
export interface TrendSelection {
  readonly endpoint: string;
  readonly schema: string;
  readonly firstDay?: string;
  readonly lastDay?: string;
}

/** SQL of the rows of a table for some windows, in order of time. */
export function selectWindows(table: TrendTable, { endpoint, schema, firstDay, lastDay }: TrendSelection): string {
  return [
    `SELECT ${Object.keys(trendTableOf[table].columns).join(', ')}`,
    `FROM ${table}`,
    `WHERE endpoint = ${quoteText(endpoint)}`,
    `  AND capture_schema = ${quoteText(schema)}`,
    ...(firstDay === undefined ? [] : [`  AND day >= ${quoteText(firstDay)}`]),
    ...(lastDay === undefined ? [] : [`  AND day <= ${quoteText(lastDay)}`]),
    'ORDER BY window_from, window_to, monitoring_schedule',
  ].join('\n');
}
