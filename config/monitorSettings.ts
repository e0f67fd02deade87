import type { MonitorSettings } from '../contract/monitorSettings';
import type { PlannedMute } from '../contract/plannedMute';
import type { EndpointSettings } from './parseSettings';

/** What the incident function must know of the endpoints that have a baseline, and the mutes of messages. */
export function monitorSettings(
  stack: string,
  endpoints: readonly EndpointSettings[],
  mutes: readonly PlannedMute[],
): MonitorSettings {
  const entries = endpoints.flatMap(({ endpoint, schema, baseline, engine, schedule, owner, sla, featureMetrics }) =>
    baseline === undefined ? [] : [[endpoint, { schema, baseline, engine, schedule, owner, sla, featureMetrics }]],
  );
  return {
    version: 1,
    stack,
    mutes: mutes.filter((mute) => mute.endpoints !== undefined),
    endpoints: Object.fromEntries(entries),
  };
}
