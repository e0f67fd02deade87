import type { DigestSettings } from '../contract/digestSettings';
import type { MonitorSettings } from '../contract/monitorSettings';
import type { ParsedSettings } from './parseSettings';

/** What the incident function must know: endpoints that have a baseline, mutes of messages, and readers of digests. */
export function monitorSettings({
  stack,
  endpoints,
  evidence: { mutes = [] },
  digest,
}: Pick<ParsedSettings, 'stack' | 'endpoints' | 'evidence' | 'digest'>): MonitorSettings {
  const entries = endpoints.flatMap(({ endpoint, schema, baseline, engine, schedule, owner, sla, featureMetrics }) =>
    baseline === undefined ? [] : [[endpoint, { schema, baseline, engine, schedule, owner, sla, featureMetrics }]],
  );
  const { from, whenQuiet, audiences }: DigestSettings = digest;
  return {
    version: 1,
    stack,
    mutes: mutes.filter((mute) => mute.endpoints !== undefined),
    digest: { from, whenQuiet, audiences },
    endpoints: Object.fromEntries(entries),
  };
}
