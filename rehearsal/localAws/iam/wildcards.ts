/** Patterns of policies as expressions: the same ones are matched for every call. */
const expressions = new Map<string, RegExp>();

/** Whether a pattern with `*` (any text) and `?` (one character) matches the whole text. */
export function matchesWildcards(pattern: string, text: string): boolean {
  const expression = expressions.get(pattern) ?? expressionOf(pattern);
  expressions.set(pattern, expression);
  return expression.test(text);
}

function expressionOf(pattern: string): RegExp {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, String.raw`\$&`)
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}

/**
 * Whether an ARN pattern matches an ARN: its six parts are compared one by one, so that a wildcard does not reach over a
 * colon before the resource ("IAM JSON policy elements: Condition operators", ARN condition operators).
 */
export function matchesArn(pattern: string, arn: string): boolean {
  const patternParts = splitArn(pattern);
  const parts = splitArn(arn);
  if (patternParts.length < 6) return matchesWildcards(pattern, arn);
  return parts.length === 6 && patternParts.every((part, i) => matchesWildcards(part, parts[i] ?? ''));
}

/** Partition, service, region, account and resource behind `arn`; fewer parts if it is not an ARN. */
function splitArn(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(':')] : [])];
}
