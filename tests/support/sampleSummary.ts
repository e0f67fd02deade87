import { reportHourPrefix } from '../../contract/storeLayout';
import { type WindowSummary, windowSummaryFile } from '../../contract/windowSummary';
import { putAt } from './putAt';

export const churn = { endpoint: 'churn', schema: 'v1' };
const schedule = 'churn-4f1c';

/** `2026-11-02T..:00:00Z` of an hour, which may be past midnight. */
export const hourOf = (hour: number) => new Date(Date.UTC(2026, 10, 2, hour));

/** The summary of a window between two hours, with a drift distance and a completeness of `age`. */
export function sampleSummary(from: number, to: number, distance = 0.05, completeness = 1): WindowSummary {
  const isBroken = distance > 0.1;
  return {
    version: 1,
    ...churn,
    monitoringSchedule: schedule,
    window: { from: hourOf(from).toISOString(), to: hourOf(to).toISOString() },
    rows: 200,
    features: [
      {
        name: 'age',
        type: 'Integral',
        present: 200 * completeness,
        missing: 200 - 200 * completeness,
        completeness,
        drift: { distance, limit: 0.1 },
      },
      { name: 'plan', type: 'String', present: 200, missing: 0, completeness: 1 },
    ],
    brokenPromises: isBroken
      ? [{ feature: 'age', check: 'baseline_drift_check', severity: 'critical', description: 'Too far.' }]
      : [],
    reportVersions: { 'statistics.json': 'v1' },
  };
}

/** Writes a summary beside the report of its run, as the incident function does. Returns its key. */
export function putSummary(store: string, summary: WindowSummary): string {
  const to = new Date(summary.window.to);
  const key = `${reportHourPrefix(churn, schedule, to)}${windowSummaryFile}`;
  putAt(store, key, new Date(to.getTime() + 25 * 60_000).toISOString(), JSON.stringify(summary));
  return key;
}
