/** A text from data of at most `longest` characters; the last one of a shortened text is `…`. */
export function shortenText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  // Half of a surrogate pair at the end would be an invalid character.
  return `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
