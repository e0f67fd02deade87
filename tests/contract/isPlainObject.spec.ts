import assert from 'node:assert/strict';
import { isPlainObject } from '../../contract/isPlainObject';

describe('isPlainObject', () => {
  it('is true for objects with keys', () => {
    assert.deepEqual([{}, { a: 1 }].map(isPlainObject), [true, true]);
  });

  it('is false for null, lists and other values', () => {
    assert.deepEqual([null, undefined, [], 'a', 1, true].map(isPlainObject), Array(6).fill(false));
  });
});
