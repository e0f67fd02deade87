import assert from 'node:assert/strict';
import { loadStackModule } from '../../../cli/stack/stackCommands';
import { UserError } from '../../../contract/userError';

describe('loadStackModule', () => {
  it('names what to install if a package is missing', () => {
    const message = "development packages are missing: run 'npm ci' and 'npm run setup'";
    assert.throws(() => loadStackModule(() => require('a-package-that-is-missing')), new UserError(message));
  });

  it('rethrows other errors and returns the module', () => {
    const failure = new Error('syntax error');
    assert.throws(
      () =>
        loadStackModule(() => {
          throw failure;
        }),
      failure,
    );
    assert.equal(
      loadStackModule(() => 7),
      7,
    );
  });
});
