import type { DigestSettings } from '../contract/digestSettings';
import type { MonitorSettings } from '../contract/monitorSettings';
import type { ParsedSettings } from './parseSettings';

/** What the incident function must know: endpoints that have a baseline, mutes of messages, readers of digests, and routes. */
export function monitorSettings({
  stack,
  endpoints,
  evidence: { mutes = [] },
  digest,
  incidents: { runbooks, maskValues },
  alerts: { routes },
}: Pick<ParsedSettings, 'stack' | 'endpoints' | 'evidence' | 'digest' | 'incidents'> & {
  readonly alerts: Pick<ParsedSettings['alerts'], 'routes'>;
}): MonitorSettings {
  const entries = endpoints.flatMap(
    ({ endpoint, schema, baseline, engine, variant, schedule, owner, sla, featureMetrics }) =>
      baseline === undefined
        ? []
        : [[endpoint, { schema, baseline, engine, ...(variant && { variant }), schedule, owner, sla, featureMetrics }]],
  );
  const { from, whenQuiet, audiences }: DigestSettings = digest;
  return {
    version: 1,
    stack,
    ...(routes.length > 0 && { routes: [...routes] }),
    mutes: mutes.filter((mute) => mute.endpoints !== undefined),
    ...(runbooks.length > 0 && { runbooks: [...runbooks] }),
    ...(maskValues && { maskValues }),
    digest: { from, whenQuiet, audiences },
    endpoints: Object.fromEntries(entries),
  };
}
