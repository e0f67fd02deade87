/** `'a', 'b', 'c' and 2 more`: at most three are named. */
export function quotedList(texts: readonly string[]): string {
  const shown = texts.slice(0, 3).map((text) => `'${text}'`);
  return texts.length > 3 ? `${shown.join(', ')} and ${texts.length - 3} more` : shown.join(', ');
}
