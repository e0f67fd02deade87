import assert from 'node:assert/strict';
import { captureHourPrefix, incidentKey, reportHourPrefix } from '../../../contract/storeLayout';
import { allWell, drift, hour, missing, record, ref, schedule, situation } from './incidentSituation';

describe('incident function: metrics', () => {
  it('counts a capture file', async () => {
    const { arrives, metrics, store } = situation();
    assert.deepEqual(await arrives(`${captureHourPrefix(ref, 'AllTraffic', hour(10))}00-00-1.jsonl`), allWell);
    assert.deepEqual(metrics, ['CapturedFiles=1 {Endpoint=churn}']);
    assert.equal(store.writes, 0);
  });

  it('counts a run by its statistics, before its violations arrive, and opens no incident', async () => {
    const { arrives, metrics, statistics, store } = situation();
    assert.deepEqual(await arrives(statistics(10)), allWell);
    assert.deepEqual([metrics, store.writes], [['MonitorRuns=1 {Endpoint=churn}'], 0]);
  });

  it("counts a report's violations, in total and by check type", async () => {
    const { arrives, metrics, report } = situation();
    assert.deepEqual(await arrives(report(10, [drift('age'), drift('tenure'), missing])), allWell);
    assert.deepEqual(metrics, [
      'Violations=3 {Endpoint=churn}',
      'Violations=2 {Endpoint=churn, CheckType=baseline_drift_check}',
      'Violations=1 {Endpoint=churn, CheckType=missing_column_check}',
    ]);
  });

  it('publishes zero for a report without violations, and opens no incident', async () => {
    const { arrives, metrics, report, store } = situation();
    await arrives(report(10, []));
    assert.deepEqual(metrics, ['Violations=0 {Endpoint=churn}']);
    assert.deepEqual(store.keys('incidents/'), []);
  });

  it('ignores other objects, and accepts a URL-encoded key', async () => {
    const { arrives, metrics, report } = situation();
    const constraints = `${reportHourPrefix(ref, schedule, hour(10))}constraints.json`;
    assert.deepEqual(await arrives(constraints, 'baselines/churn/schema=v1/x/statistics.json'), allWell);
    assert.deepEqual(metrics, []);
    await arrives(encodeURIComponent(report(10, [])).replaceAll('%2F', '/'));
    assert.deepEqual(metrics, ['Violations=0 {Endpoint=churn}']);
  });

  it('reads the violations file under its other name', async () => {
    const { arrives, metrics, store, incident } = situation();
    const key = `${reportHourPrefix(ref, schedule, hour(10))}constraints_violations.json`;
    store.put(key, { violations: [missing] });
    assert.deepEqual(await arrives(key), allWell);
    assert.equal(metrics[0], 'Violations=1 {Endpoint=churn}');
    assert.equal(incident(10).reports[0]?.key, key);
  });
});

