import { gunzipSync, gzipSync } from 'node:zlib';
import { parseTrailFile } from '../../audit/trail/trailFile';

/** Random numbers from 0 to below 1. */
export type Random = () => number;

/** What was done to which files. */
export interface Tampering {
  readonly what: string;
  readonly keys: readonly string[];
}

type Files = Map<string, Buffer>;

/** Tampers with one or two files of a trail in a random way. */
export function tamperTrail(files: Files, random: Random): Tampering {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const ofKind = (kind: 'log' | 'digest') => [...files.keys()].filter((key) => parseTrailFile(key)?.kind === kind);
  const kind = pick(['log', 'digest'] as const);
  const key = pick(ofKind(kind));
  const what = pick(Object.keys(ways) as (keyof typeof ways)[]);
  const other = pick(ofKind(kind).filter((candidate) => candidate !== key));
  const made = ways[what](files, { key, other, random });
  return { what: `${what} ${kind}`, keys: [key, other, ...(typeof made === 'string' ? [made] : [])] };
}

interface WayArgs {
  readonly key: string;
  readonly other: string;
  readonly random: Random;
}

const contentOf = (files: Files, key: string) => files.get(key) ?? Buffer.alloc(0);

const ways = {
  delete: (files: Files, { key }: WayArgs) => void files.delete(key),
  alter: (files: Files, { key, random }: WayArgs) => {
    const content = gunzipSync(contentOf(files, key));
    const at = Math.floor(random() * content.length);
    content[at] = (content[at] ?? 0) ^ (1 + Math.floor(random() * 255));
    files.set(key, gzipSync(content));
  },
  shorten: (files: Files, { key, random }: WayArgs) => {
    const content = gunzipSync(contentOf(files, key));
    files.set(key, gzipSync(content.subarray(0, Math.floor(random() * content.length))));
  },
  truncate: (files: Files, { key, random }: WayArgs) => {
    const body = contentOf(files, key);
    files.set(key, body.subarray(0, Math.floor(random() * body.length)));
  },
  swap: (files: Files, { key, other }: WayArgs) => {
    const [first, second] = [contentOf(files, key), contentOf(files, other)];
    files.set(key, second);
    files.set(other, first);
  },
  overwrite: (files: Files, { key, other }: WayArgs) => void files.set(key, contentOf(files, other)),
  'back-date': (files: Files, { key, random }: WayArgs) => {
    const earlier = atAnotherHour(key, random);
    files.set(earlier, contentOf(files, key));
    files.delete(key);
    return earlier;
  },
  move: (files: Files, { key }: WayArgs) => {
    files.set(key.replace(/\/\d{4}\/\d\d\/\d\d\//, '/2026/11/01/'), contentOf(files, key));
    files.delete(key);
  },
  forge: (files: Files, { key, random }: WayArgs) => {
    const isDigest = key.includes('Digest');
    const forged = isDigest ? atAnotherHour(key, random) : key.replace(/_[^_]*$/, '_forged0123456789.json.gz');
    files.set(forged, contentOf(files, key));
    return forged;
  },
} as const satisfies Record<string, (files: Files, args: WayArgs) => unknown>;

/** The key with another hour of the day in the file's name. */
function atAnotherHour(key: string, random: Random): string {
  return key.replace(/T(\d\d)(\d{2,4}Z)/, (_, hour: string, rest: string) => {
    const other = (Number(hour) + 1 + Math.floor(random() * 22)) % 24;
    return `T${String(other).padStart(2, '0')}${rest}`;
  });
}
