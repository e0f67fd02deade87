const sketchSize = 2048;
const shrinkingFactor = 0.64;

export const kllParameters = { c: shrinkingFactor, k: sketchSize } as const;

/** Items that a level may hold, counted from the lowest (0). */
function capacityOf(level: number): number {
  return 2 * (Math.ceil((sketchSize * shrinkingFactor ** level) / 2) + 1);
}

/**
 * The deterministic KLL sketch of Model Monitor's container (deequ's, with `c` 0.64 and `k` 2048): fed in row order,
 * whole below 2,050 rows, and at most one compaction a row. An item of level h stands for 2^h rows.
 */
export class KllSketch {
  /** Levels, lowest first, each in arrival order. */
  readonly levels: number[][] = [[]];
  private readonly compactions: number[] = [0];
  private held = 0;
  private capacity = capacityOf(0);

  add(value: number): void {
    this.levels[0]?.push(value);
    this.held += 1;
    if (this.held > this.capacity) this.compactOnce();
  }

  private compactOnce(): void {
    const level = this.levels.findIndex((items, h) => items.length >= capacityOf(h));
    const items = this.levels[level];
    if (!items) return;
    const above = this.levels[level + 1] ?? this.openLevel();
    const taken = items.splice(0, 2 * Math.floor(items.length / 2)).sort((a, b) => a - b);
    const done = this.compactions[level] ?? 0;
    // 0, 1, 1, 0, 0, 1, 1, ...: every second compaction takes the other half of the one before.
    const first = ((done + 1) >> 1) & 1;
    for (let i = first; i < taken.length; i += 2) above.push(taken[i] as number);
    this.compactions[level] = done + 1;
    this.held -= taken.length / 2;
  }

  private openLevel(): number[] {
    const level: number[] = [];
    this.capacity += capacityOf(this.levels.length);
    this.levels.push(level);
    this.compactions.push(0);
    return level;
  }
}
