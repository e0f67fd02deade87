import { globMatches } from './globMatches';

/** No name of AWS has it, so that only a wildcard of the wider pattern can match it. */
const strange = '\u0001';

/**
 * Whether everything that a pattern of `*` and `?` matches is matched by another pattern too. Asks with each `*` of the
 * narrower one empty, and with each longer than the wider pattern, which only a `*` of that can match.
 */
export function globCovers(wider: string, narrower: string): boolean {
  if (wider === narrower) return true;
  const single = narrower.replace(/\?/g, strange);
  if (!single.includes('*')) return globMatches(wider, single);
  const long = strange.repeat(wider.length + 1);
  return ['', long].every((filling) => globMatches(wider, single.replace(/\*/g, filling)));
}
