import { hourMs } from '../../contract/hours';
import { incidentKey, storePrefixes } from '../../contract/storeLayout';
import type { Incident } from '../../incidents/document/incident';
import { formatIncidentDocument, parseIncidentDocument } from '../../incidents/document/incidentDocument';
import { listKeys, readText, type StorePlace, writeText } from './storeObjects';

/** An incident document with its notes, and the ETag to write it back. */
export interface StoredIncident {
  readonly incident: Incident;
  readonly notes: string;
  readonly etag: string;
}

/** A longer incident continues in a new document. 31 days of ids fit one page of a listing. */
const lookBackMs = 31 * 24 * hourMs;

/** Incidents of one endpoint may overlap (different checks); only this many can continue. */
export const maxIncidents = 5;

/** An endpoint's latest incidents that opened at an hour or before, oldest first. */
export interface LatestIncidents {
  readonly latest: readonly StoredIncident[];
  /** Reads the others of 31 days, and returns all, oldest first. */
  readAll(): Promise<StoredIncident[]>;
}

export async function readIncidents(place: StorePlace, endpoint: string, hour: Date): Promise<LatestIncidents> {
  const oldest = incidentKey(endpoint, new Date(hour.getTime() - lookBackMs));
  const keys = await listKeys(place, `${storePrefixes.incidents}${endpoint}/`, oldest);
  const documents = keys.filter((key) => key.endsWith('.md'));
  const latestKeys = documents.filter((key) => key <= incidentKey(endpoint, hour)).slice(-maxIncidents);
  const latest = await Promise.all(latestKeys.map((key) => readIncident(place, key)));
  return {
    latest,
    readAll: () =>
      Promise.all(documents.map(async (key) => latest[latestKeys.indexOf(key)] ?? (await readIncident(place, key)))),
  };
}

async function readIncident(place: StorePlace, key: string): Promise<StoredIncident> {
  const { text, etag } = await readText(place, key);
  return { ...parseIncidentDocument(text), etag };
}

/** Writes a new incident, or the next state of a stored one, and returns it. Rejects if it was written concurrently. */
export async function writeIncident(
  place: StorePlace,
  incident: Incident,
  stored?: StoredIncident,
): Promise<StoredIncident> {
  const notes = stored?.notes ?? '';
  const etag = await writeText(place, {
    key: incidentKey(incident.endpoint, new Date(incident.opened)),
    text: formatIncidentDocument(incident, notes),
    contentType: 'text/markdown; charset=utf-8',
    replaces: stored?.etag,
  });
  return { incident, notes, etag };
}
