import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../../contract/userError';

/**
 * Writes files, by their paths in a folder. Never overwrites one: throws a UserError if a file exists or cannot be
 * written, after it removed what it had written.
 */
export async function writeNewFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const written: string[] = [];
  try {
    for (const [name, text] of files) {
      const path = join(folder, name);
      const created = await mkdir(dirname(path), { recursive: true }).catch(refuse(path));
      if (created !== undefined) written.push(created);
      await writeFile(path, text, { flag: 'wx' }).catch(refuse(path));
      written.push(path);
    }
  } catch (error) {
    for (const path of written.reverse()) await rm(path, { recursive: true });
    throw error;
  }
}

function refuse(path: string): (error: NodeJS.ErrnoException) => never {
  return ({ code, syscall, message }) => {
    if (code === 'EEXIST' && syscall === 'open') {
      throw new UserError(`${path}: already exists; nothing was written. Remove it, or use another name or --out`);
    }
    throw new UserError(`${path}: cannot be written (${message}); nothing was written`);
  };
}
