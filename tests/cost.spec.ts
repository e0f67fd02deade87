import assert from 'node:assert/strict';
import { analyzerCost, managedCost, runFigures } from '../bench/analyzer/runCost';
import { priceList } from '../bench/prices';
import { monitorDefaults } from '../contract/monitorDefaults';
import { parseSla } from '../contract/sla';
import { benchFigures, endpointCost, watchCost } from './support/costTables';
import { schemaFaults } from './support/jsonSchema';

const { sla } = parseSla({
  endpoint: 'churn',
  owner: 'ml',
  runbook: 'https://runbooks.example.com/churn',
  features: { age: { driftLimit: 0.1, severity: 'critical' }, plan: { severity: 'warning' } },
});

describe('the cost of an endpoint', () => {
  it('is at most $1.50 a month at 500 endpoints and hourly windows, everything included', async () => {
    const parts = await endpointCost(500);
    assert.deepEqual(Object.keys(parts).length, 8);
    const total = Object.values(parts).reduce((sum, cost) => sum + cost, 0);
    assert.ok(total > 1 && total <= 1.5, JSON.stringify(parts));
  });

  it('has the same alarms and metrics whatever the number of features', async () => {
    assert.ok(sla);
    const { alarmMetrics, metrics } = await watchCost({ sla, schedule: monitorDefaults.schedule, features: 0 });
    assert.deepEqual([alarmMetrics, metrics], [3, 3]);
  });

  it('grows by two metrics for each feature with featureMetrics', async () => {
    assert.ok(sla);
    const settings = { sla, schedule: monitorDefaults.schedule };
    const [without, withThree] = [
      await watchCost({ ...settings, features: 0 }),
      await watchCost({ ...settings, features: 3 }),
    ];
    assert.equal(withThree.metrics - without.metrics, 6);
    assert.equal(withThree.alarms, without.alarms);
  });

  it("names AWS's page for every price", () => {
    for (const { source } of Object.values(priceList.prices))
      assert.match(source, /^https:\/\/aws\.amazon\.com\/.*pricing\//);
  });
});

describe("the cost of the analyzer's runs", () => {
  const figures = runFigures(benchFigures.figures);
  const hourly = { windowMinutes: 60 };

  it('is at most $0.15 a month for hourly windows, a fiftieth of Model Monitor', () => {
    const { runs, dollarsAMonth } = analyzerCost(figures, hourly);
    assert.equal(runs, 730);
    assert.ok(dollarsAMonth <= 0.15, `$${dollarsAMonth}`);
    assert.ok(dollarsAMonth * 50 <= managedCost(60, 6, 'processingHour', 'us-east-1'));
  });

  it('falls with longer windows, and rises with traffic and processor time', () => {
    const cost = (windowMinutes: number) => analyzerCost(figures, { windowMinutes }).dollarsAMonth;
    const costs = [5, 15, 60, 360, 1440].map(cost);
    assert.deepEqual(
      [...costs].sort((a, b) => b - a),
      costs,
    );
    const busy = { recordsADay: 100 * 86_400, filesAnHour: 600 };
    assert.ok(analyzerCost(figures, { ...hourly, traffic: busy }).dollarsAMonth > cost(60));
    const slow = { ...figures, startCpuSeconds: 2 * figures.startCpuSeconds };
    assert.ok(analyzerCost(slow, hourly).dollarsAMonth > cost(60));
  });

  it('has the billed seconds of a calculation by hand', () => {
    const byHand = { startCpuSeconds: 0.5, cpuSecondsARecord: 1e-5, reads: 5, writes: 10 };
    const traffic = { recordsADay: 24_000, filesAnHour: 8 };
    // 0.51 s of a processor of which 1,769 MB get all; 15 calls, one round of files, two of records of 26 windows.
    const { seconds } = analyzerCost(byHand, { ...hourly, traffic, memoryMb: 1769 });
    assert.ok(Math.abs(seconds - (0.51 + 1.8)) < 1e-9, `${seconds}`);
  });

  it('comes from figures that match the JSON Schema', () => {
    assert.deepEqual(schemaFaults('bench/schemas/bench.schema.json', benchFigures), []);
  });
});
