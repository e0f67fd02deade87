import { isAutoName } from './table/autoName';
import { sameValue } from './table/fields';
import type { AnyResourceType, Property } from './table/resourceType';
import { type Bag, hasUnknown, rewrap, unwrap, unwrapBag } from './table/wire';

/** The properties that differ between two sets of values. */
export function changedProperties(row: AnyResourceType, before: Bag, after: Bag): [string, Property][] {
  return Object.entries(row.properties).filter(([name, property]) => isChanged(property, before[name], after[name]));
}

function isChanged(property: Property, before: unknown, after: unknown): boolean {
  if (after === undefined && property.computed) return false;
  return hasUnknown(after) || !sameValue(property, before, after);
}

/** Whether a replacement has the same name as the resource that it replaces. */
export function keepsIdentity(row: AnyResourceType, logicalName: string, before: Bag, after: Bag): boolean {
  const { autoName: rule, properties } = row;
  const identity = row.identity ?? (rule ? [rule.property] : (row.required ?? []).slice(0, 1));
  return identity.every((name) => {
    const value = after[name];
    // The engine requests a new automatic name for a replacement.
    if (rule?.property === name && typeof value === 'string' && isAutoName(rule, logicalName, value)) return false;
    return !isChanged(properties[name] ?? { change: 'replace' }, before[name], value);
  });
}

/** The state in AWS; values that mean the same as those of the last known state are taken from it. */
export async function readState(row: AnyResourceType, id: string, known: Bag): Promise<Bag | undefined> {
  const actual = await row.read(id, unwrapBag(known));
  if (!actual) return undefined;
  const { properties } = row;
  const state: Record<string, unknown> = { id };
  for (const [name, property] of Object.entries(properties)) {
    const value = property.local ? (unwrap(known[name]) ?? property.default) : actual[name];
    if (name in known && sameValue(property, unwrap(known[name]), value)) state[name] = known[name];
    else if (value !== undefined) state[name] = rewrap(value, known[name]);
  }
  for (const [name, value] of Object.entries(actual)) {
    if (!(name in properties) && value !== undefined) state[name] = rewrap(value, known[name]);
  }
  if ('tags' in properties) state['tagsAll'] = state['tags'] ?? {};
  return state;
}

/** The state of a resource that must exist. */
export async function readCreatedState(row: AnyResourceType, id: string, known: Bag): Promise<Bag> {
  const state = await readState(row, id, known);
  if (!state) throw new Error('resource not found right after creation');
  return state;
}

/** Inputs that lead to a state: the values that differ from AWS's defaults, and the name. */
export function toInputs(row: AnyResourceType, state: Bag): Bag {
  const entries = Object.entries(row.properties).flatMap(([name, property]) => {
    const value = state[name];
    const isChosenByAws = property.computed === true && name !== row.autoName?.property;
    if (value === undefined || isChosenByAws || sameValue(property, unwrap(value), undefined)) return [];
    return [[name, value] as const];
  });
  return Object.fromEntries(entries);
}
