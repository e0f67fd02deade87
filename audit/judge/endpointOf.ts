import { parseAlarmName } from '../../contract/alarmNames';
import { type AuditedCall, findNamedEndpoint } from '../../contract/auditEvents';
import type { AuditKind } from '../../contract/dependency';

/** Objects have keys of the form `<prefix>/<endpoint>/...`. */
const fromKeys = ({ keys }: AuditedCall) => keys.map((key) => key.split('/')[1]);
const fromAlarms = ({ names }: AuditedCall) =>
  names.map((name) => parseAlarmName(name.split(':').at(-1) ?? '')?.endpoint);

/** The endpoints that a call names, by its kind. Parts of other kinds are shared by endpoints. */
const endpointsByKind: Readonly<
  Partial<Record<AuditKind, (call: AuditedCall, endpoints: readonly string[]) => (string | undefined)[]>>
> = {
  'alarm muted': fromAlarms,
  'alarm changed': fromAlarms,
  'alarm unmuted': fromAlarms,
  'baseline modified': fromKeys,
  'schema modified': fromKeys,
  'data deleted': fromKeys,
  'capture changed': ({ names, dependency }, endpoints) =>
    dependency.namedAfterEndpoint ? names.map((name) => findNamedEndpoint(endpoints, name)) : [...names],
  'schedule changed': ({ names }) => names.map(endpointOfSchedule),
};

/**
 * The endpoint whose monitoring a call concerns; undefined for a part that endpoints share, and for several endpoints.
 * @param endpoints names of the monitored endpoints, as far as known
 */
export function endpointOf(call: AuditedCall, endpoints: readonly string[]): string | undefined {
  const named = endpointsByKind[call.kind]?.(call, endpoints) ?? [];
  const [endpoint] = named;
  return named.every((other) => other === endpoint) ? endpoint : undefined;
}

/** Schedules and job definitions are named after the endpoint, with Pulumi's suffix; those of the analyzer behind `analyzer-`. */
function endpointOfSchedule(name: string): string | undefined {
  return /^(?:analyzer-)?(?<endpoint>.+)-[0-9a-f]{7}$/.exec(name.split('/').at(-1) ?? '')?.groups?.['endpoint'];
}
