/** Control characters could repaint the terminal, and direction marks could reverse a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
export const unprintable = /[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

/** Replaces characters that are not safe to print on one line of a terminal. */
export function replaceUnprintable(text: string): string {
  return text.replace(unprintable, '\uFFFD');
}
