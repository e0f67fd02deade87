import assert from 'node:assert/strict';
import type { Calibration } from '../../../contract/calibration';
import { hourMs } from '../../../contract/hours';
import { reportHourPrefix, weekCountsKey } from '../../../contract/storeLayout';
import { keepLastWeek, readSmallWindows, readWeeks } from '../../../functions/incident/pastCounts';
import type { RunReport } from '../../../functions/incident/runReport';
import { judgedFeatures } from '../../../quality/calibrated/pastWindows';
import { readWeek } from '../../../quality/calibrated/weekFile';
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
const baseline = { id: '2026-01-01-abcdef', statistics: statisticsFrom(0) };
const [age] = judgedFeatures(baseline.statistics.features);
const slots = Object.fromEntries(
  ['2026-10-26', '2026-11-02', '2026-11-09'].map((week) => [
    week,
    { rows: 1, nulls: 0, common: 0, zeros: 0, unseen: 0, bins: [1, 0] },
  ]),
);
const calibration = {
  features: [{ ...age, reference: { kind: 'rolling', reason: '', slots }, checks: {} }],
} as unknown as Calibration;

const at = (end: string) => reportHourPrefix(ref, schedule, new Date(end));
const putReport = (store: FakeStore, end: string) =>
  store.put(`${at(end)}statistics.json`, modelMonitorJson.write(statisticsFrom(0)));
const windowSummary = (end: string) => ({
  version: 1,
  ...ref,
  monitoringSchedule: schedule,
  window: { from: new Date(Date.parse(end) - hourMs).toISOString(), to: new Date(end).toISOString() },
  rows: 10,
  features: [],
  brokenPromises: [],
  reportVersions: {},
});

describe('counts of past weeks', () => {
  const putWeek = (store: FakeStore) => {
    // The first and last windows of the week from 2026-11-16, and those right before and after it.
    for (const hour of ['2026-11-16T00', '2026-11-16T01', '2026-11-18T05', '2026-11-23T00', '2026-11-23T01']) {
      const end = `${hour}:00:00Z`;
      putReport(store, end);
      store.put(`${at(end)}summary.json`, windowSummary(end));
    }
    // A report that has no summary yet.
    putReport(store, '2026-11-18T06:00:00Z');
    return { s3: store.client, bucket: 'store' };
  };
  const key = weekCountsKey(ref, schedule, baseline.id, '2026-11-16');

  it('are made of the reports of a week that the calibration lacks, and kept', async () => {
    const store = new FakeStore();
    const place = putWeek(store);
    const weeks = await readWeeks(place, run, { calibration, baseline, from });
    assert.deepEqual([...weeks.keys()], ['2026-11-16']);
    assert.equal(weeks.get('2026-11-16')?.get('age')?.rows, 300);
    const kept = await readWeek(store.text(key), calibration.features, key);
    assert.deepEqual(
      kept?.map((window) => window.to.toISOString().slice(0, 13)),
      ['2026-11-16T01', '2026-11-18T05', '2026-11-23T00'],
    );
    const reads = store.reads.length;
    assert.deepEqual(await readWeeks(place, run, { calibration, baseline, from }), weeks);
    assert.deepEqual(store.reads.slice(reads), [key]);
  });

  it('are not read where no feature has rolling weeks', async () => {
    const store = new FakeStore();
    const none = { calibration: { ...calibration, features: [] }, baseline, from };
    const weeks = await readWeeks({ s3: store.client, bucket: 'store' }, run, none);
    assert.equal(weeks.size + store.reads.length, 0);
  });

  it('are kept on Monday for the week before, once', async () => {
    const store = new FakeStore();
    const place = putWeek(store);
    await keepLastWeek(place, run, baseline, new Date('2026-11-24T00:00:00Z'));
    assert.deepEqual(store.keys(key), []);
    await keepLastWeek(place, run, baseline, new Date('2026-11-23T23:00:00Z'));
    assert.deepEqual(store.keys(key), [key]);
    const reads = store.reads.filter((read) => read.endsWith('.json')).length;
    await keepLastWeek(place, run, baseline, new Date('2026-11-23T23:00:00Z'));
    assert.equal(store.reads.filter((read) => read.endsWith('.json')).length, reads);
  });
});

describe('readSmallWindows', () => {
  const summary = (end: string, judged: boolean) => ({
    ...windowSummary(end),
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
      store.put(`${at(`${end}:00:00Z`)}summary.json`, summary(`${end}:00:00Z`, judged));
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
