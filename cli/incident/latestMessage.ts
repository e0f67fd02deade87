import type { IncidentMessage } from '../../contract/incidentMessage';
import { messageNumber, threadOf } from '../../incidents/document/incidentMessages';
import { composeMessage } from '../../incidents/message/composeMessage';
import { readIncidentDocuments } from '../../store/incidentDocuments';
import type { ObjectStore } from '../../store/objectStore';

/** The last message that was sent about the incident of a message, with the links of that one; undefined if it is the same. */
export async function latestMessage(
  store: ObjectStore,
  message: IncidentMessage,
): Promise<IncidentMessage | undefined> {
  const { stack, owner, runbook, endpoint, thread, id, links } = message;
  const { records } = await readIncidentDocuments(store, [endpoint]);
  const incident = records
    .map((record) => record.incident)
    .find((one) => one.messages.length > 0 && threadOf(one) === thread);
  const entry = incident?.messages.findLast(({ state }) => state === 'sent');
  if (!incident || !entry || messageNumber(entry.id) <= messageNumber(id)) return undefined;
  const context = { stack, owner, runbook, region: '', bucket: '', dashboard: '' };
  return { ...composeMessage(incident, entry, context), links };
}
