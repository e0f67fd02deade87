import { isInRange, type ObjectStore } from '../../store/objectStore';

/** A store in memory that is only read: its files by key. */
export function memoryStore(files: ReadonlyMap<string, Buffer>): ObjectStore {
  const lastModified = new Date(0);
  return {
    address: 'memory',
    list: async (prefix, range) =>
      [...files.entries()]
        .filter(([key]) => key.startsWith(prefix) && isInRange(key, range))
        .map(([key, body]) => ({ key, size: body.length, lastModified, etag: key }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
    folders: async (prefix) => {
      const below = [...files.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
      return [...new Set(below.filter((rest) => rest.includes('/')).map((rest) => rest.split('/')[0] ?? ''))].sort();
    },
    read: async (key) => {
      const body = files.get(key);
      return body && { body, etag: key };
    },
    open: () => {
      throw new Error('not used');
    },
    create: async () => false,
    replace: async () => false,
    close: () => undefined,
  };
}
