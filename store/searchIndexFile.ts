import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { storePrefixes } from '../contract/storeLayout';
import { IncidentSearch, type SearchIndexJson } from '../incidents/memory/incidentSearch';
import { listIncidentDocuments, readDocuments, type StoredIncidents } from './incidentDocuments';
import type { ListedObject, ObjectStore } from './objectStore';

/** Of the file. Another version's file is not read. */
const version = 2;
/** Fewer documents are read each time: that takes less than a second. */
const fewestDocuments = 100;

interface KeptIndex {
  readonly version: typeof version;
  /** ETag of each indexed document, by its key. */
  readonly documents: Readonly<Record<string, string>>;
  readonly index: SearchIndexJson;
}

export interface StoredSearch extends Pick<StoredIncidents, 'unreadable'> {
  readonly search: IncidentSearch;
}

/**
 * Returns an index of the incident documents of a store. A large one is kept in a file of the user's cache, so that the next
 * search reads only documents that were written since. With endpoints, only their documents are brought up to date.
 */
export async function openIncidentSearch(
  store: ObjectStore,
  endpoints?: readonly string[],
  cache = userCache(),
): Promise<StoredSearch> {
  const listed = await listIncidentDocuments(store, endpoints);
  const file = join(cache, `${createHash('sha256').update(placeOf(store)).digest('hex').slice(0, 16)}.json`);
  const { search, etags } = readKeptIndex(file);
  const isListed = (key: string) => !endpoints || endpoints.some((name) => key.startsWith(folderOf(name)));
  const present = new Set(listed.map(({ key }) => key));
  const removed = [...etags.keys()].filter((key) => isListed(key) && !present.has(key));
  const changed = listed.filter(({ key, etag }) => etags.get(key) !== etag);
  for (const key of [...removed, ...changed.map(({ key }) => key)]) {
    search.remove(key);
    etags.delete(key);
  }
  const unreadable = await addDocuments(store, changed, search, etags);
  const isChanged = removed.length > 0 || changed.length > unreadable.length;
  if (isChanged && etags.size >= fewestDocuments)
    keepIndex(file, { version, documents: Object.fromEntries(etags), index: search.toJSON() });
  return { search, unreadable };
}

const userCache = () =>
  join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'model-observability', 'incidents');
const folderOf = (endpoint: string) => `${storePrefixes.incidents}${endpoint}/`;
const placeOf = ({ address }: ObjectStore) => (address.startsWith('s3://') ? address : resolve(address));

async function addDocuments(
  store: ObjectStore,
  changed: readonly ListedObject[],
  search: IncidentSearch,
  etags: Map<string, string>,
): Promise<StoredIncidents['unreadable']> {
  const { records, unreadable } = await readDocuments(
    store,
    changed.map(({ key }) => key),
  );
  const listed = new Map(changed.map(({ key, etag }) => [key, etag]));
  for (const record of records) {
    search.put(record);
    etags.set(record.key, listed.get(record.key) ?? '');
  }
  return unreadable;
}

/** An empty index if none is kept, or if it cannot be read. */
function readKeptIndex(file: string): { search: IncidentSearch; etags: Map<string, string> } {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as KeptIndex;
    if (kept.version === version) {
      return { search: new IncidentSearch(kept.index), etags: new Map(Object.entries(kept.documents)) };
    }
  } catch {
    // Built from the documents.
  }
  return { search: new IncidentSearch(), etags: new Map() };
}

/** Only the user may read it: it has texts of the documents. Without a writable cache, the next search reads all again. */
function keepIndex(file: string, kept: KeptIndex): void {
  const partial = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(partial, JSON.stringify(kept), { mode: 0o600 });
    renameSync(partial, file);
  } catch {
    return;
  }
}
