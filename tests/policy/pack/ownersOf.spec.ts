import assert from 'node:assert/strict';
import { directoryOf, ownersOf } from '../../../policy/pack/ownersOf';
import { notYetKnown, type Plain } from '../../../policy/pack/plain';
import type { Resource } from '../../../policy/pack/resource';

const made = (
  type: string,
  name: string,
  props: Record<string, Plain> = {},
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
const roles = directoryOf([named, unnamed, other], ['role'], ['id', 'name']);

function owners(value: Plain, from: readonly Resource[], many: 'one' | 'many' = 'one') {
  const { found, foreign, unclear } = ownersOf(made('x', 'x', { of: value }, from), 'of', roles, many);
  return { found: found.map(({ name }) => name), foreign, unclear };
}

describe('owners', () => {
  it('are found by a known name, which decides', () => {
    assert.deepEqual(owners('a', []), { found: ['named'], foreign: [], unclear: false });
    assert.deepEqual(owners('a-copy', [named]), { found: [], foreign: ['a-copy'], unclear: false });
  });

  it('are found by what an unknown name comes from, also through others', () => {
    assert.deepEqual(owners(notYetKnown, [unnamed]), { found: ['unnamed'], foreign: [], unclear: false });
    const profile = made('profile', 'profile', {}, [unnamed]);
    assert.deepEqual(owners(notYetKnown, [profile]), { found: ['unnamed'], foreign: [], unclear: false });
    assert.deepEqual(owners(notYetKnown, [unnamed, other]), { found: [], foreign: [], unclear: true });
    assert.deepEqual(owners(notYetKnown, []), { found: [], foreign: [], unclear: true });
  });

  it('of a list are all that it names or comes from', () => {
    assert.deepEqual(owners(['a', notYetKnown], [named, unnamed], 'many'), {
      found: ['named', 'unnamed'],
      foreign: [],
      unclear: false,
    });
    assert.deepEqual(owners(['a', 'b'], [named], 'many'), { found: ['named'], foreign: ['b'], unclear: false });
  });
});
