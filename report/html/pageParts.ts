import { breakableText, type Markup, type MarkupPart, markup } from './markup';

const glyphs = { good: '✓', bad: '✗', warn: '▲', quiet: '–' } as const;
export type BadgeLook = keyof typeof glyphs;

/** A word with a mark before it, so that the colour is never the only sign. */
export function badge(look: BadgeLook, words: string): Markup {
  return markup`<span class="badge ${look}"><span aria-hidden="true">${glyphs[look]}</span> ${words}</span>`;
}

/** Names and values side by side. */
export function factList(facts: readonly { readonly name: string; readonly value: string }[]): Markup {
  const rows = facts.map(({ name, value }) => markup`<div><dt>${name}</dt><dd>${breakableText(value)}</dd></div>`);
  return markup`<dl class="facts">${rows}</dl>`;
}

const marks = { held: '✓', broke: '✗', differs: '≠' } as const;

interface VerdictHeading {
  /** What the page is, such as `Monitor run`. */
  readonly kind: string;
  /** `differs` is neither good nor bad. */
  readonly look: keyof typeof marks;
  readonly sentence: string;
  readonly below: MarkupPart;
}

/** Top of a page: what was found, in a sentence, with a mark that tells good from bad without its colour. */
export function verdictHeading({ kind, look, sentence, below }: VerdictHeading): Markup {
  return markup`<header class="${look}"><p class="kind">${kind} · model-observability</p><h1><span class="verdict-mark" aria-hidden="true">${marks[look]}</span>${sentence}</h1>${below}</header>`;
}
