import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { UserError, unreadable } from '../contract/userError';
import { isInRange, type ListedObject, type ObjectStore } from './objectStore';

/** A store in a local folder. It keeps no versions. A missing folder is an empty store; writing creates it. */
export function folderStore(folder: string): ObjectStore {
  const orWhenAbsent = <T>(work: Promise<T>, absent: T): Promise<T> =>
    work.catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return absent;
      throw new UserError(`${folder}: cannot be used as a store (${error.message})`);
    });
  return {
    address: folder,
    async list(prefix, range) {
      const below = join(folder, dirname(`${prefix}x`));
      const entries = await orWhenAbsent(readdir(below, { recursive: true, withFileTypes: true }), []);
      const keys = entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .filter((key) => key.startsWith(prefix) && isInRange(key, range))
        .sort();
      const objects: ListedObject[] = [];
      for (const key of keys) {
        const stats = await orWhenAbsent(stat(join(folder, key)), undefined);
        if (stats) objects.push({ key, size: stats.size, lastModified: stats.mtime, etag: etagOf(stats) });
      }
      return objects;
    },
    async folders(prefix) {
      const entries = await orWhenAbsent(readdir(join(folder, prefix), { withFileTypes: true }), []);
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
        throw unreadable(file, error);
      }
    },
    async read(key) {
      const file = join(folder, key);
      const stats = await orWhenAbsent(stat(file), undefined);
      const body = stats && (await orWhenAbsent<Uint8Array | undefined>(readFile(file), undefined));
      return body && { body, etag: etagOf(stats) };
    },
    async create(key, body) {
      const file = join(folder, key);
      try {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, body, { flag: 'wx' });
        return true;
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (code === 'EEXIST') return false;
        throw new UserError(`${file}: cannot be written (${message})`);
      }
    },
    async replace(key, body, etag) {
      const file = join(folder, key);
      const stats = await orWhenAbsent(stat(file), undefined);
      if (!stats || etagOf(stats) !== etag) return false;
      try {
        await writeFile(file, body);
        return true;
      } catch (error) {
        throw new UserError(`${file}: cannot be written (${(error as Error).message})`);
      }
    },
    close: () => undefined,
  };
}

/** A file's state stands for its content: this store is one person's, so nobody writes between a check and a write. */
function etagOf({ size, mtimeMs }: { readonly size: number; readonly mtimeMs: number }): string {
  return `${size}-${mtimeMs}`;
}
