/** The first three of a list, and how many more there are. */
export function shortList(items: readonly string[]): string {
  const shown = items.slice(0, 3).join(', ');
  return items.length > 3 ? `${shown} and ${items.length - 3} more` : shown;
}

/** `'a', 'b', 'c' and 2 more`: at most three are named. */
export function quotedList(texts: readonly string[]): string {
  return shortList(texts.map((text) => `'${text}'`));
}
