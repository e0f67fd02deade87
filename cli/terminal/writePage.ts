import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../../contract/userError';

/** Writes an HTML page; missing folders are created. Throws a UserError if that fails. */
export async function writePage(file: string, page: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, page);
  } catch (error) {
    throw new UserError(`${file}: cannot be written (${(error as Error).message})`);
  }
}
