import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { MonitoringAlarms } from '../../components/monitoringAlarms';
import { monitorDefaults } from '../../contract/monitorDefaults';
import type { Sla } from '../../contract/sla';
import { runMinutes } from '../../contract/windowSchedule';
import type { WindowSummary } from '../../contract/windowSummary';
import { captureMetrics, featureMetrics, runMetrics } from '../../functions/incident/storeMetrics';
import { deploy } from './pulumiMocks';
import { sampleSummary } from './sampleSummary';

const regions = ['us-east-1', 'eu-west-1'] as const;
type Region = (typeof regions)[number];

const dollars = z.number().positive();
const pricesSchema = z.strictObject({
  date: z.iso.date(),
  prices: z.record(
    z.string(),
    z.strictObject({ unit: z.string(), 'us-east-1': dollars, 'eu-west-1': dollars, source: z.url() }),
  ),
});

const file = join(__dirname, '..', '..', 'assets', 'prices.yaml');
export const priceList = pricesSchema.parse(parse(readFileSync(file, 'utf8')));

function price(name: string, region: Region = 'us-east-1'): number {
  const row = priceList.prices[name];
  if (!row) throw new Error(`no price '${name}': expected ${Object.keys(priceList.prices).join(', ')}`);
  return row[region];
}

/** One row per price: unit and price in both regions. */
export const priceRows = () =>
  Object.values(priceList.prices).map((row) => [row.unit, ...regions.map((region) => `$${plainNumber(row[region])}`)]);

/** Numbers without an exponent. */
const plainNumber = (value: number) => value.toFixed(10).replace(/\.?0+$/, '');
const amount = (value: number) => `$${value.toFixed(2)}`;

/** Hours of a month, as AWS's examples count them. */
const monthHours = 730;

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
  const data = [...captureMetrics('churn', 1, at), ...runMetrics(full, at), ...featureMetrics(full, at)];
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

interface Engine {
  readonly title: string;
  readonly schedule: string;
  readonly costOfRun: (region: Region) => number;
}

const managedRun = (minutes: number) => (region: Region) => (price('processingHour', region) * minutes) / 60;
const functionRun = (gigabytes: number, seconds: number) => (region: Region) =>
  price('lambdaGbSecond', region) * gigabytes * seconds;

const engines: readonly Engine[] = [
  { title: '`modelMonitor`, hourly, 5 minutes a run', schedule: 'cron(0 * ? * * *)', costOfRun: managedRun(5) },
  { title: '`modelMonitor`, hourly, 10 minutes a run', schedule: 'cron(0 * ? * * *)', costOfRun: managedRun(10) },
  {
    title: '`modelMonitor`, every 6 hours, 10 minutes a run',
    schedule: 'cron(0 0/6 ? * * *)',
    costOfRun: managedRun(10),
  },
  { title: '`modelMonitor`, daily, 20 minutes a run', schedule: 'cron(0 0 ? * * *)', costOfRun: managedRun(20) },
  { title: '`analyzer`, hourly, 1 GB for 10 seconds', schedule: 'cron(0 * ? * * *)', costOfRun: functionRun(1, 10) },
  {
    title: '`analyzer`, every 5 minutes, 1 GB for 5 seconds',
    schedule: 'rate(5 minutes)',
    costOfRun: functionRun(1, 5),
  },
];

/** One row per engine and schedule: runs of a month, and their cost in each region. */
export function engineCostRows(): string[][] {
  return engines.map(({ title, schedule, costOfRun }) => {
    const runs = ((runMinutes(schedule) ?? []).length * monthHours) / 24;
    return [title, String(Math.round(runs)), ...regions.map((region) => amount(runs * costOfRun(region)))];
  });
}
