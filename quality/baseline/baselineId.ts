import { createHash } from 'node:crypto';

/**
 * A baseline's id: the UTC day of its derivation and six hex digits of the SHA-256 of its files, by name. The same
 * files derived on one day get the same id, so that uploading them again changes nothing.
 */
export function baselineIdOf(derivedAt: Date, files: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256');
  for (const [name, text] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\0${Buffer.byteLength(text)}\0${text}`);
  }
  return `${derivedAt.toISOString().slice(0, 10)}-${hash.digest('hex').slice(0, 6)}`;
}
