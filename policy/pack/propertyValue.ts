/** Stands for a value that the engine can't know before the update. */
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
 * Copies one entry of an object that the policy SDK hands out. The SDK's objects throw when an unknown value is read,
 * which would end the whole policy; here an unknown becomes a value like any other, so that it hides nothing else.
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
 * What is copied of one property. The engine's own messages are at most 100 levels deep, and no property of AWS's has as
 * many values; whatever is beyond is null, so that nobody's property can fill the memory or overflow the stack.
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

/** A list as it is, nothing as an empty list, anything else as a list of one. */
export function asList(value: PropertyValue | undefined): readonly PropertyValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly PropertyValue[]) : [value as PropertyValue];
}

/** The texts of a list, or the one that stands for a list. */
export function textsOf(value: PropertyValue | undefined): string[] {
  return asList(value).filter((item) => typeof item === 'string');
}

/** Whether something in a value is not known yet. */
export function holdsUnknown(value: PropertyValue | undefined): boolean {
  if (value === notYetKnown) return true;
  if (Array.isArray(value)) return (value as readonly PropertyValue[]).some(holdsUnknown);
  return isPlainObject(value) && Object.values(value).some(holdsUnknown);
}

/**
 * What lies at a path of keys; a list of one stands for its item, as the answers of some providers have it. Not known
 * where something on the way is not.
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

/** Every text in a value, at any depth. */
export function textsIn(value: PropertyValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return (value as readonly PropertyValue[]).flatMap(textsIn);
  return isPlainObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
