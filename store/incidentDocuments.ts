import { mapParallel } from '../contract/mapParallel';
import { incidentKey, incidentKeyOfId, storePrefixes } from '../contract/storeLayout';
import { UserError } from '../contract/userError';
import type { Incident, RecordedAction } from '../incidents/document/incident';
import { formatIncidentDocument, parseIncidentDocument } from '../incidents/document/incidentDocument';
import type { IncidentRecord } from '../incidents/memory/incidentRecord';
import { recordAction, refusedAction } from '../incidents/memory/recordAction';
import type { ListedObject, ObjectStore } from './objectStore';

/** Documents that are read at a time. */
const parallelReads = 16;

/** A document that people changed so that it cannot be read, and why. */
interface UnreadableDocument {
  readonly key: string;
  readonly reason: string;
}

export interface StoredIncidents {
  readonly records: readonly IncidentRecord[];
  readonly unreadable: readonly UnreadableDocument[];
}

/** An incident document, and the ETag to write it back. */
export interface StoredRecord extends IncidentRecord {
  readonly text: string;
  readonly etag: string;
}

/** Reads the incident documents of some endpoints, or of all; those of incidents that opened after an instant, or all. */
export async function readIncidentDocuments(
  store: ObjectStore,
  endpoints?: readonly string[],
  since?: Date,
): Promise<StoredIncidents> {
  const documents = await listIncidentDocuments(store, endpoints, since);
  return readDocuments(
    store,
    documents.map(({ key }) => key),
  );
}

/** Lists the incident documents of some endpoints, or of all. */
export async function listIncidentDocuments(
  store: ObjectStore,
  endpoints?: readonly string[],
  since?: Date,
): Promise<ListedObject[]> {
  const folders = endpoints ?? (await store.folders(storePrefixes.incidents));
  const listings = await mapParallel(folders, parallelReads, (endpoint) =>
    store.list(`${storePrefixes.incidents}${endpoint}/`, since && { after: incidentKey(endpoint, since) }),
  );
  return listings.flat().filter(({ key }) => key.endsWith('.md'));
}

/** Reads incident documents by their keys; those that were deleted meanwhile are left out. */
export async function readDocuments(store: ObjectStore, keys: readonly string[]): Promise<StoredIncidents> {
  const records: IncidentRecord[] = [];
  const unreadable: UnreadableDocument[] = [];
  await mapParallel(keys, parallelReads, async (key) => {
    const object = await store.read(key);
    if (!object) return;
    try {
      records.push({ key, ...parseIncidentDocument(Buffer.from(object.body).toString('utf8')) });
    } catch (error) {
      unreadable.push({ key, reason: (error as Error).message });
    }
  });
  return { records, unreadable };
}

/** Reads the document of an incident. Throws a UserError if the id is invalid, or the document is missing or invalid. */
export async function readIncidentDocument(store: ObjectStore, id: string): Promise<StoredRecord> {
  const key = incidentKeyOfId(id);
  if (key === undefined) {
    throw new UserError(`invalid incident id '${id}': expected <endpoint>-<yyyymmddhh>, such as churn-2026110213`);
  }
  const object = await store.read(key);
  if (!object) throw new UserError(`incident ${id} does not exist in ${store.address}; 'incident list' shows all ids`);
  const text = Buffer.from(object.body).toString('utf8');
  try {
    return { key, text, etag: object.etag, ...parseIncidentDocument(text) };
  } catch (error) {
    throw new UserError(
      `${store.address}/${key}: ${(error as Error).message}; restore an earlier version of the object, or fix its front matter`,
    );
  }
}

/** The incident function or another person may write the document between a read and a write. */
const maxAttempts = 10;

/**
 * Records an action in the document of an incident, and keeps what others wrote meanwhile. Throws a UserError if the action
 * does not apply.
 */
export function recordIncidentAction(store: ObjectStore, id: string, action: RecordedAction): Promise<Incident> {
  return updateIncident(store, id, (incident) => {
    const reason = refusedAction(incident, action);
    if (reason !== undefined) throw new UserError(`incident ${id} ${reason}`);
    return recordAction(incident, action);
  });
}

/** Writes the next state of an incident into its document, and keeps what others wrote meanwhile. */
export async function updateIncident(
  store: ObjectStore,
  id: string,
  update: (incident: Incident) => Incident,
): Promise<Incident> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const { key, incident, notes, etag } = await readIncidentDocument(store, id);
    const next = update(incident);
    if (await store.replace(key, formatIncidentDocument(next, notes), etag)) return next;
  }
  throw new UserError(`incident ${id} was changed by others ${maxAttempts} times; run the command again`);
}
