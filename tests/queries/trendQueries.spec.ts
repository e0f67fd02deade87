import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { openTrendTables } from '../../cli/query/openTrendTables';
import type { QueryEngine } from '../../cli/query/queryEngine';
import { trendTables } from '../../contract/storeLayout';
import { bindValues, quoteText } from '../../queries/sqlText';
import { trendQueries } from '../../queries/trendQueries';
import { trendTableOf } from '../../queries/trendTables';
import { folderStore } from '../../store/folderStore';
import { sampleSummary } from '../support/sampleSummary';
import { filesOf, makeStore, movedSummary, putTrends } from '../support/trendStore';

describe('the saved queries over trends', () => {
  const now = new Date();
  const day = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
  let store = '';
  let engine: QueryEngine;
  before(async () => {
    store = makeStore();
    const put = (endpoint: string, days: number, ...window: Parameters<typeof sampleSummary>) =>
      putTrends(store, movedSummary(sampleSummary(...window), endpoint, days, now), { promised: 0.98 });
    put('churn', 3, 8, 9, 0.05, 1);
    put('churn', 3, 9, 10, 0.25, 0.75);
    put('churn', 3, 10, 11, 0.3, 0.995);
    put('churn', 2, 8, 9, 0.2, 1);
    put('fraud', 1, 8, 9, 0.15, 1);
    put('fraud', 20, 8, 9, 0.9, 0.5);
    put('fraud', 120, 8, 9, 0.9, 1);
    engine = await openTrendTables(folderStore(store), {});
  });
  after(() => {
    engine?.close();
    rmSync(store, { recursive: true });
  });
  const ask = (query: keyof typeof trendQueries, ...values: readonly string[]) =>
    engine.run(bindValues(trendQueries[query], values));
  const at = (days: number, hour: string) => `${day(days)}T${hour}:00:00.000Z`;

  it('show the drift of a feature over 90 days, by window', async () => {
    const rows = await ask('drift', 'fraud', 'age');
    assert.deepEqual(
      rows.map(({ window_from, drift_distance, drift_limit, broken_checks }) => [
        window_from,
        drift_distance,
        drift_limit,
        broken_checks,
      ]),
      [
        [at(20, '08'), '0.9', '0.1', 'baseline_drift_check'],
        [at(1, '08'), '0.15', '0.1', 'baseline_drift_check'],
      ],
    );
  });

  it('rank the features of all endpoints by windows of this week that broke a check', async () => {
    const rows = await ask('worst');
    assert.deepEqual(
      rows.map(({ endpoint, feature, windows, broken_windows }) => [endpoint, feature, windows, broken_windows]),
      [
        ['churn', 'age', '4', '3'],
        ['fraud', 'age', '1', '1'],
      ],
    );
    assert.equal(Number(rows[0]?.['highest_drift_of_limit']).toFixed(6), '3.000000');
  });

  it('compare completeness with the SLA, for features that it promises', async () => {
    const rows = await ask('completeness');
    assert.deepEqual(
      rows.map((row) => Object.values(row)),
      [
        ['churn', 'age', '0.98', '0.93625', '0.75', '4', '1'],
        ['fraud', 'age', '0.98', '0.75', '0.5', '2', '1'],
      ],
    );
  });

  it('measure the time to detect from the start of the first broken window of an episode', async () => {
    const rows = await ask('detection');
    assert.deepEqual(
      rows.map(({ endpoint, began, minutes_to_detect }) => [endpoint, began, minutes_to_detect]),
      [
        ['fraud', at(20, '08'), '65'],
        ['churn', at(3, '09'), '65'],
      ],
    );
  });

  it('select no row for a text that holds SQL', async () => {
    assert.deepEqual(await ask('drift', "x' OR 'a' = 'a", 'age'), []);
    assert.equal(quoteText("o'clock"), "'o''clock'");
    assert.throws(() => bindValues(trendQueries.drift, ['churn']), /takes 2 values/);
  });

  it('find endpoint and day in the keys, as partitions in the layout of Hive', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    for (const table of trendTables) {
      const files = quoteText(filesOf(store, table));
      const rows = `read_json(${files}, hive_partitioning = true, hive_types_autocast = false)`;
      const reader = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${rows}`);
      const names = reader.getRowObjectsJson().map((row) => row['column_name'] as string);
      const expected = [...Object.keys(trendTableOf[table].columns), ...trendTableOf[table].partitions];
      assert.deepEqual(
        names.filter((name) => !expected.includes(name)),
        [],
      );
      assert.ok(names.includes('endpoint') && names.includes('day'));
    }
  });
});
