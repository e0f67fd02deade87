import { shortenText } from '../../contract/shortenText';
import { unprintable } from '../../report/text/unprintable';

/** Longer texts would hide the others; the front matter has them whole. */
const longestText = 2_000;

/**
 * A text from data, such as a feature's name, on one line of Markdown: every character stands for itself, except control
 * characters, which are replaced. An underscore inside a word needs no escape
 * (https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis).
 */
export function markdownText(text: string): string {
  return shortenText(text, longestText)
    .replace(/\s+/g, ' ')
    .replace(unprintable, '\uFFFD')
    .replace(/[\\`*[\]<>~&]/g, '\\$&')
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_');
}

/** The same in a cell of a table. */
export function markdownCell(text: string): string {
  return markdownText(text).replaceAll('|', '\\|');
}
