/**
 * Control characters, which could change the terminal, direction marks, which reverse the reading order, and half surrogates,
 * U+FFFE and U+FFFF, which SQS, SNS and XML refuse ("SendMessage" of the API reference of SQS).
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern matches control characters
export const unprintable = /[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\p{Surrogate}\uFFFE\uFFFF]/gu;

/** Makes a text safe to print on one line. */
export function replaceUnprintable(text: string): string {
  return text.replace(unprintable, '\uFFFD');
}
