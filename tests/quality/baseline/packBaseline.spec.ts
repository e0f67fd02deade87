import assert from 'node:assert/strict';
import { baselineIdPattern } from '../../../contract/storeLayout';
import { baselineIdOf } from '../../../quality/baseline/packBaseline';

describe('baselineIdOf', () => {
  const at = new Date('2026-11-01T23:30:00Z');

  it('is the UTC day and a hash of the files in any order', () => {
    const id = baselineIdOf(at, { a: '1', b: '2' });
    assert.match(id, baselineIdPattern);
    assert.equal(id.slice(0, 10), '2026-11-01');
    assert.equal(baselineIdOf(at, { b: '2', a: '1' }), id);
  });

  it('changes with a file’s text or name', () => {
    const sets: Record<string, string>[] = [{ a: '1' }, { a: '2' }, { b: '1' }, { a: '1', b: '' }];
    const ids = sets.map((files) => baselineIdOf(at, files));
    assert.equal(new Set(ids).size, ids.length);
  });
});
