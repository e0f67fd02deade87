/** A value that is not known before the update. */
export const notYetKnown = Symbol('not known before the update');

/** A property's value as plain data. */
export type PropertyValue =
  | null
  | boolean
  | number
  | string
  | typeof notYetKnown
  | readonly PropertyValue[]
  | PlainObject;
export interface PlainObject {
  readonly [key: string]: PropertyValue | undefined;
}

/**
 * Copies one entry of an object of the policy SDK. These objects throw when an unknown value is read, which would abort
 * the whole policy. Here an unknown value becomes `notYetKnown`, so that it hides no other finding.
 */
export function plainEntry(
  of: Readonly<Record<string, unknown>>,
  key: string,
  budget = { left: mostValues },
  depth = 0,
): PropertyValue | undefined {
  let value: unknown;
  try {
    value = of[key];
  } catch (error) {
    if (error instanceof Error && 'unknownTypeSentinel' in error) return notYetKnown;
    throw error;
  }
  return value === undefined ? undefined : plain(value, budget, depth);
}

/**
 * Limits of the copy of a property. The engine's messages are at most 100 levels deep, and no AWS property has that many
 * values. Anything beyond is null, so that no property can exhaust the memory or the stack.
 */
const deepest = 64;
const mostValues = 25_000;

function plain(value: unknown, budget: { left: number }, depth: number): PropertyValue {
  if (--budget.left < 0 || depth > deepest) return null;
  if (Array.isArray(value)) {
    const entries = value as unknown as Readonly<Record<string, unknown>>;
    const length = Math.min(value.length, budget.left);
    return Array.from({ length }, (_, i) => plainEntry(entries, String(i), budget, depth + 1) ?? null);
  }
  if (typeof value === 'object' && value !== null) {
    const entries = value as Readonly<Record<string, unknown>>;
    const keys = Object.keys(value).slice(0, budget.left);
    return Object.fromEntries(keys.map((key) => [key, plainEntry(entries, key, budget, depth + 1)]));
  }
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  return null;
}

export function isPlainObject(value: PropertyValue | undefined): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns a list unchanged, an absent value as an empty list, and any other value as a list of one. */
export function asList(value: PropertyValue | undefined): readonly PropertyValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly PropertyValue[]) : [value as PropertyValue];
}

/** Returns the texts of a list, or of a single value. */
export function textsOf(value: PropertyValue | undefined): string[] {
  return asList(value).filter((item) => typeof item === 'string');
}

/** Whether a part of a value is not known yet. */
export function holdsUnknown(value: PropertyValue | undefined): boolean {
  if (value === notYetKnown) return true;
  if (Array.isArray(value)) return (value as readonly PropertyValue[]).some(holdsUnknown);
  return isPlainObject(value) && Object.values(value).some(holdsUnknown);
}

/**
 * Returns the value at a path of keys. A list of one counts as its item, as some providers return it. The result is
 * `notYetKnown` if a part of the path is.
 */
export function valueAt(value: PropertyValue | undefined, ...path: readonly string[]): PropertyValue | undefined {
  let at = value;
  for (const key of path) {
    const [block] = asList(at);
    if (block === notYetKnown) return notYetKnown;
    at = isPlainObject(block) ? block[key] : undefined;
  }
  return at;
}

/** Returns every text in a value, at any depth. */
export function textsIn(value: PropertyValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return (value as readonly PropertyValue[]).flatMap(textsIn);
  return isPlainObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
