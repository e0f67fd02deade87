import assert from 'node:assert/strict';
import { textTable } from '../../../report/text/textTable';

describe('textTable', () => {
  it('makes a column as wide as its widest cell', () => {
    const rows = [
      ['a', '12'],
      ['longer', '3'],
    ];
    assert.deepEqual(textTable([{ title: 'name' }, { title: 'n', numeric: true }], rows), [
      'name     n',
      '──────  ──',
      'a       12',
      'longer   3',
    ]);
  });

  it('wraps cells of a column with a width', () => {
    assert.deepEqual(textTable([{ title: 'what', width: 8 }], [['two words']]), ['what', '────────', 'two', 'words']);
  });

  it('replaces escape sequences, line breaks and direction marks', () => {
    const [, , line] = textTable([{ title: 'feature' }], [['\u001B[2Jgone\n\u009B1m\u202Eabc']]);
    assert.equal(line, '\uFFFD[2Jgone\uFFFD\uFFFD1m\uFFFDabc');
  });

  it('has a heading without rows', () => {
    assert.deepEqual(textTable([{ title: 'feature' }], []), ['feature', '───────']);
  });
});
