import { parseIncidentDocument } from './rememberedModules';
import type { SimulatedStore } from './simulatedStore';

/** What is wrong with the messages about the incidents of a store, in sentences. */
export function messageProblems(store: SimulatedStore): string[] {
  const accepted = new Map(store.messages.map(({ message }) => [message.id, message]));
  const incidents = store.keys('incidents/').map((key) => parseIncidentDocument(store.text(key) ?? '').incident);
  const recorded = new Set(incidents.flatMap(({ messages }) => messages.map(({ id }) => id)));
  return [
    ...[...accepted.keys()].filter((id) => !recorded.has(id)).map((id) => `message ${id} is in no incident document`),
    ...incidents.flatMap(({ id, reports, status, messages }) => {
      const last = messages.at(-1);
      const isOver = last === undefined || last.kind === 'closed';
      const unsent = messages.filter((entry) => entry.state !== 'sent' || accepted.get(entry.id)?.kind !== entry.kind);
      return [
        ...(reports.length > 0 && !last ? [`incident ${id} has no message`] : []),
        ...(isOver === (status === 'closed')
          ? []
          : [`incident ${id} is ${status}, but its last message is ${last?.kind}`]),
        ...unsent.map((entry) => `message ${entry.id} was not sent`),
      ];
    }),
  ];
}
