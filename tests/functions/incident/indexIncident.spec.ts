import assert from 'node:assert/strict';
import { incidentKey } from '../../../contract/storeLayout';
import { formatIncidentDocument, parseIncidentDocument } from '../../../incidents/document/incidentDocument';
import { recordAction } from '../../../incidents/memory/recordAction';
import { allWell, hour, situation, statisticsFrom } from './incidentSituation';

const drifted = statisticsFrom(60);
const key = incidentKey('churn', hour(10));

describe('incident function: the index', () => {
  it('has an incident once the event of its document came, whoever wrote it', async () => {
    const { arrives, report, store, index } = situation();
    await arrives(...report(11, [], drifted));
    assert.deepEqual(await index.ids(), []);
    assert.deepEqual(await arrives(key), allWell);
    assert.deepEqual(
      (await index.find('state', 'open')).map(({ id }) => id),
      ['churn-2026112310'],
    );
    const { incident, notes } = parseIncidentDocument(store.text(key));
    const at = hour(12).toISOString();
    store.put(key, formatIncidentDocument(recordAction(incident, { action: 'acknowledge', by: 'ana', at }), notes));
    await arrives(key, key);
    assert.deepEqual(await index.find('state', 'open'), []);
    assert.equal((await index.find('state', 'acknowledged')).length, 1);
  });

  it('gives the similar incidents of other endpoints, beyond the newest documents', async () => {
    const { arrives, report, index, incident } = situation();
    await arrives(...report(11, [], drifted));
    const elsewhere = {
      ...incident(10),
      id: 'fraud-2025010100',
      endpoint: 'fraud',
      opened: '2025-01-01T00:00:00.000Z',
      actions: [
        { action: 'resolve' as const, by: 'ana', at: hour(9).toISOString(), cause: 'a campaign', fix: 'retrained' },
      ],
    };
    await index.put(elsewhere);
    await arrives(...report(12, [], drifted));
    const similar = [{ id: 'fraud-2025010100', similarity: 0.8, cause: 'a campaign', fix: 'retrained' }];
    assert.deepEqual(
      incident(10).similar.map((one) => ({ ...one, similarity: 0.8 })),
      similar,
    );
    await index.remove('fraud-2025010100');
    await arrives(...report(13, [], drifted));
    assert.equal(incident(10).similar.length, 1);
  });

  it('that fails loses no incident: its message comes again, and reports do not wait for it', async () => {
    const { arrives, report, table, index, incident } = situation();
    table.failures.push(...Array(3).fill(Object.assign(new Error('rate exceeded'), { name: 'ThrottlingException' })));
    assert.deepEqual(await arrives(...report(11, [], drifted)), allWell);
    assert.equal(incident(10).status, 'open');
    table.failures.splice(0);
    table.failures.push(new Error('table not found'));
    assert.deepEqual(await arrives(key), { batchItemFailures: [{ itemIdentifier: 'm0' }] });
    assert.deepEqual(await arrives(key), allWell);
    assert.deepEqual(await index.ids(), ['churn-2026112310']);
  });

  it('keeps what it has of a document that a person made invalid, and ignores other objects', async () => {
    const { arrives, report, store, index } = situation();
    await arrives(...report(11, [], drifted));
    await arrives(key);
    store.put(key, 'no front matter');
    assert.deepEqual(
      await arrives(key, 'incidents/churn/notes.md', 'incidents/churn/2026/fraud-2026112310.md'),
      allWell,
    );
    assert.deepEqual(await index.ids(), ['churn-2026112310']);
  });
});
