import { readFileSync } from 'node:fs';
import { UserError } from '../contract/userError';

/** The bytes of a file that a person named. */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${(error as Error).message})`);
  }
}
