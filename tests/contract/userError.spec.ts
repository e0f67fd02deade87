import assert from 'node:assert/strict';
import { UserError, unreadable } from '../../contract/userError';

describe('unreadable', () => {
  it('names the file, the reason and, if there is one, the remedy', () => {
    const error = unreadable('slas/churn.yaml', new Error('EACCES'));
    assert.ok(error instanceof UserError);
    assert.equal(error.message, 'slas/churn.yaml: cannot be read (EACCES)');
    assert.equal(
      unreadable('schemas', 'gone', 'expected a folder').message,
      'schemas: cannot be read (gone); expected a folder',
    );
  });
});
