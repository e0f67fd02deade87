import assert from 'node:assert/strict';
import { UserError } from '../../../contract/userError';
import { inferColumns } from '../../../quality/profile/inferColumns';

describe('inferColumns', () => {
  it('returns names and types in file order, also with a byte order mark and rows that are too short', () => {
    assert.deepEqual(inferColumns('a.csv', '\ufeffid,score,name,empty\n1,2,x,\n2,0.5\n'), [
      { name: 'id', type: 'Integral' },
      { name: 'score', type: 'Fractional' },
      { name: 'name', type: 'String' },
      { name: 'empty', type: 'Unknown' },
    ]);
    assert.deepEqual(inferColumns('a.csv', ''), []);
  });

  it('refuses text that is not valid CSV in one sentence', () => {
    assert.throws(
      () => inferColumns('a.csv', 'a,"b\n1,2\n'),
      (error) => error instanceof UserError && /^a\.csv: is not valid CSV \(.*\)$/.test(error.message),
    );
  });
});
