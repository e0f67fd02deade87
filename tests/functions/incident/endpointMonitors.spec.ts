import assert from 'node:assert/strict';
import { monitorSettingsKey } from '../../../contract/monitorSettings';
import { baselineKey } from '../../../contract/storeLayout';
import { EndpointMonitors } from '../../../functions/incident/endpointMonitors';
import { ref, situation } from './incidentSituation';

const first = '2026-11-01-3f9a2c';
const second = '2026-11-02-000000';
const files = ['statistics.json', 'constraints.json'] as const;

describe('the settings of monitored endpoints', () => {
  const { store } = situation();
  const settings = JSON.parse(store.text(monitorSettingsKey));
  const monitors = () => new EndpointMonitors({ s3: store.client, bucket: 'store' });

  /** Puts the settings of some endpoints into the store, and the baseline of each. */
  function putEndpoints(names: readonly string[], baseline: string): void {
    const endpoints = Object.fromEntries(names.map((name) => [name, { ...settings.endpoints.churn, baseline }]));
    store.put(monitorSettingsKey, { ...settings, endpoints });
    for (const endpoint of names) {
      for (const file of files) {
        store.put(baselineKey({ endpoint, schema: 'v1' }, baseline, file), store.text(baselineKey(ref, first, file)));
      }
    }
  }

  /** Number of baseline files that a call reads. */
  async function baselineReads(run: () => Promise<unknown>): Promise<number> {
    const before = store.reads.length;
    await run();
    return store.reads.slice(before).filter((key) => key.startsWith('baselines/')).length;
  }

  it('follow a new baseline, and read each baseline once', async () => {
    putEndpoints(['churn'], first);
    const known = monitors();
    const find = () => known.find('churn', 'v1');
    assert.deepEqual([await baselineReads(find), await baselineReads(find)], [2, 0]);
    putEndpoints(['churn'], second);
    assert.deepEqual([await baselineReads(find), (await find())?.settings.baseline], [2, second]);
  });

  it('keep the last twenty baselines', async () => {
    const names = Array.from({ length: 21 }, (_, i) => `e${i}`);
    putEndpoints(names, first);
    const known = monitors();
    const read = (name: string) => baselineReads(() => known.find(name, 'v1'));
    for (const name of names.slice(0, 20)) assert.equal(await read(name), 2);
    assert.equal(await read('e0'), 0);
    assert.equal(await read('e20'), 2);
    assert.deepEqual([await read('e1'), await read('e0')], [0, 2]);
  });

  it('read a baseline again after a failure', async () => {
    putEndpoints(['late'], first);
    const key = baselineKey({ endpoint: 'late', schema: 'v1' }, first, 'constraints.json');
    const text = store.text(key);
    store.objects.delete(key);
    const known = monitors();
    await assert.rejects(known.find('late', 'v1'), { name: 'NoSuchKey' });
    store.put(key, text);
    assert.equal((await known.find('late', 'v1'))?.settings.baseline, first);
  });
});
