import assert from 'node:assert/strict';
import { canaryKey } from '../../../contract/canary';
import { monitorSettingsKey, readMonitorSettings } from '../../../contract/monitorSettings';
import { sendCanary } from '../../../functions/incident/canary';
import { allWell, now, situation } from './incidentSituation';

describe('incident function: the canary', () => {
  it('is an object whose event becomes a message on the route of canaries only', async () => {
    const { store, arrives, messages, pages, metrics, incidents, table } = situation();
    await sendCanary({ s3: store.client, bucket: 'store' }, now);
    assert.deepEqual(JSON.parse(store.text(canaryKey)), { dueAt: now.toISOString() });
    const before = store.writes;
    assert.deepEqual(await arrives(canaryKey), allWell);
    assert.deepEqual(
      messages.map(({ routes, bodies, message: { kind, severity, stack } }) => [
        routes,
        Object.keys(bodies),
        kind,
        severity,
        stack,
      ]),
      [[['canary'], ['message'], 'opened', 'critical', 'prod']],
    );
    // Nothing that a person, a digest, a list or the index would show.
    assert.deepEqual([pages, metrics, incidents(), table.keys()], [[], [], [], []]);
    assert.equal(store.writes, before);
  });

  it('is not held back by a mute of every endpoint', async () => {
    const { store, arrives, messages } = situation();
    const settings = readMonitorSettings(store.text(monitorSettingsKey));
    const mute = { endpoints: ['*'], reason: 'quiet', author: 'ana@example.com', until: '2027-01-01T00:00:00Z' };
    store.put(monitorSettingsKey, { ...settings, mutes: [mute] });
    await arrives(canaryKey);
    assert.equal(messages.length, 1);
  });

  it('fails if the bus does not accept it, so that its event is delivered again', async () => {
    const { arrives, bus } = situation();
    bus.isDown = true;
    assert.deepEqual(await arrives(canaryKey), { batchItemFailures: [{ itemIdentifier: 'm0' }] });
  });
});
