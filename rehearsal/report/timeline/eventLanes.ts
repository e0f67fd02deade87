import { type Route, routes } from '../../../contract/alarmNames';
import type { AuditEntry } from '../../../contract/auditEvents';
import { formatInstant } from '../../../report/text/formats';
import type { MessageRow } from '../../model/rehearsalReport';
import type { Lane, TimeAxis } from './lane';
import { renderMark } from './lane';

/** Receivers of the routes. */
const routeNotes = {
  pager: 'wakes a person',
  tickets: 'queue',
} as const satisfies Record<Route, string>;

/** Distances in pixels below which marks are drawn as one: room for a mark and its number. */
const gaps = { message: 22, change: 46 } as const;

function messageLane(route: Route, messages: readonly MessageRow[], axis: TimeAxis): Lane {
  const routed = messages.filter((message) => message.route === route);
  const byState = [routed.filter(isRaised), routed.filter((message) => !isRaised(message))];
  const clusters = byState.flatMap((some) => clusterItems(some, (message) => axis.x(message.at), gaps.message));
  const content = clusters.map((cluster) => {
    const [first] = cluster;
    const raised = first !== undefined && isRaised(first);
    return renderMark({
      shape: raised ? 'triangle' : 'circle',
      look: raised ? 'bad' : 'good hollow',
      x: axis.x(first?.at ?? ''),
      y: raised ? 10 : 24,
      title: cluster.map(({ at, state, alarmName }) => `${formatInstant(at)} ${state}: ${alarmName}`).join('\n'),
      label: cluster.length > 1 ? String(cluster.length) : undefined,
    });
  });
  return { label: `To ${route}`, note: routeNotes[route], first: route === 'pager', height: 34, content };
}

function isRaised({ state }: MessageRow): boolean {
  return state === 'ALARM';
}

/** A lane per route: raised alarms above, cleared ones below. */
export function messageLanes(messages: readonly MessageRow[], axis: TimeAxis): Lane[] {
  return (Object.keys(routes) as Route[]).map((route) => messageLane(route, messages, axis));
}

/** Changes of the monitoring, numbered as in the audit record. */
export function auditLane(audit: readonly AuditEntry[], axis: TimeAxis): Lane {
  const numbered = audit.map((entry, i) => ({ entry, number: i + 1 }));
  const clusters = clusterItems(numbered, ({ entry }) => axis.x(entry.when), gaps.change);
  const content = clusters.map((cluster) => {
    const [first] = cluster;
    return renderMark({
      shape: 'diamond',
      look: cluster.every(({ entry }) => entry.refused !== undefined) ? 'change hollow' : 'change',
      x: axis.x(first?.entry.when ?? ''),
      y: 14,
      title: cluster.map(({ entry, number }) => `${number}. ${entry.kind}: ${entry.action} by ${entry.who}`).join('\n'),
      label: formatNumbers(cluster.map(({ number }) => number)),
    });
  });
  return { label: 'Recorded changes', note: 'numbers: audit table', first: true, height: 30, content };
}

/** `3`, `3, 4`, `3 … 41`. */
function formatNumbers(numbers: readonly number[]): string {
  return numbers.length <= 2 ? numbers.join(', ') : `${numbers[0]} … ${numbers.at(-1)}`;
}

/** Groups items from left to right, so that those less than `gap` pixels after the first of a group join it. */
function clusterItems<Item>(items: readonly Item[], x: (item: Item) => number, gap: number): Item[][] {
  const clusters: { from: number; items: Item[] }[] = [];
  for (const item of [...items].sort((a, b) => x(a) - x(b))) {
    const last = clusters.at(-1);
    if (last && x(item) - last.from < gap) last.items.push(item);
    else clusters.push({ from: x(item), items: [item] });
  }
  return clusters.map((cluster) => cluster.items);
}
