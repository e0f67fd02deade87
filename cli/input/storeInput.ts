import { hourMs } from '../../contract/hours';
import { capturePrefix, type SchemaRef } from '../../contract/storeLayout';
import { hourReports, lateCaptures } from '../../store/hourReports';
import type { ObjectStore } from '../../store/objectStore';
import { capturedEndpoints, captureVariants, nearestCapture, storedCaptures } from '../../store/storedCaptures';
import { storedSources } from '../../store/storedSources';
import { refuseInvalidNames } from '../terminal/options';
import type { CaptureInput } from './captureInput';
import { type CaptureWindow, emptyWindowReason, refuseEmptyWindow } from './captureWindow';

export interface StoreQuery extends SchemaRef, CaptureWindow {
  readonly variant?: string;
  /** Hours between two runs of the schedule. @default 1 */
  readonly every?: number;
}

/** Captures of a store, in the order of their keys. Only the hours of the window are listed. */
export async function storeInput(store: ObjectStore, query: StoreQuery): Promise<CaptureInput> {
  refuseEmptyWindow(query);
  refuseInvalidNames(query);
  const { endpoint, schema, variant, every } = query;
  const ref = { endpoint, schema };
  const variants = await captureVariants(store, ref, variant);
  const captures = await storedCaptures(store, ref, variants, query);
  const hours = [...new Set(captures.map(({ hour }) => hour.getTime()))].sort((a, b) => a - b);
  const [first, last] = [hours[0], hours.at(-1)];
  const reports =
    first === undefined || last === undefined
      ? []
      : await hourReports(store, ref, { from: new Date(first), to: new Date(last + hourMs) }, every);
  return {
    sources: storedSources(store, captures),
    amount: { files: captures.length, bytes: captures.reduce((sum, { size }) => sum + size, 0) },
    hours: hours.map((hour) => new Date(hour)),
    place: `${store.address}/${capturePrefix(ref)}`,
    emptyReason: () => emptyStoreReason(store, ref, variants, query),
    close: () => undefined,
    stored: { store, ref, variants, late: lateCaptures(captures, reports, every) },
  };
}

/** Explains in one sentence that a window of a store has no captures, and where the nearest ones are. */
export async function emptyStoreReason(
  store: ObjectStore,
  ref: SchemaRef,
  variants: readonly string[],
  { from, to }: CaptureWindow,
): Promise<string> {
  const place = `${store.address}/${capturePrefix(ref)}`;
  if (variants.length === 0) return `no captures under ${place}; the store has ${await capturedEndpoints(store)}`;
  const nearest = [
    from && (await nearestCapture(store, ref, variants, { before: from })),
    to && (await nearestCapture(store, ref, variants, { after: to })),
  ];
  const times = nearest.flatMap((at) => (at ? [{ at }] : []));
  return emptyWindowReason({ from, to }, times, [place]);
}
