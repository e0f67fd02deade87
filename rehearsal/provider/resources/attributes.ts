import { type Field, fromAws, toAws } from '../table/fields';
import type { Bag } from '../table/wire';

/** Conversions of services that take and give every value as a text. */
export const numberText: Field = { toAws: String, fromAws: Number };
export const booleanText: Field = { toAws: String, fromAws: (value) => value === 'true' };

export type Attributes = Record<string, string>;

/** What is set, as the texts that a creation takes. */
export function attributesOf(fields: Readonly<Record<string, Field>>, inputs: Bag): Attributes {
  return toAws(fields, inputs) as Attributes;
}

/** The attributes that make `olds` into `news`; one that was left out is set back to what it is without a value. */
export function attributeChanges(fields: Readonly<Record<string, Field>>, olds: Bag, news: Bag): Attributes {
  const before = attributesOf(fields, olds);
  const after = attributesOf(fields, news);
  const computed = (name: string) => (fields[name] as { computed?: true } | undefined)?.computed === true;
  const defaults = Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => olds[name] !== undefined && news[name] === undefined && !computed(name))
      .map(([name, field]) => [name, field.default ?? '']),
  );
  const reset = attributesOf(fields, defaults);
  const changes = Object.entries({ ...reset, ...after }).filter(([name, value]) => before[name] !== value);
  return Object.fromEntries(changes);
}

/** An empty text is how these services say that there is no value. */
export function attributesFrom(fields: Readonly<Record<string, Field>>, found: Attributes | undefined): Bag {
  return fromAws(fields, Object.fromEntries(Object.entries(found ?? {}).filter(([, value]) => value !== '')));
}
