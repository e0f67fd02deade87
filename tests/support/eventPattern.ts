import { isPlainObject } from '../../contract/isPlainObject';

type Pattern = Readonly<Record<string, unknown>>;

/** Whether an event matches a pattern of EventBridge, with values, `prefix`, `exists` and `$or`. */
export function matchesEventPattern(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or') return (wanted as Pattern[]).some((branch) => matchesEventPattern(branch, event));
    const value = isPlainObject(event) ? event[name] : undefined;
    return Array.isArray(wanted) ? matchesValue(wanted, value) : matchesEventPattern(wanted as Pattern, value);
  });
}

function matchesValue(wanted: readonly unknown[], value: unknown): boolean {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return wanted.some((matcher) => {
    if (!isPlainObject(matcher)) return values.includes(matcher);
    if ('exists' in matcher) return (value !== undefined) === matcher['exists'];
    return values.some((one) => typeof one === 'string' && one.startsWith(String(matcher['prefix'])));
  });
}
