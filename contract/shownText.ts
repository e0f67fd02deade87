/** Characters of a value or row that a message shows. */
const shownCharacters = 40;

/** The beginning of a text, up to its first line end. */
export function shownText(text: string): string {
  const line = text.slice(0, shownCharacters + 1).split(/[\r\n]/)[0] ?? '';
  return line.length > shownCharacters ? `${line.slice(0, shownCharacters)}...` : line;
}
