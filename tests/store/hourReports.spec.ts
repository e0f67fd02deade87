import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { hourMs } from '../../contract/hours';
import { captureHourPrefix, onDemandReportPrefix, reportHourPrefix } from '../../contract/storeLayout';
import { folderStore } from '../../store/folderStore';
import { type HourReport, hourReports, lateCaptures, reportOfHour } from '../../store/hourReports';
import { putAt } from '../support/putAt';
import { putSummary, sampleSummary } from '../support/sampleSummary';

const churn = { endpoint: 'churn', schema: 'v1' };
const hour = (at: string) => new Date(`${at}:00:00Z`);
const day = { from: hour('2026-11-02T00'), to: hour('2026-11-03T00') };

describe('hourReports', () => {
  let root = '';
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'hour-reports-'));
    const scheduled = (at: string, name: string) => `${reportHourPrefix(churn, 'churn-4f1c', hour(at))}${name}`;
    putAt(root, scheduled('2026-11-02T09', 'statistics.json'), '2026-11-02T09:20:00Z');
    putAt(root, scheduled('2026-11-02T09', 'constraint_violations.json'), '2026-11-02T09:21:00Z');
    const window = { from: hour('2026-11-02T08'), to: hour('2026-11-02T10') };
    const onDemand = `${onDemandReportPrefix(churn, window, hour('2026-11-02T15'))}statistics.json`;
    putAt(root, onDemand, '2026-11-02T15:00:07Z');
    const ofOne = `${onDemandReportPrefix(churn, { ...window, variant: 'blue' }, hour('2026-11-02T16'))}statistics.json`;
    putAt(root, ofOne, '2026-11-02T16:00:00Z');
  });
  after(() => rmSync(root, { recursive: true }));

  it("covers the hour before a schedule's run, and the hours of an on-demand run", async () => {
    const reports = await hourReports(folderStore(root), churn, day);
    assert.deepEqual(
      reports.map(({ monitoringSchedule, from, to, at }) => [monitoringSchedule, from, to, at.toISOString()]),
      [
        [undefined, hour('2026-11-02T08'), hour('2026-11-02T10'), '2026-11-02T15:00:00.000Z'],
        ['churn-4f1c', hour('2026-11-02T08'), hour('2026-11-02T09'), '2026-11-02T09:20:00.000Z'],
      ],
    );
    const [longer] = await hourReports(
      folderStore(root),
      churn,
      { from: hour('2026-11-02T03'), to: hour('2026-11-02T04') },
      6,
    );
    assert.deepEqual([longer?.from, longer?.to], [hour('2026-11-02T03'), hour('2026-11-02T09')]);
  });

  it("takes a report's window from its summary, whatever the hours between two runs", async () => {
    const store = mkdtempSync(join(tmpdir(), 'hour-reports-'));
    // cron(0 20/3 ? * * *): windows of 3 and of 21 hours.
    for (const [from, to] of [
      [20, 23],
      [23, 44],
    ] as const) {
      const run = new Date(day.from.getTime() + to * hourMs);
      const statistics = `${reportHourPrefix(churn, 'churn-4f1c', run)}statistics.json`;
      putAt(store, statistics, new Date(run.getTime() + 12 * 60_000).toISOString());
      putSummary(store, sampleSummary(from, to));
    }
    const covering = async (at: string) => {
      const from = hour(at);
      const reports = await hourReports(folderStore(store), churn, { from, to: new Date(from.getTime() + hourMs) });
      return reports.map((report) => [report.from.getUTCHours(), report.to.getUTCHours(), report.at.toISOString()]);
    };
    assert.deepEqual(await covering('2026-11-02T21'), [[20, 23, '2026-11-02T23:12:00.000Z']]);
    assert.deepEqual(await covering('2026-11-03T00'), [[23, 20, '2026-11-03T20:12:00.000Z']]);
    assert.deepEqual(await covering('2026-11-02T19'), []);
    rmSync(store, { recursive: true });
  });

  it('counts a capture as late that arrived after the newest report', async () => {
    const reports = await hourReports(folderStore(root), churn, day);
    const capture = (at: string, came: string) => ({
      key: `${captureHourPrefix(churn, 'blue', hour(at))}a.jsonl`,
      size: 1,
      variant: 'blue',
      hour: hour(at),
      at: hour(at),
      lastModified: new Date(came),
      etag: 'e',
    });
    const late = (at: string, came: string, every = 1) =>
      lateCaptures([capture(at, came)], reports, every).length === 1;
    assert.equal(late('2026-11-02T08', '2026-11-02T12:00:00Z'), false, 'the run on demand has it');
    assert.equal(late('2026-11-02T08', '2026-11-02T14:59:59.999Z'), false);
    assert.equal(late('2026-11-02T08', '2026-11-02T15:00:05Z'), true, 'it came while the run read, before its report');
    assert.equal(late('2026-11-02T20', '2026-11-02T21:20:00Z'), false, 'the schedule may start 20 minutes late');
    assert.equal(late('2026-11-02T20', '2026-11-02T21:20:01Z'), true);
    assert.equal(late('2026-11-02T20', '2026-11-02T21:20:01Z', 6), false);
  });

  it('counts a capture of the same second as late', () => {
    const of = { variant: 'blue', hour: day.from, at: day.from, key: '', size: 1 };
    const report = { ...day, key: '', at: new Date('2026-11-02T03:00:07.900Z') };
    const late = (came: string) =>
      lateCaptures([{ ...of, etag: 'e', lastModified: new Date(came) }], [report]).length === 1;
    assert.equal(late('2026-11-02T03:00:06Z'), false);
    assert.equal(late('2026-11-02T03:00:07Z'), true, 'S3 says this of what came up to a second later');
    assert.equal(late('2026-11-02T03:00:07.899Z'), false, 'a disk tells more');
    assert.equal(late('2026-11-02T03:00:07.900Z'), true, 'a file of the same instant may not be in the report');
    assert.equal(late('2026-11-02T03:00:07.901Z'), true);
  });

  it('uses the newest report of an hour, in any order', () => {
    const report = fc
      .record({
        from: fc.integer({ min: 0, max: 9 }),
        hours: fc.integer({ min: 1, max: 4 }),
        at: fc.integer({ min: 0, max: 99 }),
      })
      .map(({ from, hours, at }): HourReport => {
        const start = day.from.getTime() + from * hourMs;
        return { key: '', from: new Date(start), to: new Date(start + hours * hourMs), at: new Date(at) };
      });
    fc.assert(
      fc.property(fc.array(report), fc.integer({ min: 0, max: 12 }), (reports, offset) => {
        const at = new Date(day.from.getTime() + offset * hourMs);
        const times = reports.filter(({ from, to }) => from <= at && at < to).map((report) => report.at.getTime());
        assert.equal(reportOfHour(reports, at)?.at.getTime(), times.length > 0 ? Math.max(...times) : undefined);
      }),
    );
  });
});
