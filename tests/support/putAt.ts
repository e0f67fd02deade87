import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Puts an object into a store in a folder, as if it had come at a time of its own. */
export function putAt(folder: string, key: string, at: string, body: string | Uint8Array = ''): void {
  const file = join(folder, key);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, body);
  utimesSync(file, new Date(at), new Date(at));
}
