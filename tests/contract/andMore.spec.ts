import assert from 'node:assert/strict';
import { andMore } from '../../contract/andMore';

describe('andMore', () => {
  it('joins all items up to the limit', () => {
    assert.equal(andMore([], 2), '');
    assert.equal(andMore(['a', 'b'], 2), 'a, b');
  });

  it('counts the items above the limit', () => {
    assert.equal(andMore(['a', 'b', 'c'], 2), 'a, b and 1 more');
    assert.equal(andMore(['a', 'b', 'c', 'd'], 2, '; '), 'a; b and 2 more');
  });
});
