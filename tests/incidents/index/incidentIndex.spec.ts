import assert from 'node:assert/strict';
import { IncidentIndex } from '../../../incidents/index/incidentIndex';
import { reindexIncidents } from '../../../incidents/index/reindexIncidents';
import { recordAction } from '../../../incidents/memory/recordAction';
import { sampleIncidents } from '../../../scripts/docs/sampleIncidents';
import { FakeTable } from '../../support/fakeTable';

const incidents = sampleIncidents.map(({ incident }) => incident);
const [first] = incidents;
assert.ok(first);

describe('the index of incidents', () => {
  const indexed = async () => {
    const table = new FakeTable();
    const index = new IncidentIndex(table.client, 'index');
    for (const incident of incidents) await index.put(incident);
    return { table, index };
  };

  it('finds incidents by endpoint, feature, state, month, cause and fingerprint, the newest first', async () => {
    const { index } = await indexed();
    const ids = async (...[kind, value, options]: Parameters<IncidentIndex['find']>) =>
      (await index.find(kind, value, options)).map(({ id }) => id);
    assert.deepEqual(await ids('endpoint', 'arrival-delay'), ['arrival-delay-2026110520', 'arrival-delay-2026110208']);
    assert.deepEqual(await ids('feature', 'distance'), ['arrival-delay-2026110208']);
    assert.deepEqual(await ids('state', 'open'), ['churn-2026110612']);
    assert.deepEqual(await ids('month', '2026-11', { limit: 3 }), [
      'churn-2026110612',
      'arrival-delay-2026110520',
      'churn-2026110300',
    ]);
    assert.deepEqual(await ids('month', '2026-11', { to: new Date('2026-11-03T00:00:00Z') }), [
      'arrival-delay-2026110208',
    ]);
    assert.deepEqual(await ids('month', '2026-11', { from: new Date('2026-11-06T00:00:00Z') }), ['churn-2026110612']);
    assert.deepEqual(await ids('cause', 'unit-change'), ['arrival-delay-2026110208']);
    assert.deepEqual(await index.ids(), incidents.map(({ id }) => id).sort());
  });

  it('moves an incident to its new state, with cause and fix', async () => {
    const { index, table } = await indexed();
    const before = table.items.size;
    const open = incidents.find(({ id }) => id === 'churn-2026110612');
    assert.ok(open);
    const at = '2026-11-08T00:00:00.000Z';
    await index.put(recordAction(open, { action: 'resolve', by: 'ana', at, cause: 'a campaign', fix: 'retrained' }));
    assert.deepEqual(await index.find('state', 'open'), []);
    const resolved = await index.find('state', 'resolved');
    assert.deepEqual([resolved[0]?.id, resolved[0]?.cause, resolved[0]?.fix], [open.id, 'a campaign', 'retrained']);
    assert.equal(table.items.size, before);
    await index.remove(open.id);
    assert.equal((await index.ids()).includes(open.id), false);
    assert.equal(table.keys().includes('endpoint churn') && (await index.find('endpoint', 'churn')).length, 1);
  });

  it('has the items of one of two concurrent writers, and no others', async () => {
    const { table, index } = await indexed();
    const reopened = { ...first, status: 'open' as const, actions: [] };
    const other = new IncidentIndex(table.client, 'index');
    let disturbed = 0;
    table.beforeTransaction = async () => {
      if (disturbed++ === 0) await other.put({ ...reopened, features: ['other'] });
    };
    await index.put(reopened);
    assert.deepEqual(await index.find('feature', 'other'), []);
    assert.deepEqual((await index.find('state', 'open')).map(({ id }) => id).includes(first.id), true);
  });

  it('stays within the limits of a transaction and an item for 500 features with long names', async () => {
    const { table, index } = await indexed();
    const features = Array.from({ length: 500 }, (_, i) => `${i}-${'é😀'.repeat(2_000)}`);
    const causes = first.causes.map((likely) => ({ ...likely, features }));
    await index.put({ ...first, features, causes });
    await index.put({ ...first, features: features.slice(200), causes });
    const size = Math.max(...[...table.items.values()].map((item) => JSON.stringify(item).length));
    assert.ok(size < 400_000, String(size));
    assert.ok(Math.max(...table.keys().map((key) => Buffer.byteLength(key))) <= 2_048);
    assert.ok(table.keys().every((key) => Buffer.from(key).toString() === key));
  });

  it('is rebuilt from the documents, from nothing or after it went wrong', async () => {
    const { table: expected } = await indexed();
    const table = new FakeTable();
    const index = new IncidentIndex(table.client, 'index');
    assert.deepEqual(await reindexIncidents(index, incidents, new Set()), { written: incidents.length, removed: [] });
    assert.deepEqual([...table.items].sort(), [...expected.items].sort());
    await index.put({ ...first, id: 'gone-2026110100', endpoint: 'gone' });
    await index.put({ ...first, id: 'broken-2026110100', endpoint: 'broken' });
    await index.put({ ...first, features: ['wrong'] });
    const { removed } = await reindexIncidents(index, incidents, new Set(['broken-2026110100']));
    assert.deepEqual(removed, ['gone-2026110100']);
    await index.remove('broken-2026110100');
    assert.deepEqual([...table.items].sort(), [...expected.items].sort());
  });
});
