import { globMatches } from './globMatches';

/** No name of AWS has it, so that only a wildcard of the wider pattern can match it. */
const strange = '\u0001';

/** Steps that a comparison may take; of ARNs it takes some thousands. What would take more counts as not covered. */
const mostSteps = 250_000;

/**
 * Whether everything that a pattern of `*` and `?` matches is matched by another pattern too. Asks with each `*` of the
 * narrower one empty, and with each longer than all `?` of the wider pattern, which only a `*` of that can match.
 */
export function globCovers(wider: string, narrower: string): boolean {
  return wider === narrower || (endsAllow(wider, narrower) && coversOf(narrower)(wider));
}

/** The same for one narrower pattern and many wider ones. */
export function coversOf(narrower: string): (wider: string) => boolean {
  const single = narrower.replaceAll('?', strange);
  const isGlob = single.includes('*');
  const empty = single.replaceAll('*', '');
  const parts = single.split('*');
  /** By how many `?` the wider one has. */
  const filled = new Map<number, string>();
  return (wider) => {
    if (wider === narrower) return true;
    if (!endsAllow(wider, narrower)) return false;
    if (!isGlob) return globMatches(wider, single);
    if (!wider.includes('*')) return false;
    const length = wider.split('?').length;
    if ((single.length + parts.length * length) * wider.length > mostSteps) return false;
    if (!globMatches(wider, empty)) return false;
    const long = filled.get(length) ?? parts.join(strange.repeat(length));
    filled.set(length, long);
    return globMatches(wider, long);
  };
}

/** Whether no letter of the wider pattern before its first star, or behind its last, faces another: tells most pairs apart. */
function endsAllow(wider: string, narrower: string): boolean {
  return facing(wider, narrower, 0, 1) && facing(wider, narrower, -1, -1);
}

function facing(wider: string, narrower: string, from: number, step: 1 | -1): boolean {
  for (let i = from; ; i += step) {
    const letter = wider.at(i);
    if (letter === undefined || letter === '*') return true;
    const other = narrower.at(i);
    if (letter === '?') {
      if (other === '*') return true;
    } else if (letter !== other) {
      return false;
    }
  }
}
