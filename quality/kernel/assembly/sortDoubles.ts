/** Number of runs above which another way of sorting is faster. */
const MOST_RUNS: i32 = 6;
/** More than a sketch sorts at once, so that most places hold one item or none. */
const PLACES: i32 = 4096;
/** Moves, an item on average, above which another way of sorting is faster. */
const MOST_MOVES: i32 = 6;

/** Where each run begins, and after the last one where it ends, as addresses. */
const bounds: StaticArray<usize> = new StaticArray<usize>(MOST_RUNS + 1);
const placeEnds: usize = heap.alloc((<usize>PLACES) << 2);

/** As many items as are sorted: a copy, and the place of each. */
let spare: usize = 0;
let spareSize: i32 = 0;
let placeOfItem: usize = 0;

/**
 * Sorts doubles ascending, in place, -0 before 0; none may be NaN. What a sketch sorts is mostly a few sorted runs, else
 * values spread over their range; each way gives up when they are not, and leaves all items there.
 */
export function sortDoubles(items: usize, count: i32): void {
  if (count < 2) return;
  if (spareSize < count) {
    spareSize = 2 * count;
    spare = heap.alloc((<usize>spareSize) << 3);
    placeOfItem = heap.alloc((<usize>spareSize) << 1);
  }
  if (!mergeRuns(items, count) && !sortByPlace(items, count)) sortByBytes(items, count);
  orderZeros(items, count);
}

/** Sorts items that are a few ascending runs, by merging them. False, with nothing done, when they are many. */
function mergeRuns(items: usize, count: i32): bool {
  let runs = runsOf(items, count);
  if (runs > MOST_RUNS) return false;
  const bytes = (<usize>count) << 3;
  let from = items;
  let to = spare;
  while (runs > 1) {
    let merged = 0;
    for (let run = 0; run < runs; run += 2) {
      const start = unchecked(bounds[run]);
      const middle = unchecked(bounds[run + 1]);
      const end = run + 1 < runs ? unchecked(bounds[run + 2]) : middle;
      merge(start, middle, end, to + (start - from));
      unchecked((bounds[merged++] = to + (start - from)));
    }
    unchecked((bounds[merged] = to + bytes));
    runs = merged;
    const other = from;
    from = to;
    to = other;
  }
  if (from !== items) memory.copy(items, from, bytes);
  return true;
}

/** How many runs there are; it stops counting when they are too many. */
function runsOf(items: usize, count: i32): i32 {
  const end = items + ((<usize>count) << 3);
  let runs = 1;
  unchecked((bounds[0] = items));
  for (let at = items + 8; at < end; at += 8) {
    if (load<f64>(at) >= load<f64>(at - 8)) continue;
    if (runs === MOST_RUNS) return MOST_RUNS + 1;
    unchecked((bounds[runs++] = at));
  }
  unchecked((bounds[runs] = end));
  return runs;
}

function merge(start: usize, middle: usize, end: usize, to: usize): void {
  let left = start;
  let right = middle;
  let place = to;
  while (left < middle && right < end) {
    const x = load<f64>(left);
    const y = load<f64>(right);
    // Without a branch, which could not be foreseen.
    const second = y < x;
    store<f64>(place, select(y, x, second));
    right += (<usize>second) << 3;
    left += (<usize>!second) << 3;
    place += 8;
  }
  if (left < middle) memory.copy(place, left, middle - left);
  else memory.copy(place, right, end - right);
}

/**
 * Sorts items by their place between the least and the greatest, then moves the few that share one. False when too many
 * share one: when some lie far away from the others.
 */
