import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { SNSClient } from '@aws-sdk/client-sns';
import { hourMs } from '../../../contract/hours';
import type { Statistics, Violation } from '../../../contract/modelMonitorFiles';
import { type EndpointMonitor, monitorSettingsKey } from '../../../contract/monitorSettings';
import { parseSla } from '../../../contract/sla';
import { baselineKey, reportHourPrefix } from '../../../contract/storeLayout';
import { createIncidentHandler, type QueueBatch } from '../../../functions/incident/incidentHandler';
import { IncidentIndex } from '../../../incidents/index/incidentIndex';
import { likelyCauses } from '../../../quality/causes/likelyCauses';
import { suggestConstraints } from '../../../quality/constraints/suggestConstraints';
import { modelMonitorJson } from '../../../quality/modelMonitor/modelMonitorJson';
import { summarizeReport } from '../../../quality/monitor/summarizeReport';
import { columnStatistics } from '../../../quality/profile/columnStatistics';
import { FakeStore } from '../../../tests/functions/incident/fakeStore';
import { seededRandom } from '../../../tests/simulation/seededRandom';
import { FakeTable } from '../../../tests/support/fakeTable';
import { measureTask } from '../../measure';
import { benchEndpoints, benchReports } from '../benchReports';

const features = 20;
const rows = 1_000;
const baseline = '2026-11-01-3f9a2c';
const start = Date.UTC(2026, 10, 23);
const eventsPerBatch = 10;
const random = seededRandom(1);

/** Statistics of a window, moved by a share of their spread. */
function windowStatistics(moved: number): Statistics {
  const columns = Array.from({ length: features }, (_, i) =>
    columnStatistics(
      `feature_${i}`,
      Array.from({ length: rows }, () => (i + moved + random.next() + random.next()).toFixed(2)),
    ),
  );
  return { version: 0, dataset: { item_count: rows }, features: columns.map(({ statistics }) => statistics) };
}

const expected = windowStatistics(0);
const constraints = suggestConstraints(expected);
const sound = Array.from({ length: 8 }, () => windowStatistics(0));
const drifted = Array.from({ length: 4 }, () => windowStatistics(0.7));
const violations: Violation[] = ['feature_3', 'feature_7'].map((feature_name) => ({
  feature_name,
  constraint_check_type: 'baseline_drift_check',
  description: 'Baseline drift distance: 0.35 exceeds threshold: 0.1',
}));
const { sla } = parseSla({ endpoint: 'bench', owner: 'bench', runbook: 'https://runbooks.example.com', features: {} });
if (!sla) throw new Error('the SLA is invalid');

/** Reports in order of time, each of an endpoint and an hour; three of ten break promises. */
const reports = Array.from({ length: benchReports }, (_, i) => {
  const breaks = random.chance(0.3);
  const statistics = (breaks ? drifted : sound)[i % 4] as Statistics;
  return {
    endpoint: `bench-${i % benchEndpoints}`,
    hour: new Date(start + Math.floor(i / benchEndpoints) * hourMs),
    text: modelMonitorJson.write(statistics),
    violations: breaks ? violations : [],
  };
});

/** What the function must compute for each report, without its store. */
function summarize(): void {
  for (const { text, violations: broken } of reports) {
    const statistics = modelMonitorJson.readStatistics(text, 'statistics.json');
    const { brokenPromises } = summarizeReport({
      statistics,
      violations: broken,
      rejected: 0,
      baseline: { statistics: expected, constraints },
      sla: sla as NonNullable<typeof sla>,
    });
    if (brokenPromises.length > 0) likelyCauses({ baseline: expected, current: statistics, brokenPromises });
  }
}

/** A store with the settings, baselines and reports, and the events of the reports. */
function prepare() {
  const store = new FakeStore(1_000);
  const events: QueueBatch['Records'][number][] = [];
  const monitor = {
    schema: 'v1',
    baseline,
    engine: 'analyzer',
    schedule: 'rate(1 hour)',
    owner: 'bench',
    featureMetrics: false,
  };
  const endpoints: Record<string, EndpointMonitor> = {};
  for (const { endpoint, hour, text, violations: broken } of reports) {
    const ref = { endpoint, schema: 'v1' };
    endpoints[endpoint] = { ...monitor, engine: 'analyzer', sla: { ...(sla as NonNullable<typeof sla>), endpoint } };
    store.put(baselineKey(ref, baseline, 'statistics.json'), modelMonitorJson.write(expected));
    store.put(baselineKey(ref, baseline, 'constraints.json'), modelMonitorJson.write(constraints));
    const prefix = reportHourPrefix(ref, 'analyzer', hour);
    store.put(`${prefix}statistics.json`, text);
    store.put(`${prefix}constraint_violations.json`, { violations: broken });
    for (const file of ['statistics.json', 'constraint_violations.json']) {
      const detail = { bucket: { name: 'store' }, object: { key: prefix + file } };
      events.push({ messageId: String(events.length), body: JSON.stringify({ detail }) });
    }
  }
  const routes = [{ name: 'tickets', kind: 'message' as const, severities: ['critical', 'warning'] as const }];
  store.put(monitorSettingsKey, { version: 1, stack: 'bench', routes, endpoints });
  return { store, events };
}

/** Handles all events in batches of ten. */
async function handle({ store, events }: ReturnType<typeof prepare>): Promise<void> {
  const accept = { send: () => Promise.resolve({}) };
  const handler = createIncidentHandler({
    s3: store.client,
    cloudwatch: accept as unknown as CloudWatchClient,
    events: accept as unknown as EventBridgeClient,
    sns: accept as unknown as SNSClient,
    topicArn: 'alerts',
    now: () => new Date(start),
    bucket: 'store',
    namespace: 'ModelObservability',
    bus: 'messages',
    region: 'eu-west-1',
    index: new IncidentIndex(new FakeTable().client, 'index'),
  });
  for (let i = 0; i < events.length; i += eventsPerBatch) {
    const { batchItemFailures } = await handler({ Records: events.slice(i, i + eventsPerBatch) });
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} events failed`);
  }
}

/** `handleReports.ts summarize|handle` */
const prepared = prepare();
void measureTask(([work]) => (work === 'summarize' ? summarize() : handle(prepared)));
