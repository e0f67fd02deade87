import type { ObjectStore } from '../../store/objectStore';

/** Text of an object; undefined if it does not exist. */
export async function readStored(store: ObjectStore, key: string): Promise<{ text: string; etag: string } | undefined> {
  const object = await store.read(key);
  return object && { text: new TextDecoder().decode(object.body), etag: object.etag };
}

/**
 * Writes an object unless it has this text already, so that a repeated run changes nothing and causes no event. Throws if
 * the object was written at the same time.
 */
export async function writeIfChanged(store: ObjectStore, key: string, text: string): Promise<void> {
  const stored = await readStored(store, key);
  if (stored?.text === text) return;
  const written = stored ? await store.replace(key, text, stored.etag) : await store.create(key, text);
  if (!written) throw new Error(`${key}: was written by another run at the same time; the run will be repeated`);
}
