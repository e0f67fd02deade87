import { errorText } from '../../contract/errorText';
import type { Incident } from '../../incidents/document/incident';
import type { IncidentIndex } from '../../incidents/index/incidentIndex';
import { type IndexEntry, indexEntryOf } from '../../incidents/index/indexEntry';
import { similarIncidents } from '../../incidents/memory/similarIncidents';

/** Similar incidents that an incident names. */
const listedSimilar = 3;

/** Incidents of the index that one is compared with: the newest of each likely cause and of its endpoint. */
const comparedPerQuestion = 50;

/** Likely causes that similar incidents are looked up by. */
const askedCauses = 3;

/**
 * Incidents of all endpoints that may resemble those that a report belongs to. The index only adds to the documents that
 * were read: without it, an incident names fewer similar ones, but none is lost.
 */
export async function readIndexed(
  index: IncidentIndex | undefined,
  {
    endpoint,
    causes,
    hour,
  }: { readonly endpoint: string; readonly causes: readonly { readonly cause: string }[]; readonly hour: Date },
): Promise<IndexEntry[]> {
  if (!index) return [];
  const names = [...new Set(causes.map(({ cause }) => cause))].slice(0, askedCauses);
  const options = { to: hour, limit: comparedPerQuestion };
  try {
    const entries = await Promise.all([
      index.find('endpoint', endpoint, options),
      ...names.map((cause) => index.find('cause', cause, options)),
    ]);
    return entries.flat();
  } catch (error) {
    console.error(`the index of incidents cannot be read: ${errorText(error)}`);
    return [];
  }
}

/** Earlier incidents like one, with a recorded fix, the most similar first; those that were found before are kept. */
export function knownFixes(
  incident: Incident,
  documents: readonly Incident[],
  indexed: readonly IndexEntry[],
): Incident['similar'] {
  // A document is newer than what the index has of it.
  const entries = [...indexed, ...documents.map(indexEntryOf)].filter(({ opened }) => opened < incident.opened);
  const byId = new Map(entries.map((entry) => [entry.id, { incident: entry }]));
  const fixes = similarIncidents(incident, [...byId.values()]).flatMap(
    ({ incident: { id, cause, fix }, similarity }) =>
      cause === undefined || fix === undefined ? [] : [{ id, similarity: Number(similarity.toFixed(2)), cause, fix }],
  );
  const missing = incident.similar.filter(({ id }) => !byId.has(id));
  return [...fixes, ...missing].sort((a, b) => b.similarity - a.similarity).slice(0, listedSimilar);
}
