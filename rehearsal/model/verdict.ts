import type { RehearsalReport } from './rehearsalReport';

interface Verdict {
  readonly held: boolean;
  /** Whether the chain held, and which links did not. */
  readonly sentence: string;
}

/** Verdict on a rehearsal. Without any link, the chain did not hold. */
export function decideVerdict({ links }: Pick<RehearsalReport, 'links'>): Verdict {
  const broken = links.filter((link) => !link.held);
  if (links.length === 0) {
    return {
      held: false,
      sentence: 'The chain did not hold: the rehearsal ended before any link was checked.',
    };
  }
  if (broken.length === 0) {
    return { held: true, sentence: `The chain held: ${links.length} of ${links.length} links worked.` };
  }
  const titles = broken.map((link) => link.title).join('; ');
  return {
    held: false,
    sentence: `The chain did not hold: ${broken.length} of ${links.length} links failed: ${titles}.`,
  };
}
