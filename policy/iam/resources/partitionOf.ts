import { TextAnswers } from '../../pack/text/textAnswers';

const partitions = new TextAnswers((pattern) => {
  const [, partition = '*'] = pattern.split(':', 2);
  return /[*?]/.test(partition) ? '*' : partition;
});

/** The partition that a pattern of ARNs names, `*` where it leaves that open. */
export function partitionOf(pattern: string): string {
  return partitions.of(pattern);
}
