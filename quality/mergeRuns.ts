/** Above so many runs another way of sorting is faster. */
const mostRuns = 6;

let spare: Float64Array = new Float64Array(4096);
/** Where each run begins, and after the last one where it ends. */
const bounds = new Uint32Array(mostRuns + 1);

/** Sorts items that are a few ascending runs, by merging them. False, with nothing done, when they are many. */
export function mergeRuns(items: Float64Array): boolean {
  let runs = runsOf(items);
  if (runs > mostRuns) return false;
  if (spare.length < items.length) spare = new Float64Array(2 * items.length);
  let [from, to] = [items, spare];
  while (runs > 1) {
    let merged = 0;
    for (let run = 0; run < runs; run += 2) {
      const [start, middle] = [bounds[run] as number, bounds[run + 1] as number];
      const end = run + 1 < runs ? (bounds[run + 2] as number) : middle;
      merge(from, to, start, middle, end);
      bounds[merged] = start;
      merged += 1;
    }
    bounds[merged] = items.length;
    runs = merged;
    [from, to] = [to, from];
  }
  if (from !== items) items.set(from.subarray(0, items.length));
  return true;
}

/** How many runs there are; it stops counting when they are too many. */
function runsOf(items: Float64Array): number {
  let runs = 1;
  bounds[0] = 0;
  for (let i = 1; i < items.length; i++) {
    if ((items[i] as number) >= (items[i - 1] as number)) continue;
    if (runs === mostRuns) return mostRuns + 1;
    bounds[runs] = i;
    runs += 1;
  }
  bounds[runs] = items.length;
  return runs;
}

function merge(from: Float64Array, to: Float64Array, start: number, middle: number, end: number): void {
  let [left, right, place] = [start, middle, start];
  while (left < middle && right < end) {
    const [x, y] = [from[left] as number, from[right] as number];
    // Without a branch, which could not be foreseen.
    const second = Number(y < x);
    to[place] = second ? y : x;
    right += second;
    left += 1 - second;
    place += 1;
  }
  while (left < middle) to[place++] = from[left++] as number;
  while (right < end) to[place++] = from[right++] as number;
}
