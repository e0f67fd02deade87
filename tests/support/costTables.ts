import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyzerCost, runFigures } from '../../bench/analyzer/runCost';
import { runCostRows } from '../../bench/analyzer/runCostTable';
import type { Figure } from '../../bench/figure';
import { amount, monthHours, price, priceList, regions } from '../../bench/prices';
import { MonitoringAlarms } from '../../components/monitoringAlarms';
import { keyCount, sharedAlarmCount } from '../../config/limitProblems';
import { monitorDefaults } from '../../contract/monitorDefaults';
import { endpointsPerDashboard } from '../../contract/resourceNames';
import type { Sla } from '../../contract/sla';
import type { WindowSummary } from '../../contract/windowSummary';
import { featureMetrics, runMetrics } from '../../functions/incident/storeMetrics';
import { deploy } from './pulumiMocks';
import { sampleSummary } from './sampleSummary';

/** One row per price: unit, price in both regions, and the regions for which it is confirmed. */
export const priceRows = () =>
  Object.values(priceList.prices).map((row) => [
    row.unit,
    ...regions.map((region) => `$${plainNumber(row[region])}`),
    regions.filter((region) => row.confirmed?.[region]).join(', ') || 'no',
  ]);

/** Numbers without an exponent. */
const plainNumber = (value: number) => value.toFixed(10).replace(/\.?0+$/, '');

const sla: Sla = {
  endpoint: 'churn',
  owner: 'ml',
  runbook: 'https://runbooks.example.com/churn',
  freshnessHours: 2,
  features: { age: { driftLimit: 0.1, severity: 'critical', completeness: 1 } },
} as Sla;
const warningsOnly: Sla = { ...sla, features: { age: { ...sla.features['age'], severity: 'warning' } } } as Sla;

interface Watched {
  readonly title: string;
  readonly sla: Sla;
  readonly schedule: string;
  /** Features whose metrics are published; 0 without `featureMetrics`. */
  readonly features: number;
}

const watchedEndpoints: readonly Watched[] = [
  { title: 'hourly, with critical features', sla, schedule: monitorDefaults.schedule, features: 0 },
  { title: 'hourly, without critical features', sla: warningsOnly, schedule: monitorDefaults.schedule, features: 0 },
  { title: 'every 6 hours, with critical features', sla, schedule: 'cron(0 0/6 ? * * *)', features: 0 },
  { title: 'hourly, `featureMetrics` of 10 features', sla, schedule: monitorDefaults.schedule, features: 10 },
];

/** What alarms and metrics of an endpoint cost a month, from the alarms that are deployed and the metrics that are published. */
export async function watchCost({ sla, schedule, features }: Omit<Watched, 'title'>) {
  const settings = { sla, schedule, monitoredSince: '2026-11-01T00:00:00Z', tags: {} };
  const { resources } = await deploy(
    () => new MonitoringAlarms('alarms', { stack: 'prod', topicArn: 'topic', endpoints: { churn: settings } }),
  );
  const alarms = resources.filter(({ type }) => type === 'aws:cloudwatch/metricAlarm:MetricAlarm');
  // An alarm on an expression is charged for each metric that the expression reads.
  const alarmMetrics = alarms.reduce((sum, { inputs }) => {
    const queries = inputs['metricQueries'] as readonly { metric?: object }[] | undefined;
    return sum + (queries?.filter(({ metric }) => metric).length ?? 1);
  }, 0);
  const metrics = publishedMetrics(features);
  return {
    alarms: alarms.length,
    alarmMetrics,
    metrics,
    cost: alarmMetrics * price('alarmMetric') + metrics * price('customMetric'),
  };
}

/** Number of different metrics of an endpoint, by name and dimensions. */
function publishedMetrics(features: number): number {
  const at = new Date(0);
  const summary = sampleSummary(8, 9);
  const [age] = summary.features;
  const full: WindowSummary = {
    ...summary,
    rejected: 0,
    features: Array.from({ length: features }, (_, i) => ({ ...age, name: `f${i}` })) as WindowSummary['features'],
  };
  const data = [...runMetrics(full, at), ...(features > 0 ? featureMetrics(full, at) : [])];
  return new Set(data.map(({ MetricName, Dimensions }) => JSON.stringify([MetricName, Dimensions]))).size;
}

