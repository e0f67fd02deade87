/** Finds lists of the same items, so that what is known of one of them is known of all. */
export class SameLists<T extends object> {
  private readonly numbers = new Map<T, number>();
  private readonly lists = new Map<string, readonly T[]>();

  /** The first list that had the same items in the same order. */
  first(list: readonly T[]): readonly T[] {
    const key = list.map((item) => this.numberOf(item)).join();
    const first = this.lists.get(key) ?? list;
    this.lists.set(key, first);
    return first;
  }

  private numberOf(item: T): number {
    const number = this.numbers.get(item) ?? this.numbers.size;
    this.numbers.set(item, number);
    return number;
  }
}
