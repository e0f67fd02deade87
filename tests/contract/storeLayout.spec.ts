import assert from 'node:assert/strict';
import {
  analyzerReportPrefix,
  analyzerStateKey,
  baselineFiles,
  baselineIdPattern,
  baselineKey,
  captureHourPrefix,
  captureMinute,
  incidentId,
  incidentKey,
  onDemandReportPrefix,
  parseCaptureKey,
  parseOnDemandKey,
  parseReportKey,
  preprocessorKey,
  reportHourPrefix,
  schemaKey,
  storePrefixes,
  trendKey,
} from '../../contract/storeLayout';

const churn = { endpoint: 'churn', schema: 'v1' };
const [from, to] = [new Date('2026-11-02T08:00:00Z'), new Date('2026-11-02T10:00:00Z')];
const started = new Date('2026-11-27T00:40:45.123Z');

describe('store keys', () => {
  it('are as documented', () => {
    assert.deepEqual(Object.entries(storePrefixes), [
      ['captures', 'captures/'],
      ['baselines', 'baselines/'],
      ['reports', 'reports/'],
      ['incidents', 'incidents/'],
      ['schemas', 'schemas/'],
      ['preprocessors', 'preprocessors/'],
      ['trends', 'trends/'],
      ['queryResults', 'query-results/'],
      ['checks', 'checks/'],
    ]);
    assert.equal(preprocessorKey('one'), 'preprocessors/7692c3ad3540bb80/preprocessor.py');
    assert.equal(captureHourPrefix(churn, 'blue', from), 'captures/churn/schema=v1/churn/blue/2026/11/02/08/');
    assert.deepEqual(
      baselineFiles.map((file) => baselineKey(churn, '2026-11-01-3f9a2c', file)),
      ['statistics', 'constraints', 'manifest'].map(
        (name) => `baselines/churn/schema=v1/2026-11-01-3f9a2c/${name}.json`,
      ),
    );
    assert.equal(reportHourPrefix(churn, 'hourly', from), 'reports/churn/schema=v1/churn/hourly/2026/11/02/08/');
    assert.equal(incidentId('churn', from), 'churn-2026110208');
    assert.equal(incidentKey('churn', from), 'incidents/churn/2026/churn-2026110208.md');
    assert.equal(schemaKey(churn), 'schemas/churn/v1.json');
  });

  it('have baseline ids of a day and six hex digits', () => {
    const ids = ['2026-11-01-3f9a2c', '2026-12-31-000000', '2026-01-09-abcdef'];
    const others = [
      '2026-13-01-3f9a2c',
      '2026-00-01-3f9a2c',
      '2026-11-32-3f9a2c',
      '2026-11-00-3f9a2c',
      '2026-11-40-3f9a2c',
      '2026-11-01-3F9A2C',
      '2026-11-01-3f9a2',
      '2026-11-01-3f9a2c0',
      'x2026-11-01-3f9a2c',
      '26-11-01-3f9a2c',
    ];
    assert.deepEqual(
      [...ids, ...others].filter((id) => baselineIdPattern.test(id)),
      ids,
    );
  });

  it('of a report are parsed', () => {
    const key = `${reportHourPrefix(churn, 'hourly', from)}statistics.json`;
    const parts = { ...churn, monitoringSchedule: 'hourly', runAt: from, file: 'statistics.json' };
    assert.deepEqual(parseReportKey(key), parts);
    const others = [
      `x${key}`,
      `${key}/x`,
      key.replace('/churn/', '//'),
      key.replace('schema=', ''),
      key.replace('/08/', '/8/'),
      key.replace('2026/', '26/'),
    ];
    assert.deepEqual(
      others.map(parseReportKey),
      others.map(() => undefined),
    );
  });

  it('of trends have the day of the last minute of the window, and the instant of the run', () => {
    const run = { ...churn, monitoringSchedule: 'analyzer', runAt: new Date('2026-11-03T00:00:00Z') };
    assert.equal(trendKey('runs', run), 'trends/runs/endpoint=churn/day=2026-11-02/v1-analyzer-202611030000.json');
  });

  it('of the analyzer have minutes where its windows are shorter than an hour', () => {
    const at = new Date('2026-11-02T08:05:00Z');
    const folder = 'reports/churn/schema=v1/churn/analyzer';
    assert.equal(analyzerReportPrefix(churn, from, false), `${folder}/2026/11/02/08/`);
    assert.equal(analyzerReportPrefix(churn, at, true), `${folder}/2026/11/02/08/05/`);
    assert.equal(analyzerStateKey(churn), `${folder}/state.json`);
    const parts = { ...churn, monitoringSchedule: 'analyzer', file: 'run.json' };
    for (const [prefix, runAt] of [
      [analyzerReportPrefix(churn, from, true), from],
      [analyzerReportPrefix(churn, at, true), at],
    ] as const) {
      assert.deepEqual(parseReportKey(`${prefix}run.json`), { ...parts, runAt });
    }
    assert.equal(parseReportKey(analyzerStateKey(churn)), undefined);
    assert.equal(parseReportKey(`${folder}/2026/11/02/08/60/run.json`), undefined);
  });

  it('of incidents that open within an hour differ and sort by time', () => {
    const starts = ['08:00', '08:05', '08:55', '09:00'].map((at) => new Date(`2026-11-02T${at}:00Z`));
    const keys = starts.map((start) => incidentKey('churn', start));
    assert.equal(keys[1], 'incidents/churn/2026/churn-202611020805.md');
    assert.deepEqual([...new Set(keys)].sort(), keys);
  });

  it('of a capture have the minute of its name', () => {
    assert.deepEqual(
      ['a/08/14-28-119-a.jsonl', '59-00-000-x', '60-00-000-x', 'a/14-28-a', 'a.jsonl'].map(captureMinute),
      [14, 59, 0, 0, 0],
    );
  });

  it('of a capture are parsed', () => {
    const key = `${captureHourPrefix(churn, 'blue', from)}00-00-1.jsonl`;
    assert.deepEqual(parseCaptureKey(key), { ...churn, variant: 'blue', hour: from });
    const others = [
      `x${key}`,
      `${key}.zip`,
      key.replace('.jsonl', ''),
      key.replace('.jsonl', '-jsonl'),
      key.replace('schema=', ''),
      key.replace('/08/', '/8/'),
      `${key}/x`,
    ];
    assert.deepEqual(
      others.map(parseCaptureKey),
      others.map(() => undefined),
    );
  });

  it('distinguish on-demand reports from those of a schedule', () => {
    const key = `${onDemandReportPrefix(churn, { from, to }, started)}statistics.json`;
    assert.equal(
      key,
      'reports/churn/schema=v1/on-demand=2026-11-02T08--2026-11-02T10/20261127T004045123Z/statistics.json',
    );
    assert.deepEqual(
      [parseReportKey(key), parseOnDemandKey(key)],
      [undefined, { from, to, variant: undefined, started }],
    );
    assert.equal(parseOnDemandKey(`${reportHourPrefix(churn, 'churn-4f1c2a7', to)}statistics.json`), undefined);
  });

  it('name the variant of an on-demand report on one variant', () => {
    const key = `${onDemandReportPrefix(churn, { from, to, variant: 'blue' }, started)}statistics.json`;
    assert.deepEqual(parseOnDemandKey(key), { from, to, variant: 'blue', started });
    assert.equal(parseOnDemandKey(key.replace('T08--', 'T99--')), undefined);
    assert.equal(parseOnDemandKey(key.replace('--2026-11-02T10', '--2026-11-02T99')), undefined);
    assert.equal(parseOnDemandKey(key.replace('/20261127T', '/20261327T')), undefined);
    assert.equal(parseOnDemandKey(`x${key}`), undefined);
    assert.equal(parseOnDemandKey(`${key}/x`), undefined);
    assert.equal(parseOnDemandKey(key.replace('schema=', '')), undefined);
  });

  it('accept gzipped captures', () => {
    const key = 'captures/churn/schema=v1/churn/blue/2026/11/02/08/00-00-000-a.jsonl';
    const capture = { ...churn, variant: 'blue', hour: from };
    assert.deepEqual([parseCaptureKey(key), parseCaptureKey(`${key}.gz`)], [capture, capture]);
  });
});
