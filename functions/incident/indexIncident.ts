import { errorText } from '../../contract/errorText';
import { parseIncidentDocument } from '../../incidents/document/incidentDocument';
import type { IncidentIndex } from '../../incidents/index/incidentIndex';
import { readTextIfPresent, type StorePlace } from './storeObjects';

/** More writes of one document than others can make meanwhile; the message is then delivered again. */
const maxPasses = 5;

/**
 * Brings the index to the state of an incident's document, whoever wrote it. Reads the document again afterwards: of two
 * concurrent invocations, the one that writes last has then seen the latest document.
 */
export async function indexIncident(place: StorePlace, index: IncidentIndex, key: string): Promise<void> {
  for (let pass = 0; pass < maxPasses; pass += 1) {
    const stored = await readTextIfPresent(place, key);
    if (!stored) return;
    const incident = readIncident(key, stored.text);
    if (!incident) return;
    await index.put(incident);
    if ((await readTextIfPresent(place, key))?.etag === stored.etag) return;
  }
  throw new Error(`${key} was changed ${maxPasses} times while it was indexed`);
}

/** Undefined for a document that a person made invalid: the index keeps what it had, and `incident list` names the fault. */
function readIncident(key: string, text: string) {
  try {
    return parseIncidentDocument(text).incident;
  } catch (error) {
    console.error(`${key} is not indexed: ${errorText(error)}`);
    return undefined;
  }
}
