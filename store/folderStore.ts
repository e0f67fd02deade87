import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { UserError } from '../contract/userError';
import type { ListedObject, ObjectStore } from './objectStore';

/** A store in a folder of this disk. It keeps no versions; like a bucket, it is there once something is written. */
export function folderStore(folder: string): ObjectStore {
  const asked = <T>(work: Promise<T>, absent: T): Promise<T> =>
    work.catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return absent;
      throw new UserError(`${folder}: cannot be used as a store (${error.message})`);
    });
  return {
    address: folder,
    async list(prefix) {
      const below = join(folder, dirname(`${prefix}x`));
      const entries = await asked(readdir(below, { recursive: true, withFileTypes: true }), []);
      const keys = entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .filter((key) => key.startsWith(prefix))
        .sort();
      const listed: ListedObject[] = [];
      for (const key of keys) {
        const found = await asked(stat(join(folder, key)), undefined);
        if (found) listed.push({ key, size: found.size, lastModified: found.mtime });
      }
      return listed;
    },
    async folders(prefix) {
      const entries = await asked(readdir(join(folder, prefix), { withFileTypes: true }), []);
      return entries
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort();
    },
    async *open(key) {
      const file = join(folder, key);
      try {
        yield* createReadStream(file) as AsyncIterable<Buffer>;
      } catch (error) {
        throw new UserError(`${file}: cannot be read (${(error as Error).message})`);
      }
    },
    async read(key) {
      const body = await asked<Uint8Array | undefined>(readFile(join(folder, key)), undefined);
      return body && { body };
    },
    async create(key, body) {
      const file = join(folder, key);
      const written = async () => {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, body, { flag: 'wx' });
        return true;
      };
      return written().catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false;
        throw new UserError(`${file}: cannot be written (${error.message})`);
      });
    },
    close: () => undefined,
  };
}
