import { type Route, routes } from '../../../contract/alarmNames';
import type { AuditEntry } from '../../../contract/auditEvents';
import { formatInstant } from '../../../report/text/formats';
import type { MessageRow } from '../../model/rehearsalReport';
import { clustered } from './clustered';
import type { Lane, TimeAxis } from './lane';
import { mark } from './mark';

/** Who gets a route's messages. */
const routeNotes = {
  pager: 'wakes a person',
  digest: 'e-mail',
  tickets: 'queue',
} as const satisfies Record<Route, string>;

/** Marks closer than this are drawn as one, in pixels: room for the mark and its number. */
const gaps = { message: 22, change: 46 } as const;

function messageLane(route: Route, messages: readonly MessageRow[], axis: TimeAxis): Lane {
  const own = messages.filter((message) => message.route === route);
  const [raisedOnes, others] = [own.filter((m) => m.state === 'ALARM'), own.filter((m) => m.state !== 'ALARM')];
  const spots = [raisedOnes, others].flatMap((some) => clustered(some, (m) => axis.x(m.at), gaps.message));
  const content = spots.map((together) => {
    const [first] = together;
    const raised = first?.state === 'ALARM';
    return mark({
      shape: raised ? 'triangle' : 'circle',
      look: raised ? 'bad' : 'good hollow',
      x: axis.x(first?.at ?? ''),
      y: raised ? 10 : 24,
      title: together.map((m) => `${formatInstant(m.at)} ${m.state}: ${m.alarmName}`).join('\n'),
      ...(together.length > 1 ? { label: String(together.length) } : {}),
    });
  });
  return { label: `To ${route}`, note: routeNotes[route], first: route === 'pager', height: 34, content };
}

/** Messages by route: raised above, cleared below. */
export function messageLanes(messages: readonly MessageRow[], axis: TimeAxis): Lane[] {
  return (Object.keys(routes) as Route[]).map((route) => messageLane(route, messages, axis));
}

/** Who touched the monitoring, numbered as in the audit record's table. */
export function auditLane(audit: readonly AuditEntry[], axis: TimeAxis): Lane {
  const numbered = audit.map((entry, i) => ({ entry, number: i + 1 }));
  const spots = clustered(numbered, ({ entry }) => axis.x(entry.when), gaps.change);
  const content = spots.map((together) => {
    const [first] = together;
    return mark({
      shape: 'diamond',
      look: together.every(({ entry }) => entry.refused !== undefined) ? 'change hollow' : 'change',
      x: axis.x(first?.entry.when ?? ''),
      y: 14,
      title: together
        .map(({ entry, number }) => `${number}. ${entry.kind}: ${entry.action} by ${entry.who}`)
        .join('\n'),
      label: numbersText(together.map(({ number }) => number)),
    });
  });
  return { label: 'Changes on record', note: 'numbers: audit table', first: true, height: 30, content };
}

/** `3`, `3, 4`, `3 … 41`. */
function numbersText(numbers: readonly number[]): string {
  return numbers.length <= 2 ? numbers.join(', ') : `${numbers[0]} … ${numbers.at(-1)}`;
}
