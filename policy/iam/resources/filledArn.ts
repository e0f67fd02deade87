const parts = new Map<string, readonly string[]>();

/** An ARN of the action table with each of its variable parts, `${Account}`, replaced; told the part's name. */
export function filledArn(arn: string, value: (part: string) => string): string {
  const known = parts.get(arn) ?? arn.split(/\$\{([^}]*)\}/);
  parts.set(arn, known);
  let text = known[0] ?? '';
  for (let i = 1; i < known.length; i += 2) text += value(known[i] ?? '') + (known[i + 1] ?? '');
  return text;
}
