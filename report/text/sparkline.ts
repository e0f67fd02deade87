const bars = '▁▂▃▄▅▆▇█';

/**
 * Draws values from 0 to `highest` as one character each. More than `width` values are joined; `pick` selects the value
 * that stands for those of one character, such as Math.max.
 */
export function sparkline(
  values: readonly number[],
  highest: number,
  pick: (...values: number[]) => number,
  width = 24,
): string {
  const perBar = Math.max(1, Math.ceil(values.length / width));
  const picked = Array.from({ length: Math.ceil(values.length / perBar) }, (_, i) =>
    pick(...values.slice(i * perBar, (i + 1) * perBar)),
  );
  const level = (value: number) => Math.round((Math.min(value, highest) / highest) * (bars.length - 1));
  return picked.map((value) => bars[highest > 0 ? level(value) : 0]).join('');
}
