import type { CaptureSource } from '../quality/source/captureSource';
import type { ListedObject, ObjectStore } from './objectStore';

/** Files that are fetched while an earlier one is read. */
const fetchedAhead = 8;
/** Larger files are not fetched ahead: a fetched file is in memory until it is read. */
const maxFetchedBytes = 1 << 20;

/** Creates a source per file. Small files are fetched several at a time: a window may have thousands of them. */
export function storedSources(store: ObjectStore, files: readonly ListedObject[]): CaptureSource[] {
  const fetched = new Map<string, Promise<Uint8Array | undefined>>();
  const fetch = ({ key, size }: ListedObject) => {
    if (size > maxFetchedBytes || fetched.has(key)) return;
    const body = store.read(key).then((object) => object?.body);
    // The error is thrown when the file is read; until then the rejection must count as handled.
    body.catch(() => undefined);
    fetched.set(key, body);
  };
  return files.map((file, i) => ({
    file: file.key,
    open: async function* () {
      for (const next of files.slice(i, i + fetchedAhead)) fetch(next);
      const body = await fetched.get(file.key);
      fetched.delete(file.key);
      // A file that was deleted after it was listed fails here, as a large file does.
      if (body) yield body;
      else yield* store.open(file.key);
    },
  }));
}
