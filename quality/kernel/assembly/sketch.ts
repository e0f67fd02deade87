import { sortDoubles } from './sortDoubles';

/** Levels are never more: a level holds half of the rows of the one below. */
const MOST_LEVELS: i32 = 64;

/** Items that a level may hold, counted from the lowest (0). */
declare function capacityOf(level: i32): i32;

class Level {
  items: usize = 0;
  room: i32 = 16;
  /** Items held, in arrival order. */
  count: i32 = 0;
  compactions: i32 = 0;

  constructor(public capacity: i32) {
    this.items = heap.alloc((<usize>this.room) << 3);
  }

  makeRoom(more: i32): void {
    const needed = this.count + more;
    if (needed <= this.room) return;
    this.room = 2 * needed;
    const items = heap.alloc((<usize>this.room) << 3);
    memory.copy(items, this.items, (<usize>this.count) << 3);
    this.items = items;
  }
}

/**
 * The deterministic KLL sketch of Model Monitor's container (deequ's, with `c` 0.64 and `k` 2048): fed in row order,
 * whole below 2,050 rows, and at most one compaction a row. An item of level h stands for 2^h rows.
 */
export class Sketch {
  levels: StaticArray<Level | null> = new StaticArray<Level | null>(MOST_LEVELS);
  levelCount: i32 = 0;
  private held: i32 = 0;
  private capacity: i32 = 0;

  constructor() {
    this.openLevel();
  }

  /** Adds `count` values, in row order; none may be NaN. */
  add(values: usize, count: i32): void {
    const lowest = this.level(0);
    for (let i = 0; i < count; ) {
      // One compaction may leave more than all levels may hold: then the next row triggers another.
      const taken = min(max(1, this.capacity + 1 - this.held), count - i);
      lowest.makeRoom(taken);
      memory.copy(lowest.items + ((<usize>lowest.count) << 3), values + ((<usize>i) << 3), (<usize>taken) << 3);
      lowest.count += taken;
      this.held += taken;
      i += taken;
      if (this.held > this.capacity) this.compactOnce();
    }
  }

  level(h: i32): Level {
    return <Level>unchecked(this.levels[h]);
  }

  private compactOnce(): void {
    let h = 0;
    while (h < this.levelCount && this.level(h).count < this.level(h).capacity) h += 1;
    if (h === this.levelCount) return;
    const level = this.level(h);
    const above = h + 1 < this.levelCount ? this.level(h + 1) : this.openLevel();
    const taken = level.count & ~1;
    sortDoubles(level.items, taken);
    above.makeRoom(taken >> 1);
    // 0, 1, 1, 0, 0, 1, 1, ...: every second compaction takes the other half of the one before.
    const first = ((level.compactions + 1) >> 1) & 1;
    let to = above.items + ((<usize>above.count) << 3);
    for (let i = first; i < taken; i += 2) {
      store<f64>(to, load<f64>(level.items + ((<usize>i) << 3)));
      to += 8;
    }
    above.count += taken >> 1;
    memory.copy(level.items, level.items + ((<usize>taken) << 3), (<usize>(level.count - taken)) << 3);
    level.count -= taken;
    level.compactions += 1;
    this.held -= taken >> 1;
  }

  private openLevel(): Level {
    const level = new Level(capacityOf(this.levelCount));
    this.capacity += level.capacity;
    unchecked((this.levels[this.levelCount++] = level));
    return level;
  }
}
