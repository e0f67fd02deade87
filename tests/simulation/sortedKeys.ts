/** Keys in order of their UTF-16 code units, which those of a prefix are looked up in by binary search. */
export class SortedKeys {
  private readonly keys: string[] = [];

  add(key: string): void {
    const index = this.firstFrom(key);
    if (this.keys[index] !== key) this.keys.splice(index, 0, key);
  }

  delete(key: string): void {
    const index = this.firstFrom(key);
    if (this.keys[index] === key) this.keys.splice(index, 1);
  }

  /** Keys that begin with a prefix. */
  withPrefix(prefix: string): string[] {
    const first = this.firstFrom(prefix);
    let end = first;
    while (this.keys[end]?.startsWith(prefix)) end += 1;
    return this.keys.slice(first, end);
  }

  /** Index of the first key that is equal to a text or follows it. */
  private firstFrom(text: string): number {
    let [from, to] = [0, this.keys.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.keys[middle] ?? '') < text) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
