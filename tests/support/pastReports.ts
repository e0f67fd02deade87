import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hourMs } from '../../contract/hours';
import { baselinePrefix, incidentKey, reportHourPrefix } from '../../contract/storeLayout';
import type { AlarmVerdict, WindowSummary } from '../../contract/windowSummary';
import { openIncident } from '../../incidents/document/incident';
import { packBaseline } from '../../quality/baseline/packBaseline';
import type { PastWindow } from '../../quality/calibrated/pastWindow';
import { suggestConstraints } from '../../quality/constraints/suggestConstraints';
import { modelMonitorJson } from '../../quality/modelMonitor/modelMonitorJson';
import { churnSla } from './churnSla';
import { putIncident } from './putIncident';
import { type Generator, seededRandom, statisticsOfColumns, syntheticWindows } from './syntheticWindows';

const generators: Readonly<Record<string, Generator>> = {
  churn: (random) => random().toFixed(3),
  age: (random) => String(20 + Math.floor(random() * 50)),
};

/** The endpoint of the reports. */
export const ref = { endpoint: churnSla.endpoint, schema: 'v1' };

/** Writes an object into a store in a folder. */
export function putObject(store: string, key: string, text: string): void {
  mkdirSync(dirname(join(store, key)), { recursive: true });
  writeFileSync(join(store, key), text);
}

/**
 * Writes a baseline, five weeks of reports without a fault and one in which a column is stuck, and an incident in the third and
 * the last week. Returns the id of the baseline.
 */
export function putPastReports(store: string): string {
  const random = seededRandom(1);
  const id = putBaseline(store, random);
  putWindows(store, random);
  putIncidents(store);
  return id;
}

function putBaseline(store: string, random: () => number): string {
  const rows = Array.from({ length: 1000 }, (_, i) => i);
  const statistics = statisticsOfColumns(
    Object.fromEntries(Object.entries(generators).map(([name, of]) => [name, rows.map((i) => of(random, i))])),
  );
  const derived = { statistics, constraints: suggestConstraints(statistics), rows: 1000, rejectCount: 0 };
  const { manifest, files } = packBaseline({
    derived: { ...derived, rejects: [], slaChanges: [] } as unknown as Parameters<typeof packBaseline>[0]['derived'],
    endpoint: ref.endpoint,
    schema: {
      version: 'v1',
      output: [{ name: 'churn', type: 'Fractional' }],
      input: [{ name: 'age', type: 'Integral' }],
    },
    derivedAt: new Date('2026-01-01T00:00:00Z'),
    derivedBy: 'anna',
    source: 'training.csv',
  });
  const { id } = manifest;
  for (const [name, text] of Object.entries(files)) putObject(store, `${baselinePrefix(ref, id)}/${name}`, text);
  return id;
}

function putWindows(store: string, random: () => number): void {
  const faulty = { ...generators, age: () => '30' };
  const windows = [
    ...syntheticWindows({ generators, random, weeks: 5, rows: 40 }),
    ...syntheticWindows({ generators: faulty, random, weeks: 1, rows: 40, week: 5 }),
  ];
  for (const window of windows) putReport(store, window);
}

/** Writes the report of a window of 28 rows with one age, which a calibration did not judge. */
export function putSmallReport(
  store: string,
  window: { readonly from: Date; readonly to: Date; readonly age: string },
) {
  const ages = Array.from({ length: 28 }, () => window.age);
  const statistics = statisticsOfColumns({ churn: ages.map((_, i) => (i / 28).toFixed(3)), age: ages });
  putReport(store, { ...window, statistics }, { mode: 'calibrated', reason: 'too few rows' });
}

function putReport(store: string, { from, to, statistics }: PastWindow, alarms?: AlarmVerdict): void {
  const prefix = reportHourPrefix(ref, 'analyzer', to);
  const summary: WindowSummary = {
    version: 1,
    ...ref,
    monitoringSchedule: 'analyzer',
    window: { from: from.toISOString(), to: to.toISOString() },
    rows: statistics.dataset.item_count,
    features: [],
    brokenPromises: [],
    alarms,
    reportVersions: {},
  };
  putObject(store, `${prefix}statistics.json`, modelMonitorJson.write(statistics));
  putObject(store, `${prefix}summary.json`, JSON.stringify(summary));
}

function putIncidents(store: string): void {
  for (const [from, feature] of [
    ['2026-01-20T08:00:00Z', 'churn'],
    ['2026-02-09T08:00:00Z', 'age'],
  ] as const) {
    const hour = new Date(from);
    const incident = openIncident({
      ...ref,
      monitoringSchedule: 'analyzer',
      hour,
      to: new Date(hour.getTime() + 4 * hourMs),
      key: `reports/${from}`,
      version: '1',
      brokenPromises: [{ feature, check: 'baseline_drift_check', severity: 'warning', description: 'drift' }],
      causes: [],
      rejects: [],
      rejectCount: 0,
      rows: 40,
    });
    putIncident(store, { key: incidentKey(ref.endpoint, hour), incident, notes: '' });
  }
}

/** Captures of the endpoint in one hour. */
export const captureLines = (rows: number, age: (i: number) => number) =>
  Array.from({ length: rows }, (_, i) =>
    JSON.stringify({
      captureData: {
        endpointOutput: {
          observedContentType: 'text/csv',
          mode: 'OUTPUT',
          data: (i / rows).toFixed(3),
          encoding: 'CSV',
        },
        endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data: String(age(i)), encoding: 'CSV' },
      },
      eventMetadata: { eventId: `e${i}`, inferenceTime: '2026-02-10T08:10:00Z' },
      eventVersion: '0',
    }),
  ).join('\n');
