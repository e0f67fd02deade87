import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readLabels, writeLabels } from '../../../bench/accuracy/labelTable';
import { anyTable } from './labels';

describe('the table of labels', () => {
  it('reads what it writes', () => {
    fc.assert(fc.property(anyTable, (table) => assert.deepEqual(readLabels(writeLabels(table)), table)));
  });

  it('rejects an invalid line and kinds of another version', () => {
    const [header = ''] = writeLabels(new Map()).split('\n');
    assert.throws(
      () => readLabels(`${header}\nA,yyy\n`),
      /labels of 'A' are not 10 cells of three letters of y, n and -/,
    );
    assert.throws(() => readLabels('document,theft\n'), /labels have the kinds theft; this version knows privilege-/);
  });
});
