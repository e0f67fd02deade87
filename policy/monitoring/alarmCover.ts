import { asList, notYetKnown } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';

/** Returns the composite alarms that go off with each alarm, directly or through other composite alarms. */
export function alarmCover(alarms: readonly Resource[], composites: readonly Resource[]): Map<Resource, Set<Resource>> {
  const direct = new Map<Resource, Resource[]>(alarms.map((alarm) => [alarm, []]));
  const byName = new Map(alarms.flatMap((alarm) => alarmNamesOf(alarm).map((name) => [name, alarm] as const)));
  for (const composite of composites) {
    for (const alarm of alarmsUsedBy(composite, byName)) {
      if (alarm !== composite) direct.get(alarm)?.push(composite);
    }
  }
  return new Map(alarms.map((alarm) => [alarm, closure(alarm, direct)]));
}

/** Whether an alarm has actions. */
export function hasActions(alarm: Resource): boolean | typeof notYetKnown {
  const actions = alarm.property('alarmActions');
  if (actions === notYetKnown) return notYetKnown;
  return asList(actions).length > 0;
}

/** Returns the names with which composite alarms and mute rules reference an alarm. */
export function alarmNamesOf(alarm: Resource): string[] {
  return ['alarmName', 'name', 'arn', 'id']
    .map((key) => alarm.property(key))
    .filter((name): name is string => typeof name === 'string' && name !== '');
}

function alarmsUsedBy(composite: Resource, byName: ReadonlyMap<string, Resource>): Resource[] {
  const rule = composite.property('alarmRule');
  if (typeof rule === 'string') return alarmNamesIn(rule).flatMap((name) => byName.get(name) ?? []);
  return [...(composite.sources('alarmRule') ?? [])];
}

/** Returns the names in `ALARM(...)` of a composite alarm's rule, without those in `NOT ALARM(...)`. */
function alarmNamesIn(rule: string): string[] {
  return [...rule.matchAll(/(\bNOT\s+)?\bALARM\s*\(\s*(?:"([^"]*)"|'([^']*)'|([^\s)]*))\s*\)/gi)].flatMap(
    ([, negated, double, single, bare]) => (negated === undefined ? (double ?? single ?? bare ?? []) : []),
  );
}

function closure(alarm: Resource, direct: ReadonlyMap<Resource, readonly Resource[]>): Set<Resource> {
  const reached = new Set<Resource>();
  const next = [alarm];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    for (const above of direct.get(at) ?? []) {
      if (reached.has(above)) continue;
      reached.add(above);
      next.push(above);
    }
  }
  return reached;
}
