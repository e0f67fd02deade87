/** Moves, an item on average, above which another way of sorting is faster. */
const mostMoves = 6;

/** An insertion sort of what is nearly sorted. False, with all items still there, when it is not. */
export function settle(items: Float64Array): boolean {
  let left = mostMoves * items.length;
  let before = items[0] as number;
  for (let i = 1; i < items.length; i++) {
    const item = items[i] as number;
    if (item >= before) {
      before = item;
      continue;
    }
    let k = i;
    do {
      items[k] = items[k - 1] as number;
      k -= 1;
    } while (k > 0 && (items[k - 1] as number) > item);
    items[k] = item;
    left -= i - k;
    if (left < 0) return false;
  }
  return true;
}
