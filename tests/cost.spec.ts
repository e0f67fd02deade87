import assert from 'node:assert/strict';
import { monitorDefaults } from '../contract/monitorDefaults';
import { parseSla } from '../contract/sla';
import { priceList, watchCost } from './support/costTables';

const { sla } = parseSla({
  endpoint: 'churn',
  owner: 'ml',
  runbook: 'https://runbooks.example.com/churn',
  features: { age: { driftLimit: 0.1, severity: 'critical' }, plan: { severity: 'warning' } },
});

describe('the cost of an endpoint', () => {
  it('is at most $2 a month for alarms and metrics, whatever the number of features', async () => {
    assert.ok(sla);
    const { cost } = await watchCost({ sla, schedule: monitorDefaults.schedule, features: 0 });
    assert.ok(cost <= 2, `$${cost}`);
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
