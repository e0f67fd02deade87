import { memoize, mostTexts } from '../../pack/memoize';

/** The partition that a pattern of ARNs names, `*` where it leaves that open. */
export const partitionOf = memoize((pattern: string): string => {
  const [, partition = '*'] = pattern.split(':', 2);
  return /[*?]/.test(partition) ? '*' : partition;
}, mostTexts);
