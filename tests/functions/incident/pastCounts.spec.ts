import assert from 'node:assert/strict';
import type { Calibration } from '../../../contract/calibration';
import { hourMs } from '../../../contract/hours';
import { reportHourPrefix, weekCountsKey } from '../../../contract/storeLayout';
import { readSmallWindows, readWeeks } from '../../../functions/incident/pastCounts';
import type { RunReport } from '../../../functions/incident/runReport';
import { modelMonitorJson } from '../../../quality/modelMonitor/modelMonitorJson';
import { FakeStore } from './fakeStore';
import { ref, schedule, statisticsFrom } from './incidentSituation';

const runAt = new Date('2026-11-25T12:00:00Z');
const run: RunReport = {
  ...ref,
  monitoringSchedule: schedule,
  runAt,
  prefix: reportHourPrefix(ref, schedule, runAt),
  statistics: statisticsFrom(0),
  rejects: [],
  versions: {},
};
const from = new Date(runAt.getTime() - hourMs);
const slots = Object.fromEntries(
  ['2026-10-26', '2026-11-02', '2026-11-09'].map((week) => [
    week,
    { rows: 1, nulls: 0, common: 0, zeros: 0, unseen: 0, bins: [1, 0] },
  ]),
);
const calibration = {
  sha256: 'c'.repeat(64),
  features: [
    {
      name: 'age',
      bins: { kind: 'numeric', edges: [49.5], common: 0, known: { low: 0, high: 99 } },
      reference: { kind: 'rolling', reason: '', slots },
      checks: {},
    },
  ],
} as unknown as Calibration;

const at = (end: string) => reportHourPrefix(ref, schedule, new Date(end));
const putReport = (store: FakeStore, end: string) =>
  store.put(`${at(end)}statistics.json`, modelMonitorJson.write(statisticsFrom(0)));

describe('readWeeks', () => {
  it('adds up the reports of a week that the calibration lacks, and keeps the sums', async () => {
    const store = new FakeStore();
    const place = { s3: store.client, bucket: 'store' };
    // The first and last windows of the week from 2026-11-16, and those right before and after it.
    for (const end of ['2026-11-16T00', '2026-11-16T01', '2026-11-18T05', '2026-11-23T00', '2026-11-23T01']) {
      putReport(store, `${end}:00:00Z`);
    }
    const weeks = await readWeeks(place, run, calibration, from);
    assert.deepEqual([...weeks.keys()], ['2026-11-16']);
    assert.deepEqual(weeks.get('2026-11-16')?.get('age')?.bins, [150, 150]);
    const key = weekCountsKey(ref, schedule, calibration.sha256, '2026-11-16');
    assert.deepEqual(JSON.parse(store.text(key)).features.age.rows, 300);
    const reads = store.reads.length;
    assert.deepEqual(await readWeeks(place, run, calibration, from), weeks);
    assert.deepEqual(store.reads.slice(reads), [key]);
  });

  it('reads nothing where no feature has rolling weeks', async () => {
    const store = new FakeStore();
    const weeks = await readWeeks({ s3: store.client, bucket: 'store' }, run, { ...calibration, features: [] }, from);
    assert.equal(weeks.size + store.reads.length, 0);
  });
});

describe('readSmallWindows', () => {
  const summary = (judged: boolean) => ({
    version: 1,
    ...ref,
    monitoringSchedule: schedule,
    window: { from: from.toISOString(), to: runAt.toISOString() },
    rows: 10,
    features: [],
    brokenPromises: [],
    reportVersions: {},
    alarms: {
      mode: 'calibrated',
      reason: 'x',
      ...(judged && { judged: { score: 1, limits: { unusual: 5, extreme: 9 }, isUnusual: false, isAlarm: false } }),
    },
  });

  it('returns the windows of few rows back to the last judged one', async () => {
    const store = new FakeStore();
    for (const [end, judged] of [
      ['2026-11-24T22', false],
      ['2026-11-24T23', true],
      ['2026-11-25T08', false],
      ['2026-11-25T11', false],
      ['2026-11-25T13', false],
    ] as const) {
      putReport(store, `${end}:00:00Z`);
      store.put(`${at(`${end}:00:00Z`)}summary.json`, summary(judged));
    }
    const small = await readSmallWindows({ s3: store.client, bucket: 'store' }, run);
    assert.equal(small.length, 2);
    const read = store.reads.filter((key) => key.endsWith('statistics.json'));
    assert.deepEqual(
      read,
      ['2026-11-25T11', '2026-11-25T08'].map((end) => `${at(`${end}:00:00Z`)}statistics.json`),
    );
  });
});