function sortByPlace(items: usize, count: i32): bool {
  const end = items + ((<usize>count) << 3);
  let min: f64 = Infinity;
  let max: f64 = -Infinity;
  for (let at = items; at < end; at += 8) {
    const item = load<f64>(at);
    if (item < min) min = item;
    if (item > max) max = item;
  }
  const scale = <f64>(PLACES - 1) / (max - min);
  // Also where the difference overflows, or too small to divide by.
  if (!(scale > 0 && scale < Infinity)) return false;
  memory.fill(placeEnds, 0, (<usize>PLACES) << 2);
  let noted = placeOfItem;
  for (let at = items; at < end; at += 8) {
    const place = <u32>((load<f64>(at) - min) * scale);
    store<u16>(noted, <u16>place);
    noted += 2;
    const ends = placeEnds + ((<usize>place) << 2);
    store<u32>(ends, load<u32>(ends) + 1);
  }
  let sum: u32 = 0;
  for (let ends = placeEnds; ends < placeEnds + ((<usize>PLACES) << 2); ends += 4) {
    const held = load<u32>(ends);
    store<u32>(ends, sum);
    sum += held;
  }
  noted = placeOfItem;
  for (let at = items; at < end; at += 8) {
    const ends = placeEnds + ((<usize>load<u16>(noted)) << 2);
    noted += 2;
    const to = load<u32>(ends);
    store<f64>(spare + ((<usize>to) << 3), load<f64>(at));
    store<u32>(ends, to + 1);
  }
  memory.copy(items, spare, (<usize>count) << 3);
  return settle(items, count);
}

/** An insertion sort of what is nearly sorted. False when it is not. */
function settle(items: usize, count: i32): bool {
  const end = items + ((<usize>count) << 3);
  let left = MOST_MOVES * count;
  let before = load<f64>(items);
  for (let at = items + 8; at < end; at += 8) {
    const item = load<f64>(at);
    if (item >= before) {
      before = item;
      continue;
    }
    let to = at;
    do {
      store<f64>(to, load<f64>(to - 8));
      to -= 8;
    } while (to > items && load<f64>(to - 8) > item);
    store<f64>(to, item);
    left -= <i32>((at - to) >> 3);
    if (left < 0) return false;
  }
  return true;
}

/** Sorts by the bits of the doubles, a byte at a time from the lowest on; bytes that are all alike cost one look. */
function sortByBytes(items: usize, count: i32): void {
  const bytes = (<usize>count) << 3;
  let from = items;
  let to = spare;
  for (let at = items; at < items + bytes; at += 8) store<u64>(at, sortable(load<u64>(at)));
  for (let shift: u64 = 0; shift < 64; shift += 8) {
    memory.fill(placeEnds, 0, 256 << 2);
    for (let at = from; at < from + bytes; at += 8) {
      const held = placeEnds + ((<usize>((load<u64>(at) >> shift) & 0xff)) << 2);
      store<u32>(held, load<u32>(held) + 1);
    }
    if (load<u32>(placeEnds + ((<usize>((load<u64>(from) >> shift) & 0xff)) << 2)) === <u32>count) continue;
    let sum: u32 = 0;
    for (let held = placeEnds; held < placeEnds + (256 << 2); held += 4) {
      const these = load<u32>(held);
      store<u32>(held, sum);
      sum += these;
    }
    for (let at = from; at < from + bytes; at += 8) {
      const word = load<u64>(at);
      const held = placeEnds + ((<usize>((word >> shift) & 0xff)) << 2);
      const place = load<u32>(held);
      store<u64>(to + ((<usize>place) << 3), word);
      store<u32>(held, place + 1);
    }
    const other = from;
    from = to;
    to = other;
  }
  for (let i: usize = 0; i < bytes; i += 8) store<u64>(items + i, unsortable(load<u64>(from + i)));
}

/** The bits of a double as an unsigned number that sorts alike: a negative one's bits sort the other way round. */
function sortable(bits: u64): u64 {
  return bits ^ (<u64>(<i64>bits >> 63) | 0x8000000000000000);
}

function unsortable(word: u64): u64 {
  return word ^ (<u64>(<i64>~word >> 63) | 0x8000000000000000);
}

/** Sorts -0 before 0, which compare as equal. */
function orderZeros(items: usize, count: i32): void {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (load<f64>(items + ((<usize>middle) << 3)) < 0) low = middle + 1;
    else high = middle;
  }
  const first = items + ((<usize>low) << 3);
  const last = items + ((<usize>count) << 3);
  let negative: usize = 0;
  let end = first;
  for (; end < last && load<f64>(end) === 0; end += 8) if (load<u64>(end) !== 0) negative += 8;
  for (let at = first; at < end; at += 8) store<f64>(at, at < first + negative ? -0.0 : 0);
}
