/** Texts of up to so many bytes are told apart by two words that hold them. */
const shortLength = 8;
/** Which bits of the two words belong to a text of so many bytes. */
const lowMasks = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1, -1, -1, -1, -1);
const highMasks = Int32Array.of(0, 0, 0, 0, 0, 0xff, 0xffff, 0xffffff, -1);

/** Above this many distinct values a column's values are no longer counted one by one. */
const mostCounted = 4096;

/**
 * Rows by value, told apart by their UTF-8 bytes. Memory stays bounded: of a column with more than 4,096 values only
 * the `watched` ones are counted on, such as a contract's categories.
 */
export class TextCounts {
  /** Whether there were too many values to count each. */
  overflowed = false;
  /** Place of each value's bytes: value i lies from `ends[i - 1]` up to `ends[i]`. */
  private ends = new Uint32Array(64);
  private bytes = Buffer.alloc(512);
  private rows = new Float64Array(64);
  /** Of a short text its bytes, of a longer one its hash and 0. */
  private lows = new Int32Array(64);
  private highs = new Int32Array(64);
  private lengths = new Uint32Array(64);
  /** Open addressing by hash: a value's number plus one, 0 where there is none. */
  private table = new Uint32Array(128);
  private size = 0;
  private readonly watched: number;

  constructor(watched: Iterable<string> = []) {
    for (const text of watched) {
      const bytes = Buffer.from(text);
      this.slot(bytes, 0, bytes.length);
    }
    this.watched = this.size;
  }

  /** Whether no more values are counted: there were too many, and none is watched. */
  get closed(): boolean {
    return this.overflowed && this.watched === 0;
  }

  /** Counts one row; once there are too many values, only when it is watched. */
  add(bytes: Uint8Array, start: number, end: number): void {
    if (this.closed) return;
    const value = this.slot(bytes, start, end);
    if (value >= 0) (this.rows[value] as number) += 1;
  }

  /** Each value that was seen, while all were counted. */
  *seen(): Generator<Buffer> {
    for (let i = 0; i < this.size; i++) {
      if (this.rows[i]) yield this.bytes.subarray(this.startOf(i), this.ends[i]);
    }
  }

  /** Rows by value: of all values, or of the watched ones when there were too many. */
  counts(): Map<string, number> {
    const counts = new Map<string, number>();
    const last = this.overflowed ? this.watched : this.size;
    for (let i = 0; i < last; i++) {
      const text = this.bytes.toString('utf8', this.startOf(i), this.ends[i]);
      // Bytes that are no UTF-8 may read as the same text.
      if (this.rows[i]) counts.set(text, (counts.get(text) ?? 0) + (this.rows[i] as number));
    }
    return counts;
  }

  private startOf(value: number): number {
    return value === 0 ? 0 : (this.ends[value - 1] as number);
  }

  /** The number of a value, which gets one when it is new; -1 when it is new and one too many. */
  private slot(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    let low = 0;
    let high = 0;
    if (length > shortLength) {
      low = hashOf(bytes, start, end);
    } else if (start + shortLength <= bytes.length) {
      // All eight bytes at once: a loop that ends after a few costs more.
      low = wordAt(bytes, start) & (lowMasks[length] as number);
      high = wordAt(bytes, start + 4) & (highMasks[length] as number);
    } else {
      for (let i = 0; i < length; i++) {
        const byte = (bytes[start + i] as number) << (8 * (i & 3));
        if (i < 4) low |= byte;
        else high |= byte;
      }
    }
    const { table, lows, highs, lengths } = this;
    const mask = table.length - 1;
    for (let place = placeOf(low, high, length) & mask; ; place = (place + 1) & mask) {
      const value = (table[place] as number) - 1;
      if (value < 0) return this.insert(place, low, high, bytes, start, end);
      if (lows[value] !== low || highs[value] !== high || lengths[value] !== length) continue;
      if (length <= shortLength || this.holds(value, bytes, start, end)) return value;
    }
  }

  private holds(value: number, bytes: Uint8Array, start: number, end: number): boolean {
    for (let i = start, k = this.startOf(value); i < end; i++, k++) if (bytes[i] !== this.bytes[k]) return false;
    return true;
  }

  private insert(place: number, low: number, high: number, bytes: Uint8Array, start: number, end: number): number {
    if (this.size - (this.watched ?? this.size) >= mostCounted) this.overflowed = true;
    if (this.overflowed) return -1;
    const value = this.size++;
    const from = this.startOf(value);
    const to = from + end - start;
    if (to > this.bytes.length) this.bytes = Buffer.concat([this.bytes], 2 * to);
    for (let i = start, k = from; i < end; i++, k++) this.bytes[k] = bytes[i] as number;
    if (value >= this.ends.length) {
      this.ends = grown(this.ends);
      this.rows = grown(this.rows);
      this.lows = grown(this.lows);
      this.highs = grown(this.highs);
      this.lengths = grown(this.lengths);
    }
    this.ends[value] = to;
    this.lows[value] = low;
    this.highs[value] = high;
    this.lengths[value] = end - start;
    this.table[place] = value + 1;
    if (2 * this.size > this.table.length) this.rehash();
    return value;
  }

  private rehash(): void {
    this.table = new Uint32Array(2 * this.table.length);
    const mask = this.table.length - 1;
    for (let value = 0; value < this.size; value++) {
      const [low, high, length] = [
        this.lows[value] as number,
        this.highs[value] as number,
        this.lengths[value] as number,
      ];
      let place = placeOf(low, high, length) & mask;
      while (this.table[place]) place = (place + 1) & mask;
      this.table[place] = value + 1;
    }
  }
}

function wordAt(bytes: Uint8Array, i: number): number {
  return (
    (bytes[i] as number) |
    ((bytes[i + 1] as number) << 8) |
    ((bytes[i + 2] as number) << 16) |
    ((bytes[i + 3] as number) << 24)
  );
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return hash | 0;
}

function placeOf(low: number, high: number, length: number): number {
  let hash = Math.imul(low ^ length, 0x85ebca6b) ^ Math.imul(high, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f);
  return hash ^ (hash >>> 13);
}

function grown<T extends Uint32Array | Int32Array | Float64Array>(array: T): T {
  const larger = new (array.constructor as new (size: number) => T)(2 * array.length);
  larger.set(array);
  return larger;
}
