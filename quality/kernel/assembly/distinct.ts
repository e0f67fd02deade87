import { REGISTER_COUNT } from './codes';

const INDEX_BITS: u32 = ctz(REGISTER_COUNT);

/** Registers of HyperLogLog; their content does not depend on the order of values. */
export function newRegisters(): usize {
  const registers = heap.alloc(REGISTER_COUNT);
  memory.fill(registers, 0, REGISTER_COUNT);
  return registers;
}

/** Adds a value by 32 well mixed bits of its hash. */
export function register(registers: usize, hash: u32): void {
  const place = registers + (hash >> (32 - INDEX_BITS));
  const zeros = <u32>clz((hash << INDEX_BITS) | (1 << (INDEX_BITS - 1))) + 1;
  if (zeros > load<u8>(place)) store<u8>(place, <u8>zeros);
}

/** Mixed bits of a double; 0 and -0 are one value. */
export function hashOfDouble(value: f64): u32 {
  const bits = reinterpret<u64>(value + 0);
  return mixed(<u32>bits ^ (<u32>(bits >> 32) * 0x85ebca6b));
}

/** Mixed bits of a text's bytes, of FNV-1a. */
export function hashOfBytes(start: usize, end: usize): u32 {
  let hash: u32 = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = (hash ^ load<u8>(i)) * 0x01000193;
  return mixed(hash);
}

/** The last step of MurmurHash3. */
function mixed(bits: u32): u32 {
  let hash = bits;
  hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
  hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
  return hash ^ (hash >> 16);
}