describe('incident function: the incident', () => {
  it('is stored under its key, with the violations and rejects of the report', async () => {
    const { arrives, report, store, incident } = situation();
    await arrives(report(10, [drift('age')], [{ file: 'captures/a.jsonl', line: 7, reason: 'no JSON' }]));
    assert.deepEqual(store.keys('incidents/'), ['incidents/churn/2026/churn-2026112310.md']);
    const { violations, reports, rejects, ...rest } = incident(10);
    assert.deepEqual(rest, {
      id: 'churn-2026112310',
      endpoint: 'churn',
      schema: 'v1',
      schedule,
      status: 'open',
      opened: '2026-11-23T10:00:00.000Z',
      lastWindow: '2026-11-23T10:00:00.000Z',
      checkTypes: ['baseline_drift_check'],
      features: ['age'],
      rejectedLines: 1,
    });
    assert.deepEqual(
      violations.map(({ feature, windows }) => [feature, windows]),
      [['age', 1]],
    );
    assert.deepEqual(
      reports.map(({ rows }) => rows),
      [120],
    );
    assert.deepEqual(rejects, [{ file: 'captures/a.jsonl', line: 7, reason: 'no JSON' }]);
  });

  it('counts rejects that the report does not list', async () => {
    const { arrives, report, incident } = situation();
    const rejects = [{ file: 'captures/a.jsonl', line: 7, reason: 'no JSON' }];
    await arrives(report(10, [drift('age')], { count: 12_000, rejects }));
    assert.deepEqual([incident(10).rejectedLines, incident(10).rejects], [12_000, rejects]);
  });

  it('stays the same, without another count, if an event arrives twice', async () => {
    const { arrives, report, store, metrics } = situation();
    const key = report(10, [drift('age')]);
    await arrives(key);
    const [document, counted, writes] = [store.text(incidentKey('churn', hour(10))), metrics.length, store.writes];
    assert.deepEqual(await arrives(key, key), allWell);
    assert.deepEqual(
      [store.text(incidentKey('churn', hour(10))), metrics.length, store.writes],
      [document, counted, writes],
    );
  });

  it('continues with windows that violate the same check, and closes with a clean one', async () => {
    const { arrives, report, store, incident } = situation();
    await arrives(report(10, [drift('age')]), report(11, [drift('age'), drift('tenure')]), report(13, [drift('age')]));
    assert.deepEqual(store.keys('incidents/').length, 1);
    assert.deepEqual(
      incident(10).violations.map(({ feature, windows, first, last }) => [feature, windows, first, last]),
      [
        ['age', 3, '2026-11-23T10:00:00.000Z', '2026-11-23T13:00:00.000Z'],
        ['tenure', 1, '2026-11-23T11:00:00.000Z', '2026-11-23T11:00:00.000Z'],
      ],
    );
    await arrives(report(14, []));
    assert.deepEqual([incident(10).status, incident(10).closed], ['closed', '2026-11-23T14:00:00.000Z']);
    await arrives(report(15, [drift('age')]));
    assert.equal(store.keys('incidents/').length, 2);
    assert.equal(incident(15).status, 'open');
  });

  it('is a new one for another check type, and after more than a day', async () => {
    const { arrives, report, store } = situation();
    await arrives(report(0, [drift('age')]), report(1, [missing]), report(30, [missing]));
    assert.deepEqual(store.keys('incidents/'), [
      'incidents/churn/2026/churn-2026112300.md',
      'incidents/churn/2026/churn-2026112301.md',
      'incidents/churn/2026/churn-2026112406.md',
    ]);
  });

  it('continues up to 24 hours after the last violating window, and is a new one after that', async () => {
    const onTime = situation();
    await onTime.arrives(onTime.report(0, [drift('age')]), onTime.report(24, [drift('age')]));
    assert.deepEqual(onTime.store.keys('incidents/'), ['incidents/churn/2026/churn-2026112300.md']);
    assert.equal(onTime.incident(0).lastWindow, '2026-11-24T00:00:00.000Z');
    const tooLate = situation();
    await tooLate.arrives(tooLate.report(0, [drift('age')]), tooLate.report(25, [drift('age')]));
    assert.deepEqual(tooLate.store.keys('incidents/'), [
      'incidents/churn/2026/churn-2026112300.md',
      'incidents/churn/2026/churn-2026112401.md',
    ]);
  });

  it('is closed by a clean rerun of its last window', async () => {
    const { arrives, report, incident } = situation();
    await arrives(report(10, [drift('age')]), report(11, [drift('age')]));
    await arrives(report(11, []));
    assert.deepEqual([incident(10).status, incident(10).closed], ['closed', '2026-11-23T11:00:00.000Z']);
  });

  it('is reopened by a late report of its first window, and closed again by a later clean one', async () => {
    const { arrives, report, incident } = situation();
    await arrives(report(10, [drift('age')]), report(11, []));
    assert.equal(incident(10).status, 'closed');
    await arrives(report(10, [drift('age'), missing]));
    assert.deepEqual([incident(10).status, incident(10).closed], ['open', undefined]);
    await arrives(report(12, []));
    assert.deepEqual([incident(10).status, incident(10).closed], ['closed', '2026-11-23T12:00:00.000Z']);
  });

  it('is not closed by statistics alone, because the violations may arrive later', async () => {
    const { arrives, report, statistics, store, incident } = situation();
    await arrives(report(10, [drift('age')]), statistics(11));
    assert.equal(incident(10).status, 'open');
    await arrives(report(11, [drift('age')]));
    assert.deepEqual([store.keys('incidents/').length, incident(10).reports.length], [1, 2]);
  });

  it('stays open if clean windows write no violations, and is a new one after a day', async () => {
    const { arrives, report, statistics, store, incident } = situation();
    await arrives(report(10, [drift('age')]), statistics(11), statistics(12), report(35, [drift('age')]));
    assert.deepEqual([incident(10).status, incident(10).reports.length], ['open', 1]);
    assert.equal(store.keys('incidents/').length, 2);
  });

  it('is not closed by a late event of an earlier clean window', async () => {
    const { arrives, report, incident } = situation();
    await arrives(report(10, [drift('age')]), report(9, []));
    assert.equal(incident(10).status, 'open');
  });

  it('replaces the report of a window whose monitor ran again', async () => {
    const { arrives, report, incident } = situation();
    await arrives(report(10, [drift('age')]));
    await arrives(report(10, [drift('age'), missing]));
    const { violations, reports } = incident(10);
    assert.deepEqual(
      violations.map(({ checkType, windows }) => [checkType, windows]),
      [
        ['baseline_drift_check', 1],
        ['missing_column_check', 1],
      ],
    );
    assert.equal(reports.length, 1);
  });

  it('keeps notes', async () => {
    const { arrives, report, store } = situation();
    await arrives(report(10, [drift('age')]));
    const key = incidentKey('churn', hour(10));
    store.put(key, store.text(key).replace(/## Notes\n[\s\S]*$/, '## Notes\n\nThe unit changed.\n\n## Who\n\nAnna\n'));
    await arrives(report(11, [drift('age')]));
    assert.ok(store.text(key).endsWith('## Notes\n\nThe unit changed.\n\n## Who\n\nAnna\n'));
  });
});

describe('incident function: failures', () => {
  /** Runs with the function's log caught. */
  async function logged<T>(run: () => Promise<T>): Promise<{ result: T; log: string[] }> {
    const log: string[] = [];
    const original = console.error;
    console.error = (line: string) => log.push(line);
    try {
      return { result: await run(), log };
    } finally {
      console.error = original;
    }
  }

  it('returns only the failed messages, and logs why', async () => {
    const { handler, report, store, metrics } = situation();
    const broken = `${reportHourPrefix(ref, schedule, hour(9))}constraint_violations.json`;
    store.put(broken, '{"violations": [');
    const odd = `${reportHourPrefix(ref, schedule, hour(8))}constraint_violations.json`;
    store.put(odd, { violations: [{ feature_name: 'age' }] });
    const gone = `${reportHourPrefix(ref, schedule, hour(7))}constraint_violations.json`;
    const { result, log } = await logged(() =>
      handler({
        Records: [
          record('unreadable', broken),
          record('odd', odd),
          record('gone', gone),
          record('foreign', gone, 'other'),
          { messageId: 'strange', body: '{}' },
          record('good', report(10, [drift('age')])),
        ],
      }),
    );
    assert.deepEqual(
      result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
      ['unreadable', 'odd', 'gone', 'foreign', 'strange'],
    );
    assert.deepEqual(log, [
      `message unreadable: ${broken}: not JSON; rerun the monitor for this window`,
      `message odd: ${odd}: invalid at violations.0.constraint_check_type: Invalid input: expected string, received undefined`,
      `message gone: NoSuchKey ${gone}`,
      'message foreign: event of bucket other, expected store',
      'message strange: not an S3 "Object Created" event',
    ]);
    assert.equal(metrics[0], 'Violations=1 {Endpoint=churn}');
  });

  it('handles an event again after CloudWatch failed', async () => {
    const { arrives, report, breakCloudWatch, metrics, store } = situation();
    const key = report(10, [drift('age')]);
    breakCloudWatch(true);
    const { result } = await logged(() => arrives(key));
    assert.deepEqual(result.batchItemFailures, [{ itemIdentifier: 'm0' }]);
    assert.deepEqual(store.keys('incidents/'), []);
    breakCloudWatch(false);
    assert.deepEqual(await arrives(key), allWell);
    assert.deepEqual([metrics.length, store.keys('incidents/').length], [2, 1]);
  });
});
