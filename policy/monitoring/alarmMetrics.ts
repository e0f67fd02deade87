import { asList, isPlainObject, notYetKnown, type PropertyValue, valueAt } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';

/** A metric that an alarm uses. */
export interface AlarmMetric {
  /** Property of the alarm with its dimensions. */
  readonly property: 'dimensions' | 'metricQueries';
  readonly namespace: PropertyValue | undefined;
  readonly name: PropertyValue | undefined;
  readonly dimensions: PropertyValue | undefined;
}

/** Returns the metrics of an alarm; none for an alarm on an expression alone. */
export function alarmMetrics(alarm: Resource): AlarmMetric[] {
  const queries = asList(alarm.property('metricQueries'))
    .filter(isPlainObject)
    .flatMap(({ metric }) => asList(metric))
    .filter(isPlainObject)
    .map(({ namespace, metricName, dimensions }): AlarmMetric => {
      return { property: 'metricQueries', namespace, name: metricName, dimensions };
    });
  const name = alarm.property('metricName');
  if (name === undefined || name === null || name === '') return queries;
  const dimensions = alarm.property('dimensions');
  return [{ property: 'dimensions', namespace: alarm.property('namespace'), name, dimensions }, ...queries];
}

/** Returns the endpoint of a metric. AWS documents both names of the dimension. */
export function endpointOf({ dimensions }: AlarmMetric): string | typeof notYetKnown | undefined {
  return dimension(dimensions, ['Endpoint', 'EndpointName']);
}

/** Returns the monitoring schedule of a metric. */
export function scheduleOf({ dimensions }: AlarmMetric): string | typeof notYetKnown | undefined {
  return dimension(dimensions, ['MonitoringSchedule', 'ScheduleName']);
}

function dimension(dimensions: PropertyValue | undefined, keys: readonly string[]) {
  for (const key of keys) {
    const value = valueAt(dimensions, key);
    if (value === notYetKnown || (typeof value === 'string' && value !== '')) return value;
  }
  return undefined;
}
