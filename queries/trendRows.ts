import type { Sla } from '../contract/sla';
import type { WindowSummary } from '../contract/windowSummary';
import type { FeatureRow, RunRow } from './trendTables';

/** The rows of a window in the tables `features` and `runs`. `reportedAt` is when its report was first read. */
export function trendRows(
  summary: WindowSummary,
  promises: Sla['features'],
  reportedAt: string,
): { readonly features: readonly FeatureRow[]; readonly runs: readonly RunRow[] } {
  const { brokenPromises, alarms } = summary;
  const window = {
    capture_schema: summary.schema,
    monitoring_schedule: summary.monitoringSchedule,
    baseline: summary.baseline,
    window_from: summary.window.from,
    window_to: summary.window.to,
  };
  const features = summary.features.map(({ name, type, present, missing, completeness, drift }): FeatureRow => {
    const unusual = alarms?.features?.find((feature) => feature.name === name);
    const checks = brokenPromises.filter(({ feature }) => feature === name).map(({ check }) => check);
    return {
      ...window,
      feature: name,
      type,
      present,
      missing,
      completeness,
      promised_completeness: Object.hasOwn(promises, name) ? promises[name]?.completeness : undefined,
      drift_distance: drift?.distance,
      drift_limit: drift?.limit,
      unusual_score: unusual?.score,
      once_in_weeks: unusual?.onceInWeeks,
      broken_checks: checks.length === 0 ? undefined : [...new Set(checks)].join(' '),
    };
  });
  const run: RunRow = {
    ...window,
    row_count: summary.rows,
    rejected: summary.rejected,
    feature_count: summary.features.length,
    broken_promises: brokenPromises.length,
    critical_promises: brokenPromises.filter(({ severity }) => severity === 'critical').length,
    alarm_mode: alarms?.mode,
    unusual_score: alarms?.judged?.score,
    score_limit: alarms?.judged?.limits.unusual,
    reported_at: reportedAt,
  };
  return { features, runs: [run] };
}

/** Rows as lines of JSON, which is what Athena's JSON SerDe reads. */
export function formatRows(rows: readonly (FeatureRow | RunRow)[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
