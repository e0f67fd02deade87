/** Things whose marks would stand closer than `gap` pixels to the first of their group, together; from left to right. */
export function clustered<Item>(items: readonly Item[], x: (item: Item) => number, gap: number): Item[][] {
  const clusters: { from: number; items: Item[] }[] = [];
  for (const item of [...items].sort((a, b) => x(a) - x(b))) {
    const last = clusters.at(-1);
    if (last && x(item) - last.from < gap) last.items.push(item);
    else clusters.push({ from: x(item), items: [item] });
  }
  return clusters.map((cluster) => cluster.items);
}
