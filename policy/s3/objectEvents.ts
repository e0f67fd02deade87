import { asList, isPlainObject, notYetKnown, type PropertyValue } from '../pack/propertyValue';
import type { Resource } from '../pack/resource';
import type { Known } from './lifecycleRules';

/** Whether a trail records all object-level API calls under a prefix, reads and writes. */
export function recordsObjects(trail: Resource, prefix: string): Known<boolean> {
  const results = [
    ...blocks(trail, 'advancedEventSelectors').map((selector) => byFields(trail, selector['fieldSelectors'], prefix)),
    ...blocks(trail, 'eventSelectors').map((selector) => byValues(trail, selector, prefix)),
  ];
  if (results.includes(true)) return true;
  const hasUnknownSelectors = ['advancedEventSelectors', 'eventSelectors'].some(
    (key) => trail.property(key) === notYetKnown && trail.sources(key) !== undefined,
  );
  return hasUnknownSelectors || results.includes(notYetKnown) ? notYetKnown : false;
}

function blocks(trail: Resource, key: string) {
  return asList(trail.property(key)).filter(isPlainObject);
}

const neededFields = { eventCategory: 'Data', 'resources.type': 'AWS::S3::Object' } as const;

/** A selector with fields other than category, type and ARN excludes some calls. */
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

/** `arn:aws:s3` and `arn:aws:s3:::` match every bucket; a prefix of keys follows the name of a bucket. */
function covers(trail: Resource, key: string, values: readonly PropertyValue[], prefix: string): Known<boolean> {
  for (const value of values) {
    if (typeof value !== 'string') continue;
    const [, ofBucket = ''] = value.split(':::');
    const [, ...keyParts] = ofBucket.split('/');
    if (prefix.startsWith(keyParts.join('/'))) return true;
  }
  if (!values.includes(notYetKnown)) return false;
  // An unknown ARN that comes from a bucket is assumed to match, and judged again when it is known.
  return (trail.sources(key) ?? []).some(({ type }) => type.startsWith('aws:s3/bucket')) ? true : notYetKnown;
}
