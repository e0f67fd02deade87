import { alarmName } from '../../contract/alarmNames';
import type { MessageEvent } from '../../contract/messageRoute';
import type { Incident } from '../../incidents/document/incident';
import { parseIncidentDocument } from './rememberedModules';
import { routes } from './simulatedEndpoint';
import type { SimulatedQueue } from './simulatedQueue';
import type { Simulation } from './simulation';

/** What is wrong with the messages about the incidents of a simulation, in sentences. */
export function messageProblems(simulation: Simulation): string[] {
  const { store, bus } = simulation;
  const accepted = new Map(bus.accepted.map(({ event }) => [event.message.id, event]));
  const incidents = store.keys('incidents/').map((key) => parseIncidentDocument(store.text(key) ?? '').incident);
  const recorded = new Set(incidents.flatMap(({ messages }) => messages.map(({ id }) => id)));
  return [
    ...[...accepted.keys()].filter((id) => !recorded.has(id)).map((id) => `message ${id} is in no incident document`),
    ...repeatProblems(simulation),
    ...incidents.flatMap((incident) => threadProblems(incident, accepted)),
    ...deliveryProblems(simulation, [...accepted.values()]),
  ];
}

/** Each incident is told once when it opens, and once when it is over. A late window can open it again. */
function threadProblems(
  { id, reports, status, messages }: Incident,
  accepted: ReadonlyMap<string, MessageEvent>,
): string[] {
  const kinds = messages.map(({ kind }) => kind).join(' ');
  const isOver = messages.length === 0 || kinds.endsWith('closed');
  const unsent = messages.filter(
    (entry) => entry.state !== 'sent' || accepted.get(entry.id)?.message.kind !== entry.kind,
  );
  return [
    ...(reports.length > 0 && messages.length === 0 ? [`incident ${id} has no message`] : []),
    ...(isOver === (status === 'closed')
      ? []
      : [`incident ${id} is ${status}, but its last message is ${messages.at(-1)?.kind}`]),
    ...(wholeThread.test(kinds) ? [] : [`incident ${id} has the messages ${kinds}`]),
    ...unsent.map((entry) => `message ${entry.id} was not sent`),
  ];
}

const wholeThread = /^((opened( escalated)*( closed|$) ?)*)$/;

/**
 * Only an invocation that failed or was stopped leaves a message that another one puts again, and only one that runs too long
 * puts what another one has put. Invocations that read documents while they merge can note a message once more, under its id,
 * which receivers know.
 */
function repeatProblems({ bus }: Simulation): string[] {
  const last = new Map<string, (typeof bus.accepted)[number]>();
  return bus.accepted.flatMap((accepted) => {
    const { event, process, claim } = accepted;
    const { id } = event.message;
    const before = last.get(id);
    if (process.name === 'redrive') return [];
    last.set(id, accepted);
    if (before === undefined || before.process.isDisturbed || process.isDisturbed) return [];
    return before.claim === claim ? [`message ${id} was put twice without a fault`] : [];
  });
}

/** Each route of a message's severities has delivered it, or has it in the dead-letter queue if its destination is broken. */
function deliveryProblems({ bus, undelivered, plan }: Simulation, events: readonly MessageEvent[]): string[] {
  const { broken } = plan.destinations;
  const kept = new Set(undelivered.bodies.map(undeliveredOf));
  return events.flatMap(({ message: { id, kind, severity, stack, endpoint, thread } }) =>
    routes.flatMap(({ name, kind: routeKind, severities }) => {
      if (!severities.includes(severity)) return [];
      if (routeKind === 'alarm') {
        const alarm = `${alarmName({ severity, stack, endpoint, what: thread })} ${kind === 'closed' ? 'OK' : 'ALARM'}`;
        return bus.paged.has(alarm) ? [] : [`message ${id} did not reach the topic`];
      }
      if (bus.delivered.get(name)?.has(id)) return [];
      const isKept = name === broken && kept.has(`${name} ${id}`);
      return isKept ? [] : [`message ${id} was not delivered by route ${name}`];
    }),
  );
}

/** The route and the id of a message that a route did not deliver. */
export function undeliveredOf({ body, attributes }: SimulatedQueue['bodies'][number]): string {
  const { detail } = JSON.parse(body) as { detail: MessageEvent };
  const [, route] = /\/messages-(.+)-\w+$/.exec(attributes['RULE_ARN'] ?? '') ?? [];
  return `${route} ${detail.message.id}`;
}
