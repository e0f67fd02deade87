import { replaceUnprintable, unprintable } from '../../report/text/unprintable';

/** Prints lines to stdout. Control characters are replaced: names that come from data must not drive the terminal. */
export function printText(text: string): void {
  console.log(replaceInLines(text));
}

/** Prints lines to stderr, with control characters replaced. */
export function printError(text: string): void {
  console.error(replaceInLines(text));
}

/** Prints a value as JSON, with control characters escaped, so that the value is unchanged when it is parsed. */
export function printJson(value: unknown): void {
  const escapeCharacter = (character: string) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  console.log(JSON.stringify(value, null, 2).replace(unprintable, escapeCharacter));
}

/** Prints why a command had no input: as a member `reason` of its JSON, or as a sentence on stderr. */
export function printEmpty(task: string, reason: string, json: object | undefined): void {
  if (json) printJson({ ...json, reason });
  else printError(`nothing to ${task}: ${reason}`);
}

/** Lines of a list that are printed. */
const printedLines = 5;

/** Returns the first lines of a list, indented, and how many more there are; `hint` names where the others are. */
export function firstLines(lines: readonly string[], hint: string, total = lines.length): string[] {
  const more = total - printedLines;
  return [...lines.slice(0, printedLines), ...(more > 0 ? [`and ${more} more${hint}`] : [])].map((line) => `  ${line}`);
}

const replaceInLines = (text: string) => text.split('\n').map(replaceUnprintable).join('\n');
