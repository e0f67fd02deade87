import { hourMs } from '../../contract/hours';
import { capturePrefix, type SchemaRef } from '../../contract/storeLayout';
import type { CaptureSource } from '../../quality/source/captureSource';
import { hourReports, lateCaptures } from '../../store/hourReports';
import type { ListedObject, ObjectStore } from '../../store/objectStore';
import { capturedEndpoints, captureVariants, nearestCapture, storedCaptures } from '../../store/storedCaptures';
import { refuseNames } from '../terminal/refuseNames';
import type { CaptureInput } from './captureInput';
import { type CaptureWindow, emptyWindowReason, refuseEmptyWindow } from './captureWindow';

export interface StoreQuery extends SchemaRef, CaptureWindow {
  readonly variant?: string;
  /** Hours between two runs of the schedule. @default 1 */
  readonly every?: number;
}

/** Captures of a store, in the order of their keys; only the hours of the window are listed. */
export async function storeInput(store: ObjectStore, query: StoreQuery): Promise<CaptureInput> {
  refuseEmptyWindow(query);
  refuseNames(query);
  const { endpoint, schema, variant, every } = query;
  const ref = { endpoint, schema };
  const variants = await captureVariants(store, ref, variant);
  const captures = await storedCaptures(store, ref, variants, query);
  const hours = [...new Set(captures.map(({ hour }) => hour.getTime()))].sort((a, b) => a - b);
  const [first, last] = [hours[0], hours.at(-1)];
  const span = first === undefined || last === undefined ? undefined : { from: new Date(first), to: after(last) };
  const reports = span ? await hourReports(store, ref, span, every) : [];
  return {
    sources: sourcesOf(store, captures),
    amount: { files: captures.length, bytes: captures.reduce((sum, { size }) => sum + size, 0) },
    hours: hours.map((hour) => new Date(hour)),
    place: `${store.address}/${capturePrefix(ref)}`,
    emptyReason: () => emptyStoreReason(store, ref, variants, query),
    stored: { store, ref, variants, late: lateCaptures(captures, reports, every) },
  };
}

const after = (hour: number) => new Date(hour + hourMs);

/** Files that are fetched while another one is read, and how large each may be: they are kept in memory until their turn. */
const [ahead, smallFile] = [8, 1 << 20];

/** The files as sources; small ones are fetched several at a time, for a window may have thousands of them. */
function sourcesOf(store: ObjectStore, files: readonly ListedObject[]): CaptureSource[] {
  const fetched = new Map<string, Promise<Uint8Array | undefined>>();
  const fetch = ({ key, size }: ListedObject) => {
    if (size > smallFile || fetched.has(key)) return;
    const body = store.read(key).then((object) => object?.body);
    // Whoever reads the file hears of the failure; until then nobody listens.
    body.catch(() => undefined);
    fetched.set(key, body);
  };
  return files.map((file, i) => ({
    file: file.key,
    open: async function* () {
      for (const next of files.slice(i, i + ahead)) fetch(next);
      const body = await fetched.get(file.key);
      fetched.delete(file.key);
      // What was deleted since it was listed fails here, as a large file does.
      if (body) yield body;
      else yield* store.open(file.key);
    },
  }));
}

/** Why a window of a store has no captures: one sentence that says where the nearest ones are. */
export async function emptyStoreReason(
  store: ObjectStore,
  ref: SchemaRef,
  variants: readonly string[],
  { from, to }: CaptureWindow,
): Promise<string> {
  const under = `${store.address}/${capturePrefix(ref)}`;
  if (variants.length === 0) return `no captures under ${under}; the store has ${await capturedEndpoints(store)}`;
  const nearest = [
    from && (await nearestCapture(store, ref, variants, { before: from })),
    to && (await nearestCapture(store, ref, variants, { after: to })),
  ];
  const times = nearest.flatMap((at) => (at ? [{ at }] : []));
  return emptyWindowReason({ ...(from && { from }), ...(to && { to }) }, times, [under]);
}
