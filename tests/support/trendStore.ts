import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TrendTable, trendKey, trendTables } from '../../contract/storeLayout';
import type { WindowSummary } from '../../contract/windowSummary';
import { formatRows, trendRows } from '../../queries/trendRows';
import { putAt } from './putAt';
import { churn } from './sampleSummary';

/** Writes a window's rows for the tables of trends, as the incident function does. */
export function putTrends(
  store: string,
  summary: WindowSummary,
  { promised, reportedAt }: { readonly promised?: number; readonly reportedAt?: string } = {},
): void {
  const runAt = new Date(summary.window.to);
  const at = reportedAt ?? new Date(runAt.getTime() + 5 * 60_000).toISOString();
  const rows = trendRows(summary, { age: { severity: 'warning', completeness: promised } }, at);
  const { endpoint, schema, monitoringSchedule } = summary;
  for (const table of trendTables) {
    putAt(store, trendKey(table, { endpoint, schema, monitoringSchedule, runAt }), at, formatRows(rows[table]));
  }
}

/** An empty folder for a store. */
export const makeStore = () => mkdtempSync(join(tmpdir(), 'trends-'));

/** Glob of the files of a table in a store. */
export const filesOf = (store: string, table: TrendTable) => join(store, 'trends', table, '*', '*', '*.json');

/** The same window of another endpoint, some days before an instant. */
export function movedSummary(summary: WindowSummary, endpoint: string, days: number, now: Date): WindowSummary {
  const move = (at: string) => {
    const day = new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
    return `${day}${at.slice(10)}`;
  };
  return { ...summary, ...churn, endpoint, window: { from: move(summary.window.from), to: move(summary.window.to) } };
}
