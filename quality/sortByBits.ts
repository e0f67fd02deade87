import { settle } from './settle';

const digitBits = 11;
const digits = 1 << digitBits;
const digitMask = digits - 1;
/** Buffers that every call shares: a sketch sorts a few thousand items, thousands of times. */
let buffers = buffersOf(4096);
const starts = new Uint32Array(3 * digits);

function buffersOf(size: number) {
  return { spare: new Float64Array(size), keys: new Uint32Array(size), spareKeys: new Uint32Array(size) };
}

/**
 * Sorts by the upper 32 bits, eleven at a time, then moves the few items that are in the wrong place among those with
 * the same bits. False, with all items still there, when they are not few.
 */
export function sortByBits(items: Float64Array): boolean {
  if (buffers.spare.length < items.length) buffers = buffersOf(2 * items.length);
  const { spare, keys, spareKeys } = buffers;
  countDigits(items, keys);
  const n = items.length;
  scatter(0, n, items, keys, spare, spareKeys);
  scatter(1, n, spare, spareKeys, items, keys);
  scatter(2, n, items, keys, spare, spareKeys);
  items.set(spare.subarray(0, n));
  return settle(items);
}

/** The upper half of each double's bits as an unsigned number that sorts alike, and where each digit's items go. */
function countDigits(items: Float64Array, keys: Uint32Array): void {
  const words = new Uint32Array(items.buffer, items.byteOffset, 2 * items.length);
  starts.fill(0);
  for (let i = 0; i < items.length; i++) {
    const high = words[2 * i + 1] as number;
    // A negative double's bits sort the other way round.
    const key = (high ^ ((high >> 31) | 0x80000000)) >>> 0;
    keys[i] = key;
    for (let pass = 0; pass < 3; pass++) (starts[placeOf(pass, key)] as number) += 1;
  }
  for (let pass = 0; pass < 3; pass++) {
    let sum = 0;
    for (let d = pass * digits; d < (pass + 1) * digits; d++) {
      const count = starts[d] as number;
      starts[d] = sum;
      sum += count;
    }
  }
}

function placeOf(pass: number, key: number): number {
  return pass * digits + ((key >>> (pass * digitBits)) & digitMask);
}

function scatter(
  pass: number,
  n: number,
  from: Float64Array,
  fromKeys: Uint32Array,
  to: Float64Array,
  toKeys: Uint32Array,
): void {
  for (let i = 0; i < n; i++) {
    const key = fromKeys[i] as number;
    const digit = placeOf(pass, key);
    const place = starts[digit] as number;
    starts[digit] = place + 1;
    to[place] = from[i] as number;
    toKeys[place] = key;
  }
}
