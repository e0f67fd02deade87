import { type CloudWatchClient, paginateListMetrics } from '@aws-sdk/client-cloudwatch';
import { isPlainObject } from '../../contract/isPlainObject';
import { observabilityMetrics, observabilityNamespace } from '../../contract/metrics';
import type { CheckFault } from './checkResult';
import { type Alarms, dimensionsOf } from './readAlarms';

interface AlarmMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, unknown>>;
}

interface MetricsArgs {
  readonly client: CloudWatchClient;
  /** The stack's alarms. */
  readonly deployed: Alarms;
  /** Whether the store has a report of a scheduled run of an endpoint. */
  readonly hasReport: (endpoint: string) => Promise<boolean>;
}

const runMetrics: readonly string[] = [observabilityMetrics.brokenPromises, observabilityMetrics.monitorRuns];

/** Why a metric without data is not a fault; undefined if it is one. ListMetrics returns metrics with data of the last two weeks. */
async function absenceReason({ namespace, name, dimensions }: AlarmMetric, { hasReport }: MetricsArgs) {
  if (namespace !== observabilityNamespace) return `${namespace} publishes it only while there is something to count`;
  if (name === observabilityMetrics.recordedCalls) return 'the metric filters counted no call in the last two weeks';
  if (name === observabilityMetrics.cleanChecks) return 'the first scheduled check publishes it';
  const { Endpoint } = dimensions;
  if (runMetrics.includes(name) && typeof Endpoint === 'string' && !(await hasReport(Endpoint)))
    return `endpoint ${Endpoint} has no report yet`;
  return undefined;
}

/** Checks that each metric that an alarm reads exists, or that there is a reason why it does not. */
export async function checkMetrics(args: MetricsArgs) {
  const known = await listMetrics(args.client, observabilityNamespace);
  const faults: CheckFault[] = [];
  const notes = new Set<string>();
  let checked = 0;
  for (const [alarm, properties] of args.deployed) {
    for (const metric of metricsOf(properties)) {
      checked += 1;
      if (known.has(metricId(metric))) continue;
      const reason = await absenceReason(metric, args);
      if (reason !== undefined) notes.add(`${metric.name} has no data: ${reason}`);
      else {
        const text = `metric ${metric.name} of alarm ${alarm} does not exist, so the alarm cannot be raised; read the log of the function that publishes it`;
        faults.push({ severity: 'warning', text });
      }
    }
  }
  return { checked, faults, notes: [...notes].sort() };
}

/** The metrics that an alarm reads, directly or in its expressions. */
function metricsOf({ namespace, metricName, dimensions, metricQueries }: Readonly<Record<string, unknown>>) {
  const queried = [metricQueries ?? []].flat().flatMap((query) => (isPlainObject(query) ? [query['metric']] : []));
  return [{ namespace, metricName, dimensions }, ...queried].flatMap((metric): AlarmMetric[] => {
    if (!isPlainObject(metric)) return [];
    const { namespace, metricName: name, dimensions } = metric;
    if (typeof namespace !== 'string' || typeof name !== 'string') return [];
    return [{ namespace, name, dimensions: isPlainObject(dimensions) ? dimensions : {} }];
  });
}

/** Ids of the metrics of a namespace. */
async function listMetrics(client: CloudWatchClient, namespace: string): Promise<Set<string>> {
  const metrics = new Set<string>();
  for await (const { Metrics = [] } of paginateListMetrics({ client }, { Namespace: namespace })) {
    for (const { MetricName: name = '', Dimensions } of Metrics) {
      metrics.add(metricId({ namespace, name, dimensions: dimensionsOf(Dimensions) }));
    }
  }
  return metrics;
}

function metricId({ namespace, name, dimensions }: AlarmMetric): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
