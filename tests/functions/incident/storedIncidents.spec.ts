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

  it('are read up to five', async () => {
    const { arrives, report, store, incident } = situation();
    const ofType = (type: CheckType) => [{ ...typeCheck, constraint_check_type: type }];
    const others = [
      'data_type_check',
      'missing_column_check',
      'extra_column_check',
      'categorical_values_check',
    ] as const;
    await arrives(...report(1, [], drifted));
    for (const [i, type] of others.entries()) await arrives(...report(2 + i, ofType(type)));
    const open = store.keys('incidents/');
    assert.equal(open.length, 1 + others.length);
    assert.equal(incident(0).status, 'open');
  });

  it('are written as Markdown, and only if they did not change since they were read', async () => {
    const { arrives, report, store } = situation();
    const key = incidentKey('churn', hour(10));
    await arrives(...report(11, [drift('age')], drifted));
    await arrives(...report(12, [drift('age')], drifted));
    assert.equal(store.contentTypes.get(key), 'text/markdown; charset=utf-8');
    const [created, replaced, ...more] = store.conditions.filter((condition) => condition.startsWith(key));
    assert.equal(created, `${key} if none matches *`);
    assert.match(replaced ?? '', / if it matches "\d+"$/);
    assert.deepEqual(more, []);
  });
});
