import assert from 'node:assert/strict';
import fc from 'fast-check';
import { incidentKey, reportHourPrefix } from '../../../contract/storeLayout';
import { allWell, drift, hour, now, ref, schedule, situation, statisticsFrom, typeCheck } from './incidentSituation';

const drifted = statisticsFrom(60);

describe('incident function: the incident', () => {
  it('is named by the window that broke, with what the report and the rejects say', async () => {
    const { arrives, report, store, incident } = situation();
    await arrives(...report(11, [drift('age')], drifted, [{ file: 'captures/a.jsonl', line: 7, reason: 'not JSON' }]));
    assert.deepEqual(store.keys('incidents/'), ['incidents/churn/2026/churn-2026112310.md']);
    const { violations, reports, rejects, causes, histograms, ...rest } = incident(10);
    assert.deepEqual(rest, {
      id: 'churn-2026112310',
      endpoint: 'churn',
      schema: 'v1',
      schedule,
      status: 'open',
      opened: '2026-11-23T10:00:00.000Z',
      lastWindow: '2026-11-23T10:00:00.000Z',
      detected: '2026-11-23T12:34:56.000Z',
      checkTypes: ['baseline_drift_check'],
      features: ['age'],
      rejectedLines: 1,
      similar: [],
      runbooks: [],
      changes: [],
      actions: [],
      messages: [
        { id: 'churn-2026112310.1', kind: 'opened', severity: 'critical', state: 'sent', at: now.toISOString() },
      ],
    });
    assert.deepEqual(
      violations.map(({ feature, severity, windows, description }) => [feature, severity, windows, description]),
      [['age', 'critical', 1, drift('age').description]],
    );
    assert.deepEqual(
      reports.map(({ to, baseline, rows, broken }) => [to, baseline, rows, broken]),
      [['2026-11-23T11:00:00.000Z', '2026-11-01-3f9a2c', 100, ['baseline_drift_check age']]],
    );
    assert.deepEqual(rejects, [{ file: 'captures/a.jsonl', line: 7, reason: 'not JSON' }]);
    assert.deepEqual(
      causes.map(({ cause, evidence }) => [cause, evidence]),
      [['population-shift', 'Distributions moved beyond chance, by distance: age (0.6).']],
    );
    assert.deepEqual(
      histograms.map(({ feature, range, observed }) => [feature, range, observed[0], observed.at(-1)]),
      [['age', [0, 159], 0, 0.16]],
    );
  });

  it('counts rejected records that the report only counts', async () => {
    const { arrives, report, incident } = situation();
    const rejects = [{ file: 'captures/a.jsonl', line: 7, reason: 'not JSON' }];
    await arrives(...report(11, [], drifted, { count: 12_000, rejects }));
    assert.deepEqual([incident(10).rejectedLines, incident(10).rejects], [12_000, rejects]);
  });

  it('does not change when an event comes twice, and nothing is published or written again', async () => {
    const { arrives, report, store, metrics } = situation();
    const keys = report(11, [drift('age')], drifted);
    await arrives(...keys);
    const before = [store.text(incidentKey('churn', hour(10))), metrics.length, store.writes];
    assert.deepEqual(await arrives(...keys, ...keys), allWell);
    assert.deepEqual([store.text(incidentKey('churn', hour(10))), metrics.length, store.writes], before);
  });

  it('is not written again when the event comes again after the summary was not written', async () => {
    const { arrives, report, store } = situation();
    const keys = report(11, [drift('age')], drifted);
    await arrives(...keys);
    store.objects.delete(`${reportHourPrefix(ref, schedule, hour(11))}summary.json`);
    assert.deepEqual(await arrives(...keys), allWell);
    const key = incidentKey('churn', hour(10));
    assert.deepEqual(
      store.conditions.filter((condition) => condition.startsWith(key)),
      [`${key} if none matches *`, `${key} if it matches "7"`],
    );
  });

  it('stays closed since the first clean window', async () => {
    const { arrives, report, statistics, incident } = situation();
    await arrives(...report(11, [], drifted));
    for (const h of [12, 13]) await arrives(statistics(h));
    assert.equal(incident(10).closed, '2026-11-23T11:00:00.000Z');
  });

  it('continues with the next windows that break the same check, and closes with a clean run', async () => {
    const { arrives, report, statistics, store, incident } = situation();
    for (const h of [11, 12, 14]) await arrives(...report(h, h === 12 ? [typeCheck] : [], drifted));
    assert.equal(store.keys('incidents/').length, 1);
    assert.deepEqual(
      incident(10).violations.map(({ feature, windows, first, last }) => [feature, windows, first, last]),
      [
        ['age', 3, '2026-11-23T10:00:00.000Z', '2026-11-23T13:00:00.000Z'],
        ['tenure', 1, '2026-11-23T11:00:00.000Z', '2026-11-23T11:00:00.000Z'],
      ],
    );
    await arrives(statistics(15));
    assert.deepEqual([incident(10).status, incident(10).closed], ['closed', '2026-11-23T14:00:00.000Z']);
    await arrives(...report(16, [], drifted));
    assert.equal(store.keys('incidents/').length, 2);
    assert.equal(incident(15).status, 'open');
  });

  it('is another one for another kind of violation, and after a day of silence', async () => {
    const { arrives, report, store } = situation();
    for (const keys of [report(1, [], drifted), report(2, [typeCheck]), report(31, [typeCheck])])
      await arrives(...keys);
    assert.deepEqual(store.keys('incidents/'), [
      'incidents/churn/2026/churn-2026112300.md',
      'incidents/churn/2026/churn-2026112301.md',
      'incidents/churn/2026/churn-2026112406.md',
    ]);
  });

  it('continues up to 24 hours after the last window that broke, and is a new one after that', async () => {
    const documents = async (hours: readonly number[]) => {
      const { arrives, report, store } = situation();
      for (const h of hours) await arrives(...report(h, [], drifted));
      return store.keys('incidents/').map((key) => key.slice(-13, -3));
    };
    assert.deepEqual(await documents([1, 25]), ['2026112300']);
    assert.deepEqual(await documents([1, 26]), ['2026112300', '2026112401']);
  });

  it('is closed by a clean rerun of its last window', async () => {
    const { arrives, report, statistics, store, incident } = situation();
    await arrives(...report(11, [], drifted));
    await arrives(...report(12, [], drifted));
    store.objects.delete(`${reportHourPrefix(ref, schedule, hour(12))}constraint_violations.json`);
    await arrives(statistics(12));
    assert.deepEqual([incident(10).status, incident(10).closed], ['closed', '2026-11-23T11:00:00.000Z']);
  });

  it('stays one incident when a run’s statistics arrive before its violations', async () => {
    const { arrives, report, statistics, violations, store, incident } = situation();
    await arrives(...report(11, [typeCheck]));
    await arrives(statistics(12));
    assert.equal(incident(10).status, 'closed');
    await arrives(violations(12, [typeCheck]));
    assert.deepEqual([store.keys('incidents/').length, incident(10).status], [1, 'open']);
    assert.equal(incident(10).reports.length, 2);
  });

  it('takes in a late window of a closed incident, and stays closed', async () => {
    const { arrives, report, statistics, store, incident } = situation();
    for (const keys of [report(11, [], drifted), [statistics(14)], report(12, [], drifted)]) await arrives(...keys);
    assert.deepEqual([store.keys('incidents/').length, incident(10).status], [1, 'closed']);
    assert.deepEqual(incident(10).violations[0]?.windows, 2);
  });

  it('is not closed by a late event of an earlier clean window', async () => {
    const { arrives, report, statistics, incident } = situation();
    await arrives(...report(11, [], drifted));
    await arrives(statistics(10));
    assert.equal(incident(10).status, 'open');
  });

  it('has the new report of a window whose monitor ran again, once', async () => {
    const { arrives, report, incident } = situation();
    await arrives(...report(11, [], drifted));
    await arrives(...report(11, [typeCheck], drifted));
    const { violations, reports } = incident(10);
    assert.deepEqual(
      violations.map(({ checkType, windows }) => [checkType, windows]),
      [
        ['baseline_drift_check', 1],
        ['data_type_check', 1],
      ],
    );
    assert.equal(reports.length, 1);
  });

  it('keeps the notes of people', async () => {
    const { arrives, report, store } = situation();
    await arrives(...report(11, [], drifted));
    const key = incidentKey('churn', hour(10));
    store.put(key, store.text(key).replace(/## Notes\n[\s\S]*$/, '## Notes\n\nThe unit changed.\n\n## Who\n\nAnna\n'));
    await arrives(...report(12, [], drifted));
    assert.ok(store.text(key).endsWith('## Notes\n\nThe unit changed.\n\n## Who\n\nAnna\n'));
  });

  it('is the same whatever the order in which a run’s files arrive, and however often', async () => {
    const documents = (store: { keys(prefix: string): string[]; text(key: string): string }) =>
      store
        .keys('')
        .filter((key) => key.endsWith('.md') || key.endsWith('summary.json'))
        .map((key) => [key, store.text(key).replace(/v\d+/g, 'v')]);
    const play = async (order: readonly ('statistics' | 'violations')[]) => {
      const { arrives, report, statistics, violations, store, metrics } = situation();
      await arrives(...report(11, [drift('age'), typeCheck], drifted));
      // A file's event comes after the file: each is written with its first event.
      const written = new Map<string, string>();
      for (const file of order) {
        if (!written.has(file)) {
          written.set(file, file === 'statistics' ? statistics(12, drifted) : violations(12, [typeCheck]));
        }
        await arrives(written.get(file) ?? '');
      }
      return { documents: documents(store), metrics: [...new Set(metrics)].sort() };
    };
    const expected = await play(['statistics', 'violations']);
    const events = fc.array(fc.constantFrom('statistics' as const, 'violations' as const), {
      minLength: 2,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(
        events.filter((order) => new Set(order).size === 2),
        async (order) => assert.deepEqual((await play(order)).documents, expected.documents),
      ),
      { numRuns: 30 },
    );
  });
});
