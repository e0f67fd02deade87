import type { ObjectMetadata, ObjectStore } from '../../store/objectStore';

/** Text of an object; undefined if it does not exist. */
export async function readStored(store: ObjectStore, key: string): Promise<{ text: string; etag: string } | undefined> {
  const object = await store.read(key);
  return object && { text: new TextDecoder().decode(object.body), etag: object.etag };
}

/**
 * Writes an object unless it has this text already, so that a repeated run changes nothing and causes no event. Throws if
 * the object was written at the same time.
 */
export async function writeIfChanged(
  store: ObjectStore,
  key: string,
  text: string,
  metadata?: ObjectMetadata,
): Promise<void> {
  const stored = await readStored(store, key);
  if (stored?.text === text) return;
  if (await writeStored(store, key, text, stored?.etag, metadata)) return;
  throw new Error(`${key}: was written by another run at the same time; the run will be repeated`);
}

/**
 * Writes an object in place of the one with an ETag, or a new one. Returns false if the object has another text by then. A
 * write whose response was lost, so that it failed or its repetition found the object changed, counts as written.
 */
export async function writeStored(
  store: ObjectStore,
  key: string,
  text: string,
  etag?: string,
  metadata?: ObjectMetadata,
): Promise<boolean> {
  const isWritten = async () => (await readStored(store, key))?.text === text;
  const write = etag === undefined ? store.create(key, text, metadata) : store.replace(key, text, etag, metadata);
  try {
    return (await write) || (await isWritten());
  } catch (error) {
    if (await isWritten()) return true;
    throw error;
  }
}
