import assert from 'node:assert/strict';
import { deployedSettings } from '../../../cli/input/deployedSettings';
import { monitorSettingsKey } from '../../../contract/monitorSettings';
import { UserError } from '../../../contract/userError';
import { memoryStore } from '../../support/memoryStore';

const settings = {
  schema: 'v1',
  baseline: '2026-11-01-3f9a2c',
  engine: 'analyzer',
  schedule: 'cron(0 * ? * * *)',
  owner: 'ml',
  sla: {
    endpoint: 'churn',
    owner: 'ml',
    runbook: 'https://runbooks.example.com/churn',
    freshnessHours: 2,
    features: {},
  },
  featureMetrics: false,
};
const storeWith = (text: string) => memoryStore(new Map([[monitorSettingsKey, Buffer.from(text)]]));

describe('deployedSettings', () => {
  it('returns the settings of an endpoint, and nothing in a store that has none of it', async () => {
    const store = storeWith(JSON.stringify({ version: 1, stack: 'prod', endpoints: { churn: settings } }));
    assert.equal((await deployedSettings(store, 'churn'))?.baseline, settings.baseline);
    assert.equal(await deployedSettings(store, 'toString'), undefined);
    assert.equal(await deployedSettings(memoryStore(new Map()), 'churn'), undefined);
  });

  it('refuses settings that cannot be read, instead of defaults', async () => {
    for (const text of ['{', '{"version":2}']) {
      await assert.rejects(
        deployedSettings(storeWith(text), 'churn'),
        new UserError(
          "memory/settings/monitors.json: not the settings of a stack of this release (engines analyzer, modelMonitor); use the release that the stack was deployed with, or run 'pulumi up'",
        ),
      );
    }
    const denied = new UserError('s3://store: access denied (read settings/monitors.json)');
    const store = { ...memoryStore(new Map()), read: () => Promise.reject(denied) };
    await assert.rejects(deployedSettings(store, 'churn'), denied);
  });
});
