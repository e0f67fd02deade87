/** With more distinct values, or more bytes of them, a column's values are no longer counted one by one. */
const MAX_COUNTED: i32 = 4096;
const MAX_BYTES: usize = 1 << 26;

/** Maximum number of bytes of a text that is compared as one word. */
const SHORT: usize = 8;

/** An entry: its word (u64), its rows (f64), where its bytes begin (u32), and how many they are (u32). */
const ENTRY_SIZE: usize = 24;
const ROWS: usize = 8;
const FROM: usize = 16;
const LENGTH: usize = 20;

/**
 * Rows by value, compared as UTF-8 bytes. Memory stays bounded: of a column with more than 4,096 values, or
 * 64 MB of them, only the `tracked` ones are still counted, such as a contract's categories.
 */
export class TextCounts {
  /** Whether there were too many values to count each. */
  overflowed: bool = false;
  /** Whether no more values are counted: there were too many, and none is tracked. */
  closed: bool = false;
  size: i32 = 0;
  tracked: i32 = 0;
  private entries: usize = 0;
  private entryCapacity: i32 = 32;
  private bytes: usize = 0;
  private bytesUsed: usize = 0;
  private bytesCapacity: usize = 256;
  /** Open addressing by hash: a value's number plus one, or 0. */
  private table: usize = 0;
  private mask: u32 = 63;

  constructor() {
    this.entries = heap.alloc(<usize>this.entryCapacity * ENTRY_SIZE);
    this.bytes = heap.alloc(this.bytesCapacity);
    this.table = newTable(this.mask);
  }

  /** Counts this value however many others there are. Call it before adding values. */
  track(start: usize, end: usize): void {
    this.slot(start, end);
    this.tracked = this.size;
  }

  /** Counts one row; once there are too many values, only if it is tracked. */
  add(start: usize, end: usize): void {
    if (this.closed) return;
    const value = this.slot(start, end);
    if (value < 0) return;
    const rows = this.entries + <usize>value * ENTRY_SIZE + ROWS;
    store<f64>(rows, load<f64>(rows) + 1);
  }

  rowsOf(value: i32): f64 {
    return load<f64>(this.entries + <usize>value * ENTRY_SIZE + ROWS);
  }

  startOf(value: i32): usize {
    return this.bytes + load<u32>(this.entries + <usize>value * ENTRY_SIZE + FROM);
  }

  lengthOf(value: i32): usize {
    return load<u32>(this.entries + <usize>value * ENTRY_SIZE + LENGTH);
  }

  /** The number of a value; a new value gets the next one, or -1 when there are too many. */
  private slot(start: usize, end: usize): i32 {
    const length = end - start;
    const word =
      length > SHORT ? hashOf(start, end) : length === 0 ? 0 : load<u64>(start) & (<u64>-1 >> (64 - (length << 3)));
    const entries = this.entries;
    const table = this.table;
    const mask = this.mask;
    let place = placeOf(word, length) & mask;
    while (true) {
      const value = <i32>load<u32>(table + ((<usize>place) << 2)) - 1;
      if (value < 0) return this.insert(place, word, start, length);
      const entry = entries + <usize>value * ENTRY_SIZE;
      if (load<u64>(entry) === word && load<u32>(entry + LENGTH) === <u32>length) {
        if (length <= SHORT || memory.compare(this.bytes + load<u32>(entry + FROM), start, length) === 0) return value;
      }
      place = (place + 1) & mask;
    }
  }

  private insert(place: u32, word: u64, start: usize, length: usize): i32 {
    if (this.size - this.tracked >= MAX_COUNTED || this.bytesUsed + length > MAX_BYTES) {
      this.overflowed = true;
      this.closed = this.tracked === 0;
    }
    if (this.overflowed) return -1;
    if (this.size === this.entryCapacity) this.growEntries();
    if (this.bytesUsed + length > this.bytesCapacity) this.growBytes(length);
    const value = this.size++;
    const entry = this.entries + <usize>value * ENTRY_SIZE;
    store<u64>(entry, word);
    store<f64>(entry + ROWS, 0);
    store<u32>(entry + FROM, <u32>this.bytesUsed);
    store<u32>(entry + LENGTH, <u32>length);
    memory.copy(this.bytes + this.bytesUsed, start, length);
    this.bytesUsed += length;
    store<u32>(this.table + ((<usize>place) << 2), value + 1);
    if ((<u32>this.size) << 1 > this.mask) this.rehash();
    return value;
  }

  private growEntries(): void {
    const larger = heap.alloc(2 * <usize>this.entryCapacity * ENTRY_SIZE);
    memory.copy(larger, this.entries, <usize>this.size * ENTRY_SIZE);
    this.entries = larger;
    this.entryCapacity *= 2;
  }

  private growBytes(more: usize): void {
    this.bytesCapacity = 2 * (this.bytesCapacity + more);
    const larger = heap.alloc(this.bytesCapacity);
    memory.copy(larger, this.bytes, this.bytesUsed);
    this.bytes = larger;
  }

  private rehash(): void {
    this.mask = 2 * this.mask + 1;
    this.table = newTable(this.mask);
    for (let value = 0; value < this.size; value++) {
      const entry = this.entries + <usize>value * ENTRY_SIZE;
      let place = placeOf(load<u64>(entry), load<u32>(entry + LENGTH)) & this.mask;
      while (load<u32>(this.table + ((<usize>place) << 2)) !== 0) place = (place + 1) & this.mask;
      store<u32>(this.table + ((<usize>place) << 2), value + 1);
    }
  }
}

function newTable(mask: u32): usize {
  const size = (<usize>(mask + 1)) << 2;
  const table = heap.alloc(size);
  memory.fill(table, 0, size);
  return table;
}

/** FNV-1a of 64 bits. */
function hashOf(start: usize, end: usize): u64 {
  let hash: u64 = 0xcbf29ce484222325;
  for (let i = start; i < end; i++) hash = (hash ^ load<u8>(i)) * 0x100000001b3;
  return hash;
}

function placeOf(word: u64, length: usize): u32 {
  const mixed = (word ^ length) * 0x9e3779b97f4a7c15;
  return <u32>(mixed >> 32);
}
