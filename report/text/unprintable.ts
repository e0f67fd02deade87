/** Control characters, which could change the terminal, and direction marks, which reverse the reading order. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern matches control characters
export const unprintable = /[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

/** Makes a text safe to print on one line of a terminal. */
export function replaceUnprintable(text: string): string {
  return text.replace(unprintable, '\uFFFD');
}
