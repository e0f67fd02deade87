import type { RehearsalReport } from './rehearsalReport';

interface Verdict {
  readonly held: boolean;
  /** One sentence: held, or which links did not. */
  readonly sentence: string;
}

/** What a rehearsal showed. One without a single link showed nothing, so it did not hold. */
export function verdict({ links }: Pick<RehearsalReport, 'links'>): Verdict {
  const broken = links.filter((link) => !link.held);
  if (links.length === 0) {
    return {
      held: false,
      sentence: 'The chain did not hold: the rehearsal ended before it could check a single link.',
    };
  }
  if (broken.length === 0) {
    const which = links.length === 1 ? 'its one link was' : `all ${links.length} links were`;
    return { held: true, sentence: `The chain held: ${which} seen to work.` };
  }
  const named = broken.map((link) => link.title).join('; ');
  return {
    held: false,
    sentence: `The chain did not hold: ${broken.length} of ${links.length} links broke: ${named}.`,
  };
}
