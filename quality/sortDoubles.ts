import { mergeRuns } from './mergeRuns';
import { sortByBits } from './sortByBits';
import { sortByPlace } from './sortByPlace';

/**
 * Sorts doubles ascending, in place, -0 before 0, as `sort()` does, but several times faster; none may be NaN. What a
 * sketch sorts is mostly a few sorted runs, else values spread over their range; each way gives up when they are not.
 */
export function sortDoubles(items: Float64Array): void {
  if (!mergeRuns(items) && !sortByPlace(items) && !sortByBits(items)) items.sort();
  orderZeros(items);
}

/** Puts -0 before 0, which compare as equal. */
function orderZeros(items: Float64Array): void {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle] as number) < 0) low = middle + 1;
    else high = middle;
  }
  let end = low;
  let negative = 0;
  for (; items[end] === 0; end++) if (Object.is(items[end], -0)) negative += 1;
  if (negative > 0) items.fill(-0, low, low + negative).fill(0, low + negative, end);
}
