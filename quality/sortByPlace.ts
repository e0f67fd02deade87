import { settle } from './settle';

/** More than a sketch sorts at once, so that most places hold one item or none. */
const placeCount = 4096;
const ends = new Uint32Array(placeCount);
let spare = new Float64Array(4096);
let places = new Uint16Array(4096);

/**
 * Sorts items by their place between the least and the greatest, then moves the few that share one. False, with all
 * items still there, when too many share one: when some lie far away from the others.
 */
export function sortByPlace(items: Float64Array): boolean {
  const n = items.length;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i++) {
    const item = items[i] as number;
    if (item < min) min = item;
    if (item > max) max = item;
  }
  const scale = (placeCount - 1) / (max - min);
  // Also where the difference is no double, or too small to divide by.
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY)) return false;
  if (spare.length < n) {
    spare = new Float64Array(2 * n);
    places = new Uint16Array(2 * n);
  }
  ends.fill(0);
  for (let i = 0; i < n; i++) {
    const place = ((items[i] as number) - min) * scale;
    places[i] = place;
    (ends[places[i] as number] as number) += 1;
  }
  let sum = 0;
  for (let place = 0; place < placeCount; place++) {
    const count = ends[place] as number;
    ends[place] = sum;
    sum += count;
  }
  for (let i = 0; i < n; i++) {
    const place = places[i] as number;
    const to = ends[place] as number;
    spare[to] = items[i] as number;
    ends[place] = to + 1;
  }
  items.set(spare.subarray(0, n));
  return settle(items);
}
