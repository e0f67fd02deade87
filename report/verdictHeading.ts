import { type Markup, type MarkupPart, markup } from './markup';

interface VerdictHeading {
  /** What the page is, such as `Monitor run`. */
  readonly kind: string;
  readonly fine: boolean;
  readonly sentence: string;
  readonly below: MarkupPart;
}

/** Top of a page: what was found, in a sentence, with a mark that tells good from bad without its colour. */
export function verdictHeading({ kind, fine, sentence, below }: VerdictHeading): Markup {
  return markup`<header class="${fine ? 'held' : 'broke'}"><p class="kind">${kind} · model-observability</p><h1><span class="verdict-mark" aria-hidden="true">${fine ? '✓' : '✗'}</span>${sentence}</h1>${below}</header>`;
}
