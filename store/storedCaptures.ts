import { hourMs, hourPath } from '../contract/hours';
import { parseCaptureKey, type SchemaRef, storePrefixes, variantsPrefix } from '../contract/storeLayout';
import { UserError } from '../contract/userError';
import { hourPrefixes } from './hourPrefixes';
import type { ListedObject, ObjectStore } from './objectStore';

/** A capture file of a store. */
export interface StoredCapture extends ListedObject {
  readonly variant: string;
  /** Start of the hour of its key. */
  readonly hour: Date;
  /** To the minute, from SageMaker's file name `mm-ss-mmm-...`; else the start of its hour. */
  readonly at: Date;
}

/** Whole hours, UTC; open where a side is missing. The end itself is outside. */
export interface HourWindow {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** The variants that an endpoint has captures of; a UserError lists them where the one that is asked for is not among them. */
export async function captureVariants(store: ObjectStore, ref: SchemaRef, variant?: string): Promise<string[]> {
  const variants = await store.folders(variantsPrefix(ref));
  if (variant === undefined || variants.length === 0) return variants;
  if (variants.includes(variant)) return [variant];
  throw new UserError(
    `${store.address}: has no captures of variant ${variant} of ${ref.endpoint}; it has ${variants.join(', ')}`,
  );
}

/** The captures of some variants in a window, in the order of their keys. Only the window's hours are listed. */
export async function storedCaptures(
  store: ObjectStore,
  ref: SchemaRef,
  variants: readonly string[],
  window: HourWindow,
): Promise<StoredCapture[]> {
  const captures: StoredCapture[] = [];
  for (const variant of variants) {
    const below = `${variantsPrefix(ref)}${variant}/`;
    const [from, to] = [
      window.from ?? (await edgeHour(store, below, 'first')),
      window.to ?? after(await edgeHour(store, below, 'last')),
    ];
    if (!from || !to) continue;
    for (const prefix of hourPrefixes(from, to)) {
      for (const object of await store.list(`${below}${prefix}`)) captures.push(...placed(object));
    }
  }
  return captures.sort((a, b) => (a.key < b.key ? -1 : 1));
}

const after = (hour: Date | undefined) => hour && new Date(hour.getTime() + hourMs);

/** When the nearest capture outside of a window came: the last one before it, or the first one after it. */
export async function nearestCapture(
  store: ObjectStore,
  ref: SchemaRef,
  variants: readonly string[],
  side: { readonly before: Date } | { readonly after: Date },
): Promise<Date | undefined> {
  const times: Date[] = [];
  for (const variant of variants) {
    const below = `${variantsPrefix(ref)}${variant}/`;
    const found = await ('before' in side
      ? edgeCaptures(store, below, 'last', { to: side.before })
      : edgeCaptures(store, below, 'first', { from: side.after }));
    times.push(...found.map(({ at }) => at));
  }
  times.sort((a, b) => a.getTime() - b.getTime());
  return 'before' in side ? times.at(-1) : times[0];
}

/** What a store has captures of, for the person who asked for something else: `captures of churn (v1, v2)`. */
export async function capturedEndpoints(store: ObjectStore): Promise<string> {
  const names: string[] = [];
  for (const endpoint of await store.folders(storePrefixes.captures)) {
    const schemas = await store.folders(`${storePrefixes.captures}${endpoint}/`);
    names.push(`${endpoint} (${schemas.map((each) => each.replace(/^schema=/, '')).join(', ')})`);
  }
  return names.length > 0 ? `captures of ${names.join(', ')}` : 'no captures at all';
}

function placed(object: ListedObject): StoredCapture[] {
  const place = parseCaptureKey(object.key);
  if (!place || Number.isNaN(place.hour.getTime())) return [];
  const minute = /\/(?<minute>[0-5]\d)-[0-5]\d-\d{3}-[^/]*$/.exec(object.key)?.groups?.['minute'] ?? 0;
  const { variant, hour } = place;
  return [{ ...object, variant, hour, at: new Date(hour.getTime() + Number(minute) * 60_000) }];
}

type Edge = 'first' | 'last';

async function edgeHour(store: ObjectStore, below: string, edge: Edge): Promise<Date | undefined> {
  return (await edgeCaptures(store, below, edge, {}))[0]?.hour;
}

/** The captures of the first or the last hour of a window that has some: folders are gone through, not the whole variant. */
async function edgeCaptures(
  store: ObjectStore,
  below: string,
  edge: Edge,
  window: HourWindow,
  path = '',
): Promise<StoredCapture[]> {
  if (path.length === 'yyyy/mm/dd/hh/'.length) return (await store.list(`${below}${path}`)).flatMap(placed);
  const names = (await store.folders(`${below}${path}`)).filter((name) => /^\d+$/.test(name));
  for (const name of edge === 'first' ? names : names.reverse()) {
    const inner = `${path}${name}/`;
    if (!touches(inner, window)) continue;
    const found = await edgeCaptures(store, below, edge, window, inner);
    if (found.length > 0) return found;
  }
  return [];
}

/** Whether a folder `yyyy/...` may have hours of a window: its digits are in the order of time. */
function touches(path: string, { from, to }: HourWindow): boolean {
  return !(from && path < `${hourPath(from)}/`.slice(0, path.length)) && !(to && path >= `${hourPath(to)}/`);
}
