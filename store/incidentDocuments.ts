import { mapParallel } from '../contract/mapParallel';
import { incidentKeyOfId, storePrefixes } from '../contract/storeLayout';
import { UserError } from '../contract/userError';
import { parseIncidentDocument } from '../incidents/document/incidentDocument';
import type { IncidentRecord } from '../incidents/memory/incidentRecord';
import type { ObjectStore } from './objectStore';

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

/** Reads the incident documents of some endpoints, or of all. */
export async function readIncidentDocuments(
  store: ObjectStore,
  endpoints?: readonly string[],
): Promise<StoredIncidents> {
  const folders = endpoints ?? (await store.folders(storePrefixes.incidents));
  const listings = await mapParallel(folders, parallelReads, (endpoint) =>
    store.list(`${storePrefixes.incidents}${endpoint}/`),
  );
  const keys = listings.flat().flatMap(({ key }) => (key.endsWith('.md') ? [key] : []));
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
