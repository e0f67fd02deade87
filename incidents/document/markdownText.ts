/**
 * A text from data, such as a feature's name, on one line of Markdown: every character stands for itself. An underscore
 * inside a word needs no escape (https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis).
 */
export function markdownText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*[\]<>~&]/g, '\\$&')
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_');
}

/** The same in a cell of a table. */
export function markdownCell(text: string): string {
  return markdownText(text).replaceAll('|', '\\|');
}
