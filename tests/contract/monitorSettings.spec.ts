import assert from 'node:assert/strict';
import { type EndpointMonitor, engines, monitorOf, monitorSettingsKey, mutesOf } from '../../contract/monitorSettings';
import { parseSla } from '../../contract/sla';

const { sla } = parseSla({ endpoint: 'churn', owner: 'ml', runbook: 'https://runbooks.example.com', features: {} });
assert.ok(sla);
const churn: EndpointMonitor = {
  schema: 'v1',
  baseline: '2026-11-01-3f9a2c',
  engine: 'modelMonitor',
  schedule: 'cron(0 * ? * * *)',
  owner: 'ml',
  sla,
  featureMetrics: false,
};
const text = (endpoint: object, changes: object = {}) =>
  JSON.stringify({ version: 1, stack: 'prod', endpoints: { churn: endpoint }, ...changes });

describe('settings/monitors.json', () => {
  it('has the settings of each monitored endpoint, for both engines', () => {
    assert.equal(monitorSettingsKey, 'settings/monitors.json');
    for (const engine of engines)
      assert.deepEqual(monitorOf(text({ ...churn, engine }), 'churn'), { ...churn, engine });
    assert.deepEqual(engines, ['analyzer', 'modelMonitor']);
  });

  it('has none of other endpoints', () => {
    assert.equal(monitorOf(text(churn), 'other'), undefined);
    assert.equal(monitorOf(text(churn), 'toString'), undefined);
  });

  it('has the mutes of messages; none in an object that was written before there were any', () => {
    const mutes = [{ endpoints: ['*'], reason: 'r', author: 'ana@example.com', until: '2026-12-31T00:00:00Z' }];
    assert.deepEqual(mutesOf(text(churn, { mutes })), mutes);
    assert.deepEqual(mutesOf(text(churn)), []);
  });

  it('is refused with another version, a missing setting or one that does not exist', () => {
    const { owner, ...withoutOwner } = churn;
    for (const invalid of [text(churn, { version: 2 }), text(withoutOwner), text({ ...churn, owners: 'ml' })])
      assert.throws(() => monitorOf(invalid, 'churn'), { name: 'ZodError' });
    assert.throws(() => monitorOf(text(churn, { stacks: [] }), 'churn'), { name: 'ZodError' });
  });
});
