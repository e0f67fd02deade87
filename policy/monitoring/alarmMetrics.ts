import { asList, isPlainObject, notYetKnown, type PropertyValue, valueAt } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';

/** A metric that an alarm points at. */
export interface AlarmMetric {
  /** The property of the alarm that names it. */
  readonly property: 'dimensions' | 'metricQueries';
  readonly namespace: PropertyValue | undefined;
  readonly name: PropertyValue | undefined;
  readonly dimensions: PropertyValue | undefined;
}

/** The metrics of an alarm; none for an alarm on an expression only. */
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

/** The endpoint that a metric is about. Pages of AWS show both spellings. */
export function endpointOf({ dimensions }: AlarmMetric): string | typeof notYetKnown | undefined {
  return dimension(dimensions, ['Endpoint', 'EndpointName']);
}

/** The monitoring schedule that a metric is about. */
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
