import { memoize, mostTexts } from '../../pack/memoize';

/** An ARN of the action table with each of its variable parts, `${Account}`, replaced; told the part's name. */
export function filledArn(arn: string, value: (part: string) => string): string {
  const parts = splitArn(arn);
  let text = parts[0] ?? '';
  for (let i = 1; i < parts.length; i += 2) text += value(parts[i] ?? '') + (parts[i + 1] ?? '');
  return text;
}

/** Texts between variable parts, and the names of the parts, in turn. */
const splitArn = memoize((arn: string): readonly string[] => arn.split(/\$\{([^}]*)\}/), mostTexts);
