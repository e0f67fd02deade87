/** Whether a value of unknown origin, such as parsed JSON or YAML, is an object with keys: neither null nor a list. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
