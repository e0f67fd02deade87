import type { IncidentMessage } from '../../contract/incidentMessage';
import { messageNumber, threadOf } from '../../incidents/document/incidentMessages';
import { composeMessage } from '../../incidents/message/composeMessage';
import { readIncidentDocuments, type StoredIncidents } from '../../store/incidentDocuments';
import type { ObjectStore } from '../../store/objectStore';

/**
 * Returns a function for the last message that was sent about the incident of a message, with the links of that one; undefined
 * if it is the same. It reads the documents of an endpoint once.
 */
export function latestMessages(store: ObjectStore): (message: IncidentMessage) => Promise<IncidentMessage | undefined> {
  const known = new Map<string, ReturnType<typeof readIncidentDocuments>>();
  return async (message) => {
    const { endpoint } = message;
    const documents = known.get(endpoint) ?? readIncidentDocuments(store, [endpoint]);
    known.set(endpoint, documents);
    return latestOf((await documents).records, message);
  };
}

function latestOf(records: StoredIncidents['records'], message: IncidentMessage): IncidentMessage | undefined {
  const { stack, owner, runbook, thread, id, links } = message;
  const incident = records
    .map((record) => record.incident)
    .find((one) => one.messages.length > 0 && threadOf(one) === thread);
  const entry = incident?.messages.findLast(({ state }) => state === 'sent');
  if (!incident || !entry || messageNumber(entry.id) <= messageNumber(id)) return undefined;
  const context = { stack, owner, runbook, region: '', bucket: '', dashboard: '' };
  return { ...composeMessage(incident, entry, context), links };
}
