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

function pointed(value: PropertyValue, from: readonly Resource[], many: 'one' | 'many' = 'one') {
  const { found, foreign, unclear } = roles.find(made('x', 'x', { of: value }, from), 'of', many);
  return { found: found.map(({ name }) => name), foreign, unclear };
}

describe('what a property points at', () => {
  it('is found by a known name, which decides', () => {
    assert.deepEqual(pointed('a', []), { found: ['named'], foreign: [], unclear: false });
    assert.deepEqual(pointed('a-copy', [named]), { found: [], foreign: ['a-copy'], unclear: false });
  });

  it('is found by what an unknown name comes from, also through others', () => {
    assert.deepEqual(pointed(notYetKnown, [unnamed]), { found: ['unnamed'], foreign: [], unclear: false });
    const profile = made('profile', 'profile', {}, [unnamed]);
    assert.deepEqual(pointed(notYetKnown, [profile]), { found: ['unnamed'], foreign: [], unclear: false });
    assert.deepEqual(pointed(notYetKnown, [unnamed, other]), { found: [], foreign: [], unclear: true });
    assert.deepEqual(pointed(notYetKnown, []), { found: [], foreign: [], unclear: true });
  });

  it('are all that it names or comes from', () => {
    assert.deepEqual(pointed(['a', notYetKnown], [named, unnamed], 'many'), {
      found: ['named', 'unnamed'],
      foreign: [],
      unclear: false,
    });
    assert.deepEqual(pointed(['a', 'b'], [named], 'many'), { found: ['named'], foreign: ['b'], unclear: false });
  });

  it('is found among the texts of a nested property, and by every kind of name', () => {
    const bucket = made('bucket', 'store', { bucket: 'store-1a', arn: 'arn:aws:s3:::store-1a' });
    const config = { type: 'DataQuality', parts: [{ at: 'store-1a' }, { at: 'arn:aws:s3:::store-1a' }] };
    const { found, foreign } = new Directory([bucket]).find(made('x', 'x', { of: config }), 'of');
    assert.deepEqual([found, foreign], [[bucket], ['DataQuality']]);
  });
});
