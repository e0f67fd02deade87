import { capturePrefix, type SchemaRef } from '../contract/storeLayout';
import type { ObjectStore } from '../store/objectStore';
import { capturedEndpoints, nearestCapture } from '../store/storedCaptures';
import { type CaptureWindow, emptyWindowReason } from './captureWindow';

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
