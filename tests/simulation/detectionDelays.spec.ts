import assert from 'node:assert/strict';
import { minuteMs } from '../../contract/hours';
import { evaluateAlarm } from '../../rehearsal/localAws/cloudwatch/alarmEvaluation';
import { seededRandom } from './seededRandom';
import { SimulatedBus } from './simulatedBus';
import { captureKeyOf, captureText, deployEndpoints, start } from './simulatedEndpoint';
import { loadFunctions } from './simulatedFunctions';
import { SimulatedProcess } from './simulatedProcess';
import { SimulatedQueue } from './simulatedQueue';
import { SimulatedStore } from './simulatedStore';

const secondMs = 1_000;
const windowMs = 5 * minuteMs;
const functions = loadFunctions();

/**
 * Milliseconds from the arrival of the first bad record to the page. Longest assumed delays: EventBridge Scheduler invokes
 * within a minute of the scheduled time, the store's event takes 10 s to the incident function, each function 10 s with
 * its cold start, and CloudWatch evaluates an alarm every minute over its last period.
 */
async function detectionDelay(seed: number): Promise<number> {
  const random = seededRandom(seed);
  const upTo = (ms: number) => Math.floor(random.next() * ms);
  const keys: string[] = [];
  let now = start;
  const store = new SimulatedStore(
    (key) => keys.push(key),
    () => now,
  );
  const bus = new SimulatedBus(new SimulatedQueue('undelivered', () => now), { failureRate: 0 });
  deployEndpoints(store, ['churn'], 5);
  const play = async (name: string, invoke: (process: SimulatedProcess) => Promise<unknown>) => {
    const process = new SimulatedProcess(name, now + windowMs);
    process.start(() => invoke(process));
    for (await process.settle(); process.state === 'runs'; await process.settle()) process.continue(0, 'returns');
    assert.equal(process.state, 'succeeded');
  };
  const run = async (scheduledAt: number) => {
    now = scheduledAt + upTo(minuteMs) + upTo(10 * secondMs);
    await play(`run-${scheduledAt}`, (process) =>
      functions.createAnalyzerHandler({ store: store.objectStore(() => process), now: () => new Date(now) })(
        { endpoint: 'churn', scheduledTime: new Date(scheduledAt).toISOString() },
        { awsRequestId: process.name, memoryLimitInMB: '100000', getRemainingTimeInMillis: () => windowMs },
      ),
    );
  };
  await run(start);
  const arrivesAt = start + upTo(windowMs);
  store.put(captureKeyOf('churn', arrivesAt, 1), captureText('text', 1));
  await run(start + windowMs);
  now += upTo(10 * secondMs) + upTo(10 * secondMs);
  const Records = keys
    .filter((key) => key.endsWith('statistics.json'))
    .map((key, i) => ({
      messageId: `m${i}`,
      body: JSON.stringify({ detail: { bucket: { name: 'store' }, object: { key } } }),
    }));
  await play('incident', (process) =>
    functions.createIncidentHandler({
      s3: store.s3Client(() => process),
      cloudwatch: store.cloudWatchClient(() => process),
      sns: bus.topicClient(() => process),
      topicArn: 'alerts',
      events: bus.eventBridgeClient(() => process),
      now: () => new Date(now),
      bus: 'messages',
      region: 'eu-west-1',
      bucket: 'store',
      namespace: 'ModelObservability',
    })({ Records }),
  );
  const broken = Math.max(
    ...Object.entries(store.maxima).flatMap(([name, value]) => (name.startsWith('BrokenPromises ') ? [value] : [])),
  );
  const rule = { evaluationPeriods: 1, datapointsToAlarm: 1, threshold: 0, missingData: 'ignore' } as const;
  const { state } = evaluateAlarm({ ...rule, comparison: 'GreaterThanThreshold' }, [broken], 'OK');
  assert.equal(state, 'ALARM');
  return now + upTo(minuteMs) - arrivesAt;
}

describe('the page for a bad record, with windows of five minutes', function () {
  this.timeout(60_000);
  const { log, error } = console;
  before(() => Object.assign(console, { log: () => undefined, error: () => undefined }));
  after(() => Object.assign(console, { log, error }));

  it('comes within 10 minutes in 95 % of the cases, on the simulated clock', async () => {
    const delays: number[] = [];
    for (let seed = 1; seed <= 500; seed += 1) delays.push((await detectionDelay(seed)) / minuteMs);
    delays.sort((a, b) => a - b);
    const [median = 0, most = 0, longest = 0] = [250, 475, 499].map((i) => delays[i]);
    assert.ok(most <= 10, `95 % within ${most} minutes`);
    assert.deepEqual(
      [median, most, longest].map((minutes) => minutes.toFixed(1)),
      ['3.8', '6.0', '6.8'],
    );
  });
});
