import { sortDoubles } from './sortDoubles';

const sketchSize = 2048;
const shrinkingFactor = 0.64;

export const kllParameters = { c: shrinkingFactor, k: sketchSize } as const;

/** Items that a level may hold, counted from the lowest (0). */
function capacityOf(level: number): number {
  return 2 * (Math.ceil((sketchSize * shrinkingFactor ** level) / 2) + 1);
}

interface Level {
  /** Of which the first `count` are held, in arrival order. */
  items: Float64Array;
  count: number;
  readonly capacity: number;
  compactions: number;
}

/**
 * The deterministic KLL sketch of Model Monitor's container (deequ's, with `c` 0.64 and `k` 2048): fed in row order,
 * whole below 2,050 rows, and at most one compaction a row. An item of level h stands for 2^h rows.
 */
export class KllSketch {
  private readonly held: Level[] = [];
  private heldCount = 0;
  private capacity = 0;

  constructor() {
    this.openLevel();
  }

  /** Levels, lowest first, each in arrival order. */
  get levels(): number[][] {
    return this.held.map(({ items, count }) => Array.from(items.subarray(0, count)));
  }

  /** Takes the first `count` values, in row order; none may be NaN. */
  add(values: Float64Array, count = values.length): void {
    const lowest = this.held[0] as Level;
    for (let i = 0; i < count; ) {
      // One compaction may leave more than all levels may hold: then the next row triggers another.
      const room = Math.max(1, this.capacity + 1 - this.heldCount);
      const taken = Math.min(room, count - i);
      makeRoom(lowest, taken);
      lowest.items.set(values.subarray(i, i + taken), lowest.count);
      lowest.count += taken;
      this.heldCount += taken;
      i += taken;
      if (this.heldCount > this.capacity) this.compactOnce();
    }
  }

  private compactOnce(): void {
    const h = this.held.findIndex(({ count, capacity }) => count >= capacity);
    const level = this.held[h];
    if (!level) return;
    const above = this.held[h + 1] ?? this.openLevel();
    const taken = level.count - (level.count % 2);
    sortDoubles(level.items.subarray(0, taken));
    makeRoom(above, taken / 2);
    // 0, 1, 1, 0, 0, 1, 1, ...: every second compaction takes the other half of the one before.
    const first = ((level.compactions + 1) >> 1) & 1;
    for (let i = first; i < taken; i += 2) above.items[above.count++] = level.items[i] as number;
    level.items.copyWithin(0, taken, level.count);
    level.count -= taken;
    level.compactions += 1;
    this.heldCount -= taken / 2;
  }

  private openLevel(): Level {
    const level = { items: new Float64Array(16), count: 0, capacity: capacityOf(this.held.length), compactions: 0 };
    this.capacity += level.capacity;
    this.held.push(level);
    return level;
  }
}

function makeRoom(level: Level, more: number): void {
  const needed = level.count + more;
  if (needed <= level.items.length) return;
  const items = new Float64Array(2 * needed);
  items.set(level.items.subarray(0, level.count));
  level.items = items;
}
