import assert from 'node:assert/strict';
import fc from 'fast-check';
import { incidentKey } from '../../../contract/storeLayout';
import type { RecordedAction } from '../../../incidents/document/incident';
import { formatIncidentDocument, parseIncidentDocument } from '../../../incidents/document/incidentDocument';
import { recordIncidentAction } from '../../../store/incidentDocuments';
import { s3Store } from '../../../store/s3Store';
import { hour, situation, statisticsFrom } from './incidentSituation';

const drifted = statisticsFrom(60);
const by = 'on-call';
const at = (minute: number) => new Date(hour(30).getTime() + minute * 60_000).toISOString();
const resolve = (minute: number): RecordedAction => ({
  action: 'resolve',
  by,
  at: at(minute),
  cause: `cause ${minute}`,
  fix: `fix ${minute}`,
});
describe('actions that people record', () => {
  it('are kept by the function, with the notes', async () => {
    const { arrives, report, store, incident } = situation();
    await arrives(...report(11, [], drifted));
    const key = incidentKey('churn', hour(10));
    const { incident: first } = parseIncidentDocument(store.text(key));
    store.put(key, formatIncidentDocument({ ...first, ticket: 'OPS-1' }, 'Called the owner.'));
    await recordIncidentAction(s3Store({ bucket: 'store', prefix: '', client: store.client }), first.id, resolve(0));
    await arrives(...report(12, [], drifted));
    await arrives(...report(13, []));
    const text = store.text(key);
    assert.deepEqual(incident(10).actions, [resolve(0)]);
    assert.deepEqual(
      [incident(10).reports.length, incident(10).status, incident(10)['ticket']],
      [2, 'closed', 'OPS-1'],
    );
    assert.equal(parseIncidentDocument(text).notes, 'Called the owner.');
    assert.ok(
      text.includes('\n## Actions\n\n- 2026-11-24 06:00 UTC: resolved by on-call. Cause: cause 0 Fix: fix 0\n'),
    );
  });

  it('and windows of the function are all in the document, whoever writes when', async function () {
    this.timeout(60_000);
    const step = fc.oneof(
      fc.record({ kind: fc.constant('window' as const), number: fc.integer({ min: 12, max: 20 }) }),
      fc.record({ kind: fc.constant('action' as const), number: fc.integer({ min: 0, max: 50 }) }),
    );
    const groups = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(groups, async (played) => {
        const { arrives, report, store, incident } = situation();
        await arrives(...report(11, [], drifted));
        const people = s3Store({ bucket: 'store', prefix: '', client: store.client });
        const { id } = incident(10);
        const deliver = async (keys: string[]): Promise<void> => {
          const { batchItemFailures } = await arrives(...keys);
          if (batchItemFailures.length > 0) await deliver(keys);
        };
        for (const group of played) {
          const running = group.map(({ kind, number }) =>
            kind === 'window'
              ? deliver(report(number, [], drifted))
              : recordIncidentAction(people, id, resolve(number)).then(() => undefined),
          );
          await Promise.all(running);
        }
        const steps = played.flat();
        const expected = steps.flatMap(({ kind, number }) => (kind === 'action' ? [resolve(number)] : []));
        const windows = new Set(steps.flatMap(({ kind, number }) => (kind === 'window' ? [number] : [])));
        assert.deepEqual(
          incident(10).actions.map(({ at: when }) => when),
          expected.map(({ at: when }) => when).sort(),
        );
        assert.equal(incident(10).reports.length, 1 + windows.size);
      }),
      { numRuns: 60 },
    );
  });

  it('name the fix in a later incident like it', async () => {
    const { arrives, report, store, incident } = situation();
    await arrives(...report(11, [], drifted));
    const { id } = incident(10);
    await recordIncidentAction(s3Store({ bucket: 'store', prefix: '', client: store.client }), id, resolve(2));
    await arrives(...report(12, []));
    await arrives(...report(13, [], drifted));
    assert.deepEqual(incident(12).similar, [{ id, similarity: 1, cause: 'cause 2', fix: 'fix 2' }]);
    const text = store.text(incidentKey('churn', hour(12)));
    assert.ok(
      text.includes(
        '\n## Similar incidents\n\n- [churn-2026112310](../../../incidents/churn/2026/churn-2026112310.md) (similarity 1.00): cause 2 Fix: fix 2\n',
      ),
      text,
    );
  });
});
