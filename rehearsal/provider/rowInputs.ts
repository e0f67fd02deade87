import type { CheckFailure } from '@pulumi/pulumi/provider';
import { autoName, isAutoName, nameProblem } from './table/autoName';
import { unsupportedFields } from './table/fields';
import type { AnyResourceType } from './table/resourceType';
import { type Bag, hasSecret, hasUnknown, unwrap, unwrapBag, wrapSecret } from './table/wire';

/** A resource's inputs with its automatic name, with documents as text, and without what is not set. */
export function completeInputs(row: AnyResourceType, logicalName: string, olds: Bag, news: Bag): Bag {
  const entries = Object.entries(addName(row, logicalName, olds, news))
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => [name, row.properties[name]?.same === 'json' ? documentText(value) : value]);
  return Object.fromEntries(entries) as Bag;
}

function addName(row: AnyResourceType, logicalName: string, olds: Bag, news: Bag): Bag {
  const rule = row.autoName;
  if (!rule || (news[rule.property] !== undefined && news[rule.property] !== null)) return news;
  const old = olds[rule.property];
  const isKept = typeof old === 'string' && isAutoName(rule, logicalName, old);
  return { ...news, [rule.property]: isKept ? old : autoName(rule, logicalName) };
}

/** The program may write a document as an object; AWS expects text. A document with unknown parts stays an object. */
function documentText(value: unknown): unknown {
  const document = unwrap(value);
  if (typeof document === 'string' || hasUnknown(value)) return value;
  const text = JSON.stringify(document);
  return hasSecret(value) ? wrapSecret(text) : text;
}

/** Failures of a resource's inputs; unknown inputs have none. */
export function checkInputs(row: AnyResourceType, inputs: Bag): CheckFailure[] {
  const values = unwrapBag(inputs);
  const missing = (row.required ?? [])
    .filter((name) => values[name] === undefined)
    .map((property) => ({ property, reason: `${row.token}: '${property}' is required` }));
  const unsupported = unsupportedFields(row.properties, values).map(({ path, supported }) => ({
    property: path,
    reason: `${row.token}: the rehearsal's provider does not support '${path}'; supported here: ${supported.join(', ')}`,
  }));
  return [...missing, ...unsupported, ...checkName(row, values)];
}

function checkName({ token, autoName: rule }: AnyResourceType, values: Bag): CheckFailure[] {
  if (!rule) return [];
  const name = values[rule.property];
  if (typeof name !== 'string' || hasUnknown(name)) return [];
  const problem = nameProblem(rule, name);
  return problem === undefined ? [] : [{ property: rule.property, reason: `${token}: ${problem}` }];
}
