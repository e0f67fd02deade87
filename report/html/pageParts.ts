import { breakableText, type Markup, type MarkupPart, markup } from './markup';

const glyphs = { good: '✓', bad: '✗', warn: '▲', quiet: '–' } as const;
export type BadgeLook = keyof typeof glyphs;

/** A label with a symbol, so that color is never the only sign. */
export function badge(look: BadgeLook, words: string): Markup {
  return markup`<span class="badge ${look}"><span aria-hidden="true">${glyphs[look]}</span> ${words}</span>`;
}

/** A list of names and values. */
export function factList(facts: readonly { readonly name: string; readonly value: string }[]): Markup {
  const rows = facts.map(({ name, value }) => markup`<div><dt>${name}</dt><dd>${breakableText(value)}</dd></div>`);
  return markup`<dl class="facts">${rows}</dl>`;
}

const marks = { held: '✓', broke: '✗', differs: '≠' } as const;

interface VerdictHeading {
  /** Kind of page, such as `Monitor run`. */
  readonly kind: string;
  /** `differs` is neutral. */
  readonly look: keyof typeof marks;
  readonly sentence: string;
  readonly below: MarkupPart;
}

/** Top of a page: the result in a sentence, with a symbol, so that color is never the only sign. */
export function verdictHeading({ kind, look, sentence, below }: VerdictHeading): Markup {
  return markup`<header class="${look}"><p class="kind">${kind} · model-observability</p><h1><span class="verdict-mark" aria-hidden="true">${marks[look]}</span>${sentence}</h1>${below}</header>`;
}
