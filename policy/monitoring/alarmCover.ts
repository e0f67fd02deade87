import { asList, notYetKnown } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';

/** Composite alarms that ring when an alarm does, by alarm, through other composite alarms too. */
export function alarmCover(alarms: readonly Resource[], composites: readonly Resource[]): Map<Resource, Set<Resource>> {
  const direct = new Map<Resource, Resource[]>(alarms.map((alarm) => [alarm, []]));
  const byName = new Map(alarms.flatMap((alarm) => alarmNamesOf(alarm).map((name) => [name, alarm] as const)));
  for (const composite of composites) {
    for (const alarm of watchedBy(composite, byName)) {
      if (alarm !== composite) direct.get(alarm)?.push(composite);
    }
  }
  return new Map(alarms.map((alarm) => [alarm, closure(alarm, direct)]));
}

/** Whether an alarm does anything when it rings. */
export function hasActions(alarm: Resource): boolean | typeof notYetKnown {
  const actions = alarm.property('alarmActions');
  if (actions === notYetKnown) return notYetKnown;
  return asList(actions).length > 0;
}

/** By what composite alarms and mute rules name an alarm. */
export function alarmNamesOf(alarm: Resource): string[] {
  return ['alarmName', 'name', 'arn', 'id']
    .map((key) => alarm.property(key))
    .filter((name): name is string => typeof name === 'string' && name !== '');
}

function watchedBy(composite: Resource, byName: ReadonlyMap<string, Resource>): Resource[] {
  const rule = composite.property('alarmRule');
  if (typeof rule === 'string') return ringingNames(rule).flatMap((name) => byName.get(name) ?? []);
  return [...(composite.sources('alarmRule') ?? [])];
}

/** Names inside `ALARM(...)` of a composite alarm's rule, and not inside `NOT ALARM(...)`. */
function ringingNames(rule: string): string[] {
  return [...rule.matchAll(/(\bNOT\s+)?\bALARM\s*\(\s*(?:"([^"]*)"|'([^']*)'|([^\s)]*))\s*\)/gi)].flatMap(
    ([, negated, double, single, bare]) => (negated === undefined ? (double ?? single ?? bare ?? []) : []),
  );
}

function closure(alarm: Resource, direct: ReadonlyMap<Resource, readonly Resource[]>): Set<Resource> {
  const found = new Set<Resource>();
  const next = [alarm];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    for (const above of direct.get(at) ?? []) {
      if (found.has(above)) continue;
      found.add(above);
      next.push(above);
    }
  }
  return found;
}
