/** The first items of a list joined, and how many more there are: `a, b and 3 more`. */
export function andMore(items: readonly string[], limit: number, separator = ', '): string {
  const more = items.length - limit;
  const shown = items.slice(0, limit).join(separator);
  return more > 0 ? `${shown} and ${more} more` : shown;
}
