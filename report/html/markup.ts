/** HTML or SVG text created by `markup`, in which all text from data is escaped. */
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

/** Characters that XML and HTML forbid, and those that reverse the reading order, which could disguise a name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern matches control characters
const unprintable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/g;

function escapeText(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(unprintable, '\uFFFD')
    .replace(/[&<>"'`]/g, (character) => entities[character] ?? character);
}

function partText(part: MarkupPart): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(partText).join('');
  return escapeText(String(part));
}

/**
 * Template tag: the template is markup; inserted values are escaped unless they are `Markup`. Attribute values must be in
 * double quotes.
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  return new Markup(strings.map((string, i) => string + partText(parts[i])).join(''));
}

/** A long identifier that may break after its separators only. */
export function breakableText(text: string): Markup {
  const pieces = text.split(/(?<=[:/.,;=_-])(?=[^:/.,;=_-])|(?<=[a-z])(?=[A-Z])/);
  return markup`${pieces.map((piece, i) => (i === 0 ? markup`${piece}` : markup`<wbr>${piece}`))}`;
}
