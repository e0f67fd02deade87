import { type Markup, type MarkupPart, markup } from './markup';

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