/** One row per kind of settings: alarms, their metrics, custom metrics, and the cost of a month, equal in both regions. */
export async function watchCostRows(): Promise<string[][]> {
  const rows: string[][] = [];
  for (const { title, ...settings } of watchedEndpoints) {
    const { alarms, alarmMetrics, metrics, cost } = await watchCost(settings);
    rows.push([title, String(alarms), String(alarmMetrics), String(metrics), amount(cost)]);
  }
  return rows;
}

/** What `npm run bench -- analyzer` measured last. */
export const benchFigures = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'bench', 'analyzer', 'measured.json'), 'utf8'),
) as { readonly figures: readonly Figure[] };

/** One row per length of the window: what the runs of an endpoint cost a month. */
export const engineCostRows = () => runCostRows(benchFigures.figures);

/** Calls of the incident function for a report; its statistics and its violations are an event each. */
const reportCalls = { events: 2, reads: 11, writes: 6, queueRequests: 3, gbSeconds: 0.5 };
/** Reads of settings and baseline, of the analyzer and for both events, which the trail records and copies to its log. */
const recordedReads = 12;
const recordedEventGb = 2e-6;

/** Calls of the hourly self-check for an endpoint: its baseline's three files and its schema, and the lists of both. */
const checkCalls = { reads: 4, lists: 2 };

/** Incident windows of a month, and write units of an incident's items in the index: a transaction takes two for each. */
const incidentWindows = 48;
const indexWrites = 2 * 13;

/** What an endpoint with critical features, hourly windows and the engine `analyzer` costs a month, by part. */
export async function endpointCost(endpoints: number): Promise<Record<string, number>> {
  const { alarmMetrics, metrics } = await watchCost({ sla, schedule: monitorDefaults.schedule, features: 0 });
  const { runs, dollarsAMonth } = analyzerCost(runFigures(benchFigures.figures), { windowMinutes: 60 });
  const { events, reads, writes, queueRequests, gbSeconds } = reportCalls;
  const event =
    price('metricRequests') / 1e3 +
    (price('queueRequests') * queueRequests + price('lambdaRequests')) / 1e6 +
    price('lambdaGbSecond') * gbSeconds +
    (price('storageReads') * reads + price('storageWrites') * writes) / 1e3;
  const recorded = price('trailDataEvents') / 1e5 + price('logsIngestedGb') * recordedEventGb;
  return {
    'metrics of alarms': alarmMetrics * price('alarmMetric'),
    'custom metrics': metrics * price('customMetric'),
    'runs of the analyzer': dollarsAMonth,
    'events of reports, through the queue to the incident function': runs * events * event,
    'index of incidents, for two days of them': incidentWindows * (event + (price('tableWrites') * indexWrites) / 1e6),
    'audit record of reads of settings and baselines': runs * recordedReads * recorded,
    'hourly self-check of its baseline':
      monthHours *
      ((price('storageReads') * checkCalls.reads + price('storageWrites') * checkCalls.lists) / 1e3 +
        checkCalls.reads * recorded),
    'its share of dashboards, keys and shared alarms':
      (Math.ceil(endpoints / endpointsPerDashboard) * price('dashboard') +
        keyCount * price('key') +
        sharedAlarmCount(true) * price('alarmMetric') +
        2 * price('customMetric')) /
      endpoints,
  };
}

/** One row per part, and the total. */
export async function endpointCostRows(): Promise<string[][]> {
  const parts = await endpointCost(500);
  const total = Object.values(parts).reduce((sum, cost) => sum + cost, 0);
  return [...Object.entries(parts), ['total', total] as const].map(([part, cost]) => [part, amount(cost)]);
}
