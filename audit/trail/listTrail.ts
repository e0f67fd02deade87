import { hourMs } from '../../contract/hours';
import { mapParallel } from '../../contract/mapParallel';
import type { ObjectStore } from '../../store/objectStore';
import { parseTrailFile, type TrailFile } from './trailFile';

/** A span of time of a trail; both ends are optional, the end is exclusive. */
export interface Span {
  readonly from?: Date;
  readonly to?: Date;
  /** Accounts whose files count, for the trail of an organization. @default all */
  readonly accounts?: readonly string[];
}

/** A span with both ends. */
export interface BoundedSpan extends Span {
  readonly from: Date;
  readonly to: Date;
}

/** A listed file of a trail. */
export interface ListedTrailFile extends TrailFile {
  /** Bytes, compressed. */
  readonly size: number;
}

/** How long after a call its record may be written at most, for the end of a span; usually it takes 5 minutes. */
const latestDelivery = 24 * hourMs;
/** How far the minute in a file's name may precede the calls in it. */
const clockTolerance = hourMs;

/** Listings at the same time. */
const parallel = 16;
const folders = { log: 'CloudTrail', digest: 'CloudTrail-Digest' } as const;

/**
 * Lists a trail's log or digest files that may concern a span, ordered by key. A folder or bucket in CloudTrail's layout,
 * `AWSLogs/[<organization>/]<account>/CloudTrail/<region>/yyyy/mm/dd/`, is listed by day; any other is listed whole.
 */
export async function listTrail(store: ObjectStore, kind: TrailFile['kind'], span: Span): Promise<ListedTrailFile[]> {
  const { accounts } = span;
  const isCounted = (account: string) => accounts === undefined || accounts.includes(account);
  const prefixes = await regionPrefixes(store, kind, isCounted);
  const earliest = span.from && new Date(span.from.getTime() - clockTolerance);
  const latest = span.to && new Date(span.to.getTime() + latestDelivery);
  const after = earliest && dayPath(earliest);
  const before = latest && `${dayPath(latest)}~`;
  const listings = await mapParallel(prefixes, parallel, (prefix) =>
    store.list(prefix, {
      after: prefix === '' || after === undefined ? undefined : `${prefix}${after}`,
      before: prefix === '' || before === undefined ? undefined : `${prefix}${before}`,
    }),
  );
  return listings.flat().flatMap(({ key, size }) => {
    const file = parseTrailFile(key);
    if (!file || file.kind !== kind || !isCounted(file.account)) return [];
    if ((earliest && file.at < earliest) || (latest && file.at > latest)) return [];
    return [{ ...file, size }];
  });
}

/** Days of the log files that may concern a span, `2026/11/02`, both inclusive. */
export function fileDays({ from, to }: BoundedSpan): { readonly firstDay: string; readonly lastDay: string } {
  return {
    firstDay: dayPath(new Date(from.getTime() - clockTolerance)),
    lastDay: dayPath(new Date(to.getTime() + latestDelivery)),
  };
}

/** Prefixes of the regions of every account that counts, `['']` for another layout. */
async function regionPrefixes(
  store: ObjectStore,
  kind: TrailFile['kind'],
  isCounted: (account: string) => boolean,
): Promise<string[]> {
  const accounts = await accountPrefixes(store);
  if (accounts === undefined) return [''];
  const counted = accounts.filter((prefix) => isCounted(accountOf(prefix)));
  const regions = await mapParallel(counted, parallel, async (account) => {
    const prefix = `${account}${folders[kind]}/`;
    return (await store.folders(prefix)).map((region) => `${prefix}${region}/`);
  });
  return regions.flat();
}

/** Prefixes of the accounts in CloudTrail's layout; undefined for another layout. */
async function accountPrefixes(store: ObjectStore): Promise<string[] | undefined> {
  const isAccount = (name: string) => /^\d{12}$/.test(name);
  const names = await store.folders('AWSLogs/');
  if (names.length === 0) return undefined;
  const accounts = await mapParallel(names, parallel, async (name) => {
    if (isAccount(name)) return [`AWSLogs/${name}/`];
    const inside = await store.folders(`AWSLogs/${name}/`);
    return inside.filter(isAccount).map((account) => `AWSLogs/${name}/${account}/`);
  });
  return accounts.flat();
}

const accountOf = (prefix: string) => prefix.split('/').at(-2) ?? '';

/** Accounts that have files in CloudTrail's layout; none in another one. */
export async function listAccounts(store: ObjectStore): Promise<string[]> {
  return [...new Set((await accountPrefixes(store))?.map(accountOf))];
}

/** `2026/11/02` */
const dayPath = (at: Date) => at.toISOString().slice(0, 10).replaceAll('-', '/');
