import { mapParallel } from '../../contract/mapParallel';
import type { Incident } from '../document/incident';
import type { IncidentIndex } from './incidentIndex';

/** Writers at the same time; each writes its incidents one after the other. */
const parallelWrites = 8;

export interface ReindexResult {
  readonly written: number;
  /** Ids in the index without a document. */
  readonly removed: readonly string[];
}

/** Brings the index to the state of the documents: writes every incident, and removes those without a document. */
export async function reindexIncidents(
  index: IncidentIndex,
  incidents: readonly Incident[],
  /** Ids of documents that cannot be read; the index keeps what it has of them. */
  unreadable: ReadonlySet<string>,
): Promise<ReindexResult> {
  await mapParallel(incidents, parallelWrites, (incident) => index.put(incident));
  const documents = new Set(incidents.map(({ id }) => id));
  const removed = (await index.ids()).filter((id) => !documents.has(id) && !unreadable.has(id));
  await mapParallel(removed, parallelWrites, (id) => index.remove(id));
  return { written: incidents.length, removed };
}
