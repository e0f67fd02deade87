import { replaceUnprintable, unprintable } from '../../report/text/unprintable';

/** Prints lines to stdout; names that came from data can't send control characters to the terminal. */
export function print(text: string): void {
  console.log(harmless(text));
}

/** The same to stderr. */
export function printError(text: string): void {
  console.error(harmless(text));
}

/** Prints a value as JSON, in which control characters stand escaped, so that the value stays what it is. */
export function printJson(value: unknown): void {
  const escaped = (character: string) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  console.log(JSON.stringify(value, null, 2).replace(unprintable, escaped));
}

const harmless = (text: string) => text.split('\n').map(replaceUnprintable).join('\n');
