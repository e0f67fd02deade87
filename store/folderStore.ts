import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { UserError } from '../contract/userError';
import type { ObjectStore } from './objectStore';

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
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .filter((key) => key.startsWith(prefix))
        .sort();
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
