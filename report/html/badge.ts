import { type Markup, markup } from './markup';

const glyphs = { good: '✓', bad: '✗', warn: '▲', quiet: '–' } as const;
export type BadgeLook = keyof typeof glyphs;

/** A word with a mark before it, so that the colour is never the only sign. */
export function badge(look: BadgeLook, words: string): Markup {
  return markup`<span class="badge ${look}"><span aria-hidden="true">${glyphs[look]}</span> ${words}</span>`;
}
