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

  it('goes on in the next line where a width is given', () => {
    assert.deepEqual(textTable([{ title: 'what', width: 8 }], [['two words']]), ['what', '────────', 'two', 'words']);
  });

  it('shows a name with an escape sequence, a line break or a direction mark harmlessly', () => {
    const [, , line] = textTable([{ title: 'feature' }], [['\u001B[2Jgone\n\u009B1m\u202Eabc']]);
    assert.equal(line, '\uFFFD[2Jgone\uFFFD\uFFFD1m\uFFFDabc');
  });

  it('has a heading where there are no rows', () => {
    assert.deepEqual(textTable([{ title: 'feature' }], []), ['feature', '───────']);
  });
});
