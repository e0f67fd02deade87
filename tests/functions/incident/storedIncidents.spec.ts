import assert from 'node:assert/strict';
import type { CheckType } from '../../../contract/modelMonitorFiles';
import { incidentKey } from '../../../contract/storeLayout';
import { allWell, drift, hour, situation, statisticsFrom, typeCheck } from './incidentSituation';

const drifted = statisticsFrom(60);

describe('stored incidents', () => {
  it('are those of the endpoint only, opened at the window or before', async () => {
    const { arrives, report, store, incident } = situation();
    await arrives(...report(11, [], drifted));
    store.put('incidents/fraud/2026/fraud-2026112310.md', 'not read');
    store.put('incidents/churn/2026/churn-2026112312.md', 'not read');
    store.put('incidents/churn/2026/churn-2026112309.txt', 'not read');
    store.put(incidentKey('churn', hour(10 - 31 * 24)), 'not read');
    assert.deepEqual(await arrives(...report(12, [], drifted)), allWell);
    assert.equal(incident(10).reports.length, 2);
  });

  it('continue up to 31 days after they opened', async () => {
    const { arrives, report, store } = situation();
    for (let day = 0; day < 32; day += 1) {
      assert.deepEqual(await arrives(...report(11 + 24 * day, [], drifted)), allWell);
    }
    assert.deepEqual(store.keys('incidents/'), [
      'incidents/churn/2026/churn-2026112310.md',
      'incidents/churn/2026/churn-2026122410.md',
    ]);
  });

  it('are read up to the five newest', async () => {
    const { arrives, report, store, incident } = situation();
    const ofType = (type: string) => [{ ...typeCheck, constraint_check_type: type as CheckType }];
    for (const h of [1, 2, 3, 4, 5]) await arrives(...report(h, ofType(`check_${h}`)));
    await arrives(...report(6, ofType('check_1')));
    assert.equal(incident(0).reports.length, 2);
    for (const h of [7, 8]) await arrives(...report(h, ofType(`check_${h}`)));
    // Now six are newer than the first one or as old.
    await arrives(...report(9, ofType('check_1')));
    assert.deepEqual([incident(0).reports.length, incident(8).reports.length], [2, 1]);
    assert.deepEqual(
      [...store.listedPrefixes].filter((prefix) => prefix.startsWith('incidents/') || prefix === ''),
      ['incidents/churn/'],
    );
  });

  it('are continued by the newest first', async () => {
    const { arrives, report, incident } = situation();
    await arrives(...report(1, [], drifted));
    await arrives(...report(2, [typeCheck]));
    await arrives(...report(3, [typeCheck], drifted));
    assert.deepEqual([incident(0).reports.length, incident(1).reports.length], [1, 2]);
  });

  it('are written as Markdown, and only if they did not change since they were read', async () => {
    const { arrives, report, store } = situation();
    const key = incidentKey('churn', hour(10));
    await arrives(...report(11, [drift('age')], drifted));
    await arrives(...report(12, [drift('age')], drifted));
    assert.equal(store.contentTypes.get(key), 'text/markdown; charset=utf-8');
    const [created, ...replaced] = store.conditions.filter((condition) => condition.startsWith(key));
    assert.equal(created, `${key} if none matches *`);
    // Once with the message that was sent, and once with the next window.
    assert.equal(replaced.length, 2);
    for (const condition of replaced) assert.match(condition, / if it matches "\d+"$/);
  });
});
