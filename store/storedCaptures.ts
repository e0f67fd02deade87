import { hourMs, hourPath, minuteMs } from '../contract/hours';
import { captureMinute, parseCaptureKey, type SchemaRef, storePrefixes, variantsPrefix } from '../contract/storeLayout';
import { UserError } from '../contract/userError';
import { hourPrefixes } from './hourPrefixes';
import type { ListedObject, ObjectStore } from './objectStore';

/** A capture file in a store. */
export interface StoredCapture extends ListedObject {
  readonly variant: string;
  /** Start of the hour in its key. */
  readonly hour: Date;
  /** Minute of SageMaker's file name `mm-ss-mmm-...`; the start of the hour for other names. */
  readonly at: Date;
}

/** Whole hours, UTC; a missing side is open. `to` is exclusive. */
export interface HourWindow {
  readonly from?: Date;
  readonly to?: Date;
}

/** The variants with captures, or only the requested one. Throws a UserError that lists them if that one has none. */
export async function captureVariants(store: ObjectStore, ref: SchemaRef, variant?: string): Promise<string[]> {
  const variants = await store.folders(variantsPrefix(ref));
  if (variant === undefined || variants.length === 0) return variants;
  if (variants.includes(variant)) return [variant];
  throw new UserError(
    `${store.address}: no captures of variant ${variant} of ${ref.endpoint}; variants with captures: ${variants.join(', ')}`,
  );
}

/** The captures of some variants in a window, by key. Lists only the window's hours. */
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
      window.to ?? nextHour(await edgeHour(store, below, 'last')),
    ];
    if (!from || !to) continue;
    for (const prefix of hourPrefixes(from, to)) {
      for (const object of await store.list(`${below}${prefix}`)) captures.push(...parseCapture(object));
    }
  }
  return captures.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/**
 * The captures of a variant, or of all, from one instant to another, exclusive, by key. Keys sort by time, so each variant is
 * one listing, however many hours there are.
 */
export async function capturesBetween(
  store: ObjectStore,
  ref: SchemaRef & { readonly variant?: string },
  from: Date,
  to: Date,
): Promise<StoredCapture[]> {
  const captures: StoredCapture[] = [];
  const end = new Date(Math.ceil(to.getTime() / hourMs) * hourMs);
  const variants = ref.variant === undefined ? await store.folders(variantsPrefix(ref)) : [ref.variant];
  for (const variant of variants) {
    const below = `${variantsPrefix(ref)}${variant}/`;
    const range = { after: `${below}${hourPath(from)}/`, before: `${below}${hourPath(end)}/` };
    captures.push(...(await store.list(below, range)).flatMap(parseCapture));
  }
  return captures.filter(({ at }) => from <= at && at < to).sort((a, b) => (a.key < b.key ? -1 : 1));
}

const nextHour = (hour: Date | undefined) => hour && new Date(hour.getTime() + hourMs);

/** Time of the capture nearest to a window: the last one before it, or the first one after it. */
export async function nearestCapture(
  store: ObjectStore,
  ref: SchemaRef,
  variants: readonly string[],
  side: { readonly before: Date } | { readonly after: Date },
): Promise<Date | undefined> {
  const times: Date[] = [];
  for (const variant of variants) {
    const below = `${variantsPrefix(ref)}${variant}/`;
    const captures = await ('before' in side
      ? edgeCaptures(store, below, 'last', { to: side.before })
      : edgeCaptures(store, below, 'first', { from: side.after }));
    times.push(...captures.map(({ at }) => at));
  }
  times.sort((a, b) => a.getTime() - b.getTime());
  return 'before' in side ? times.at(-1) : times[0];
}

/** The endpoints and schema versions with captures, for error texts: `captures of churn (v1, v2)`. */
export async function capturedEndpoints(store: ObjectStore): Promise<string> {
  const names: string[] = [];
  for (const endpoint of await store.folders(storePrefixes.captures)) {
    const schemas = await store.folders(`${storePrefixes.captures}${endpoint}/`);
    names.push(`${endpoint} (${schemas.map((folder) => folder.replace(/^schema=/, '')).join(', ')})`);
  }
  return names.length > 0 ? `captures of ${names.join(', ')}` : 'no captures';
}

/** An empty list for objects that are not captures. */
function parseCapture(object: ListedObject): StoredCapture[] {
  const parts = parseCaptureKey(object.key);
  if (!parts || Number.isNaN(parts.hour.getTime())) return [];
  const { variant, hour } = parts;
  return [{ ...object, variant, hour, at: new Date(hour.getTime() + captureMinute(object.key) * minuteMs) }];
}

type Edge = 'first' | 'last';

async function edgeHour(store: ObjectStore, below: string, edge: Edge): Promise<Date | undefined> {
  return (await edgeCaptures(store, below, edge, {}))[0]?.hour;
}

/** The captures of a window's first or last hour with captures. Lists folder by folder instead of the whole variant. */
async function edgeCaptures(
  store: ObjectStore,
  below: string,
  edge: Edge,
  window: HourWindow,
  path = '',
): Promise<StoredCapture[]> {
  if (path.length === 'yyyy/mm/dd/hh/'.length) return (await store.list(`${below}${path}`)).flatMap(parseCapture);
  const names = (await store.folders(`${below}${path}`)).filter((name) => /^\d+$/.test(name));
  for (const name of edge === 'first' ? names : names.reverse()) {
    const inner = `${path}${name}/`;
    if (!mayOverlap(inner, window)) continue;
    const captures = await edgeCaptures(store, below, edge, window, inner);
    if (captures.length > 0) return captures;
  }
  return [];
}

/** Whether a folder `yyyy/...` may hold hours of a window: its digits sort like the times. */
function mayOverlap(path: string, { from, to }: HourWindow): boolean {
  return !(from && path < `${hourPath(from)}/`.slice(0, path.length)) && !(to && path >= `${hourPath(to)}/`);
}
