import { memoize, mostTexts } from '../../pack/memoize';

/** An ARN of the action table with each of its variable parts, such as `${Account}`, replaced by the value for its name. */
export function fillArn(arn: string, value: (part: string) => string): string {
  const parts = splitArn(arn);
  let text = parts[0] ?? '';
  for (let i = 1; i < parts.length; i += 2) text += value(parts[i] ?? '') + (parts[i + 1] ?? '');
  return text;
}

/** The texts between variable parts and the names of the parts, alternating. */
const splitArn = memoize((arn: string): readonly string[] => arn.split(/\$\{([^}]*)\}/), mostTexts);

/** An ARN of the action table as a pattern with a star for each variable part, but for the partition. */
export function typePattern(arn: string, partition = '*'): string {
  return fillArn(arn, (part) => (part === 'Partition' ? partition : '*'));
}

/** The partition of an ARN pattern; `*` when the pattern does not restrict it. */
export const partitionOf = memoize((pattern: string): string => {
  const [, partition = '*'] = pattern.split(':', 2);
  return /[*?]/.test(partition) ? '*' : partition;
}, mostTexts);

/** A pattern with a star for the variables that stand for the account and region of the request. */
export function withOwnPlace(pattern: string): string {
  if (!pattern.includes('${')) return pattern;
  return pattern.replace(/\$\{aws:(?:PrincipalAccount|ResourceAccount|SourceAccount|RequestedRegion)\}/gi, '*');
}
