import { readdirSync, statSync } from 'node:fs';

/** Names of the files in a folder; undefined if there is no such folder. */
export function listFiles(folder: string): string[] | undefined {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [] : [entry.name]));
}
