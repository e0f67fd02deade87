import assert from 'node:assert/strict';
import { reportHourPrefix } from '../../../contract/storeLayout';
import { allWell, hour, record, ref, schedule, situation, statisticsFrom } from './incidentSituation';

const drifted = statisticsFrom(60);

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

  it('returns only the messages that failed, with the reason in the log', async () => {
    const { handler, report, statistics, store, metrics } = situation();
    const broken = `${reportHourPrefix(ref, schedule, hour(9))}constraint_violations.json`;
    statistics(9);
    store.put(broken, '{"violations": [');
    const odd = `${reportHourPrefix(ref, schedule, hour(8))}constraint_violations.json`;
    statistics(8);
    store.put(odd, { violations: [{ feature_name: 'age' }] });
    const [good = ''] = report(10, [], drifted);
    const { result, log } = await logged(() =>
      handler({
        Records: [
          record('foreign', good, 'other'),
          { messageId: 'strange', body: '{}' },
          record('unreadable', broken),
          record('odd', odd),
          record('good', good),
        ],
      }),
    );
    assert.deepEqual(
      result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
      ['foreign', 'strange', 'odd', 'unreadable'],
    );
    assert.deepEqual(log, [
      'messages foreign: event of bucket other; expected store',
      'messages strange: not an S3 "Object Created" event',
      `messages odd: ${odd} is not a valid constraint_violations.json: violations.0.constraint_check_type: Invalid input: expected string, received undefined`,
      `messages unreadable: ${broken} is not JSON; run the monitor for this window again`,
    ]);
    assert.equal(metrics[0], 'MonitorRuns=1 {Endpoint=churn}');
  });

  it('names all messages of a run that failed, and publishes nothing while its summary cannot be read', async () => {
    const { arrives, report, store, metrics } = situation();
    const keys = report(11, [], drifted);
    store.failures.set(
      `${reportHourPrefix(ref, schedule, hour(11))}summary.json`,
      Object.assign(new Error('Access Denied'), { name: 'AccessDenied' }),
    );
    const { result, log } = await logged(() => arrives(...keys));
    assert.equal(result.batchItemFailures.length, 2);
    assert.deepEqual(log, ['messages m0, m1: Access Denied']);
    assert.deepEqual(metrics, []);
  });

  it('handles the event again after CloudWatch was down, and loses nothing', async () => {
    const { arrives, report, breakCloudWatch, metrics, store } = situation();
    const keys = report(11, [], drifted);
    breakCloudWatch(true);
    const { result } = await logged(() => arrives(...keys));
    assert.deepEqual(result.batchItemFailures, [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm1' }]);
    assert.deepEqual(store.keys('incidents/'), []);
    breakCloudWatch(false);
    assert.deepEqual(await arrives(...keys), allWell);
    assert.deepEqual([metrics.length, store.keys('incidents/').length], [3, 1]);
  });
});
