import type { MonitorSettings } from '../contract/monitorSettings';
import type { EndpointSettings } from './parseSettings';

/** What the incident function must know of the endpoints that have a baseline. */
export function monitorSettings(stack: string, endpoints: readonly EndpointSettings[]): MonitorSettings {
  const entries = endpoints.flatMap(({ endpoint, schema, baseline, engine, schedule, owner, sla, featureMetrics }) =>
    baseline === undefined ? [] : [[endpoint, { schema, baseline, engine, schedule, owner, sla, featureMetrics }]],
  );
  return { version: 1, stack, endpoints: Object.fromEntries(entries) };
}
