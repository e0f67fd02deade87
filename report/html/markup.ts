/** HTML or SVG text that is safe to put into a page: made by `markup`, so everything that came from data is escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

export type MarkupPart = Markup | string | number | undefined | readonly MarkupPart[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** What XML and HTML refuse, and what turns a line's reading order round (so that a name can't disguise itself). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const unprintable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/g;

function escaped(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(unprintable, '\uFFFD')
    .replace(/[&<>"'`]/g, (character) => entities[character] ?? character);
}

function partText(part: MarkupPart): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(partText).join('');
  return escaped(String(part));
}

/**
 * Template tag: what stands in the template is markup, what is put into it is text, unless it is markup itself. Every
 * attribute's value must stand in double quotes.
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  return new Markup(strings.map((string, i) => string + partText(parts[i])).join(''));
}

/** A long identifier that may break after its separators, so that names stay whole where there is room. */
export function breakableText(text: string): Markup {
  const pieces = text.split(/(?<=[:/.,;=_-])(?=[^:/.,;=_-])|(?<=[a-z])(?=[A-Z])/);
  return markup`${pieces.map((piece, i) => (i === 0 ? markup`${piece}` : markup`<wbr>${piece}`))}`;
}
