/** 2^14 registers: a standard error of 0.8 %. */
const indexBits = 14;
const registerCount = 1 << indexBits;

/** HyperLogLog: how many different values there are, in 16 KB, whatever their number. It depends on no order. */
export class DistinctEstimate {
  private readonly registers = new Uint8Array(registerCount);

  /** Takes a value by 32 well mixed bits of its hash. */
  add(hash: number): void {
    const register = hash >>> (32 - indexBits);
    const zeros = Math.clz32((hash << indexBits) | (1 << (indexBits - 1))) + 1;
    if (zeros > (this.registers[register] as number)) this.registers[register] = zeros;
  }

  /** A whole number; with few values it counts the empty registers, which is nearer, as Flajolet's paper does. */
  get count(): number {
    let sum = 0;
    let empty = 0;
    for (const register of this.registers) {
      sum += 2 ** -register;
      if (register === 0) empty += 1;
    }
    const bias = 0.7213 / (1 + 1.079 / registerCount);
    const raw = (bias * registerCount * registerCount) / sum;
    if (raw <= 2.5 * registerCount && empty > 0) return Math.round(registerCount * Math.log(registerCount / empty));
    // 32 bits run into each other when there are hundreds of millions of values.
    const all = 2 ** 32;
    return Math.round(raw <= all / 30 ? raw : -all * Math.log(1 - Math.min(raw / all, 0.999_999)));
  }
}

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

/** Mixed bits of a double; 0 and -0 are one value. */
export function hashOfDouble(value: number): number {
  double[0] = value + 0;
  return mixed((halves[0] as number) ^ Math.imul(halves[1] as number, 0x85ebca6b));
}

/** Mixed bits of a text's bytes. */
export function hashOfBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return mixed(hash);
}

/** The last step of MurmurHash3. */
function mixed(bits: number): number {
  let hash = bits;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
