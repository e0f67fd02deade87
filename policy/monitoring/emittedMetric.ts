import { groupByKeys } from '../pack/groupByKeys';
import { asList, isPlainObject, notYetKnown } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';
import { type AlarmMetric, endpointOf, scheduleOf } from './alarmMetrics';
import { monitoredEndpoint, publishesMetrics } from './jobDefinition';
import { resourcesOfKind } from './monitoringResources';

/** Whether something publishes a metric; `why` is a clause that follows the name of the metric. */
type Emission = { readonly is: 'emitted' } | { readonly is: 'silent' | 'unknown'; readonly why: string };

const emitted: Emission = { is: 'emitted' };

/** Namespaces of Model Monitor's feature metrics. AWS documents them also with a leading slash and in the singular. */
const dataMetrics = /^\/?aws\/sagemaker\/(Endpoints\/data-metrics?|ModelMonitoring\/data-metrics)$/;
const featureMetric =
  /^feature_(baseline_drift|completeness|null|non_null|data|estimated_unique_values|(fractional|integral|string|boolean|unknown)_counts)_./;
const featureForms =
  'feature_baseline_drift_X, feature_completeness_X, feature_null_X, feature_non_null_X, feature_data_X, ' +
  'feature_estimated_unique_values_X or feature_{fractional,integral,string,boolean,unknown}_counts_X';

/** Resources of a stack that publish metrics. */
export interface Emitters {
  readonly definitionsByEndpoint: ReadonlyMap<unknown, readonly Resource[]>;
  readonly schedules: ScheduleNames;
  readonly filters: readonly Resource[];
  /** `Namespace`, or `Namespace::Metric`. */
  readonly configured: readonly string[];
}

/** Names of a stack's schedules. */
interface ScheduleNames {
  readonly known: ReadonlySet<string>;
  /** Further names may be known during the update, or in another stack. */
  readonly incomplete: boolean;
}

export function metricEmitters(resources: readonly Resource[], configured: readonly string[]): Emitters {
  return {
    definitionsByEndpoint: groupByKeys(resourcesOfKind(resources, 'definition'), (definition) => [
      monitoredEndpoint(definition),
    ]),
    schedules: scheduleNames(resourcesOfKind(resources, 'schedule')),
    filters: resourcesOfKind(resources, 'metricFilter'),
    configured,
  };
}

/** Returns whether AWS, the stack or a source named in config publishes a metric of an alarm. */
export function emittedMetric(metric: AlarmMetric, emitters: Emitters): Emission {
  const { namespace, name } = metric;
  if (namespace === notYetKnown || name === notYetKnown) {
    return { is: 'unknown', why: 'is known only during the update' };
  }
  if (typeof namespace !== 'string' || typeof name !== 'string') return { is: 'silent', why: 'has no namespace' };
  if (namespace.startsWith('AWS/')) return emitted;
  if (dataMetrics.test(namespace)) return emittedByMonitor(metric, name, emitters);
  if (/^\/?aws\//.test(namespace)) return emitted;
  const { configured, filters } = emitters;
  if (configured.includes(namespace) || configured.includes(`${namespace}::${name}`)) return emitted;
  return emittedByFilter(namespace, name, filters);
}

function emittedByMonitor(metric: AlarmMetric, name: string, { definitionsByEndpoint, schedules }: Emitters): Emission {
  if (!featureMetric.test(name)) return { is: 'silent', why: `is not a metric of Model Monitor: use ${featureForms}` };
  const endpoint = endpointOf(metric);
  if (endpoint === notYetKnown) return emitted;
  if (endpoint === undefined) return { is: 'silent', why: 'lacks the dimension Endpoint' };
  const schedule = scheduleOf(metric);
  if (schedule === undefined) return { is: 'silent', why: 'lacks the dimension MonitoringSchedule' };
  const own = definitionsByEndpoint.get(endpoint) ?? [];
  if (own.length === 0) {
    return { is: 'unknown', why: `belongs to endpoint '${endpoint}', which no job definition of this stack monitors` };
  }
  const publishing = own.map(publishesMetrics);
  if (!publishing.includes(true)) {
    const names = own.map((definition) => `'${definition.name}'`).join(', ');
    if (publishing.includes(notYetKnown))
      return { is: 'unknown', why: `depends on the environment of ${names}, which is known only during the update` };
    return {
      is: 'silent',
      why:
        "is not published: set publish_cloudwatch_metrics to 'Enabled' in the environment of job definition " +
        `${names}`,
    };
  }
  return emittedBySchedule(schedule, schedules);
}

function scheduleNames(schedules: readonly Resource[]): ScheduleNames {
  const names = schedules.map((schedule) => schedule.property('name'));
  const known = names.filter((name) => typeof name === 'string');
  return { known: new Set(known), incomplete: schedules.length === 0 || known.length < names.length };
}

function emittedBySchedule(schedule: string | typeof notYetKnown, { known, incomplete }: ScheduleNames): Emission {
  if (schedule === notYetKnown || known.has(schedule)) return emitted;
  if (incomplete) {
    return { is: 'unknown', why: `belongs to monitoring schedule '${schedule}', which this stack does not name` };
  }
  return {
    is: 'silent',
    why:
      `belongs to monitoring schedule '${schedule}'; this stack has ` +
      `${[...known].map((name) => `'${name}'`).join(', ')}`,
  };
}

function emittedByFilter(namespace: string, name: string, filters: readonly Resource[]): Emission {
  const transformations = filters.flatMap((filter) => asList(filter.property('metricTransformation')));
  for (const block of transformations) {
    if (isPlainObject(block) && block['namespace'] === namespace && block['name'] === name) return emitted;
  }
  const hasUnknown = transformations.some(
    (block) => !isPlainObject(block) || block['namespace'] === notYetKnown || block['name'] === notYetKnown,
  );
  if (hasUnknown)
    return { is: 'unknown', why: 'may be published by a metric filter that is known only during the update' };
  return {
    is: 'silent',
    why: 'is not published by anything in this stack: fix it, or add it to emittedMetrics',
  };
}
