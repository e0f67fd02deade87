import { shortList } from './shortList';

/** `'a', 'b', 'c' and 2 more`: at most three are named. */
export function quotedList(texts: readonly string[]): string {
  return shortList(texts.map((text) => `'${text}'`));
}
