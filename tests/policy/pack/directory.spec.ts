import assert from 'node:assert/strict';
import { Directory } from '../../../policy/pack/directory';
import { notYetKnown, type PropertyValue } from '../../../policy/pack/propertyValue';
import type { Resource } from '../../../policy/pack/resource';

const made = (
  type: string,
  name: string,
  props: Record<string, PropertyValue> = {},
  from: readonly Resource[] = [],
): Resource => ({
  type,
  name,
  urn: name,
  property: (key) => props[key],
  sources: () => from,
});

const named = made('role', 'named', { name: 'a' });
const unnamed = made('role', 'unnamed');
const other = made('role', 'other');
const roles = new Directory([named, unnamed, other], ['id', 'name']);

function references(value: PropertyValue, from: readonly Resource[], many: 'one' | 'many' = 'one') {
  const { resources, foreign, unclear } = roles.find(made('x', 'x', { of: value }, from), 'of', many);
  return { resources: resources.map(({ name }) => name), foreign, unclear };
}

describe('Directory', () => {
  it('finds resources by a known name, which decides', () => {
    assert.deepEqual(references('a', []), { resources: ['named'], foreign: [], unclear: false });
    assert.deepEqual(references('a-copy', [named]), { resources: [], foreign: ['a-copy'], unclear: false });
  });

  it('finds resources by the source of an unknown name, also through others', () => {
    assert.deepEqual(references(notYetKnown, [unnamed]), { resources: ['unnamed'], foreign: [], unclear: false });
    const profile = made('profile', 'profile', {}, [unnamed]);
    assert.deepEqual(references(notYetKnown, [profile]), { resources: ['unnamed'], foreign: [], unclear: false });
    assert.deepEqual(references(notYetKnown, [unnamed, other]), { resources: [], foreign: [], unclear: true });
    assert.deepEqual(references(notYetKnown, []), { resources: [], foreign: [], unclear: true });
  });

  it('finds all names and sources of a list', () => {
    assert.deepEqual(references(['a', notYetKnown], [named, unnamed], 'many'), {
      resources: ['named', 'unnamed'],
      foreign: [],
      unclear: false,
    });
    assert.deepEqual(references(['a', 'b'], [named], 'many'), { resources: ['named'], foreign: ['b'], unclear: false });
  });

  it('finds resources in a nested property, by every identity', () => {
    const bucket = made('bucket', 'store', { bucket: 'store-1a', arn: 'arn:aws:s3:::store-1a' });
    const config = { type: 'DataQuality', parts: [{ at: 'store-1a' }, { at: 'arn:aws:s3:::store-1a' }] };
    const { resources, foreign } = new Directory([bucket]).find(made('x', 'x', { of: config }), 'of');
    assert.deepEqual([resources, foreign], [[bucket], ['DataQuality']]);
  });
});
