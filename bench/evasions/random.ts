/** Pseudorandom choices, the same for the same seed. */
export class Random {
  private state: number;

  constructor(seed: string) {
    // FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
    let hash = 2_166_136_261;
    for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 16_777_619);
    this.state = hash >>> 0;
  }

  /** An integer from 0 to below a limit. */
  below(limit: number): number {
    // mulberry32, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) % limit;
  }

  isHeads(): boolean {
    return this.below(2) === 0;
  }

  /** The items in another order. */
  shuffled<Item>(items: readonly Item[]): Item[] {
    const order = items.map((item) => ({ item, at: this.below(2 ** 31) }));
    return order.sort((one, other) => one.at - other.at).map(({ item }) => item);
  }
}
