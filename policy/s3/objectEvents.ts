import { asList, isPlainObject, notYetKnown, type PropertyValue } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';
import type { Known } from './lifecycleRules';

/** Whether a trail records every call on the objects under a prefix, reads and writes, in a bucket that it names. */
export function recordsObjects(trail: Resource, prefix: string): Known<boolean> {
  const found = [
    ...blocks(trail, 'advancedEventSelectors').map((selector) => byFields(trail, selector['fieldSelectors'], prefix)),
    ...blocks(trail, 'eventSelectors').map((selector) => byValues(trail, selector, prefix)),
  ];
  if (found.includes(true)) return true;
  const open = ['advancedEventSelectors', 'eventSelectors'].some(
    (key) => trail.property(key) === notYetKnown && trail.sources(key) !== undefined,
  );
  return open || found.includes(notYetKnown) ? notYetKnown : false;
}

function blocks(trail: Resource, key: string) {
  return asList(trail.property(key)).filter(isPlainObject);
}

const neededFields = { eventCategory: 'Data', 'resources.type': 'AWS::S3::Object' } as const;

/** A selector with any other field than category, type and ARN leaves calls out. */
function byFields(trail: Resource, fieldSelectors: PropertyValue | undefined, prefix: string): Known<boolean> {
  const fields = new Map(
    asList(fieldSelectors)
      .filter(isPlainObject)
      .map((field) => [field['field'], field]),
  );
  for (const [name, value] of Object.entries(neededFields)) {
    if (!asList(fields.get(name)?.['equals']).includes(value)) return false;
    fields.delete(name);
  }
  const arn = fields.get('resources.ARN');
  fields.delete('resources.ARN');
  if (fields.size > 0) return false;
  return arn === undefined || covers(trail, 'advancedEventSelectors', asList(arn['startsWiths']), prefix);
}

function byValues(
  trail: Resource,
  selector: Readonly<Record<string, PropertyValue | undefined>>,
  prefix: string,
): Known<boolean> {
  const { readWriteType } = selector;
  if (readWriteType !== undefined && readWriteType !== 'All') return false;
  const values = asList(selector['dataResources'])
    .filter(isPlainObject)
    .filter(({ type }) => type === neededFields['resources.type'])
    .flatMap(({ values }) => asList(values));
  return covers(trail, 'eventSelectors', values, prefix);
}

/** `arn:aws:s3` and `arn:aws:s3:::` stand for every bucket; behind a bucket stands the beginning of a key. */
function covers(trail: Resource, key: string, values: readonly PropertyValue[], prefix: string): Known<boolean> {
  for (const value of values) {
    if (typeof value !== 'string') continue;
    const [, ofBucket = ''] = value.split(':::');
    const [, ...keyParts] = ofBucket.split('/');
    if (prefix.startsWith(keyParts.join('/'))) return true;
  }
  if (!values.includes(notYetKnown)) return false;
  // An ARN that is not known before the update: it was made from a bucket, and is judged when it is known.
  return (trail.sources(key) ?? []).some(({ type }) => type.startsWith('aws:s3/bucket')) ? true : notYetKnown;
}
