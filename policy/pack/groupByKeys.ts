/** Groups items by key, in their order. An item with several keys is in each of their groups, once. */
export function groupByKeys<Item, Key>(
  items: Iterable<Item>,
  keysOf: (item: Item) => Iterable<Key>,
): GroupedItems<Item> {
  const groups = new Map<unknown, Item[]>();
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  }
  return groups;
}

/** Groups by key; may be read with a key that no item can have. */
type GroupedItems<Item> = ReadonlyMap<unknown, readonly Item[]>;

/** Returns the first item of each key, in their order. */
export function uniqueBy<Item>(items: Iterable<Item>, keyOf: (item: Item) => unknown): Item[] {
  const first = new Map<unknown, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (!first.has(key)) first.set(key, item);
  }
  return [...first.values()];
}
