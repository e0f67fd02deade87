import { type Field, fromAws, toAws } from '../table/fields';
import type { Bag } from '../table/wire';

/** Conversions for services whose values are all text. */
export const numberText: Field = { toAws: String, fromAws: Number };
export const booleanText: Field = { toAws: String, fromAws: (value) => value === 'true' };

export type Attributes = Record<string, string>;

/** The inputs that are set, as text. */
export function toAttributes(fields: Readonly<Record<string, Field>>, inputs: Bag): Attributes {
  return toAws(fields, inputs) as Attributes;
}

/** Attributes that differ between `olds` and `news`; a removed one is reset to its default. */
export function attributeChanges(fields: Readonly<Record<string, Field>>, olds: Bag, news: Bag): Attributes {
  const before = toAttributes(fields, olds);
  const after = toAttributes(fields, news);
  const computed = (name: string) => (fields[name] as { computed?: true } | undefined)?.computed === true;
  const defaults = Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => olds[name] !== undefined && news[name] === undefined && !computed(name))
      .map(([name, field]) => [name, field.default ?? '']),
  );
  const reset = toAttributes(fields, defaults);
  const changes = Object.entries({ ...reset, ...after }).filter(([name, value]) => before[name] !== value);
  return Object.fromEntries(changes);
}

/** Properties from attributes, in which an empty text means no value. */
export function fromAttributes(fields: Readonly<Record<string, Field>>, attributes: Attributes | undefined): Bag {
  return fromAws(fields, Object.fromEntries(Object.entries(attributes ?? {}).filter(([, value]) => value !== '')));
}
