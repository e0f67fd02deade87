import assert from 'node:assert/strict';
import { loadStackModule } from '../../../cli/stack/stackCommands';
import { UserError } from '../../../contract/userError';

const throwing = (error: Error) => () => {
  throw error;
};

describe('loadStackModule', () => {
  it('names what to install if a package is missing', () => {
    const missing = Object.assign(new Error("Cannot find module 'esbuild'"), { code: 'MODULE_NOT_FOUND' });
    const message = "development packages are missing: run 'npm ci' and 'npm run setup'";
    assert.throws(() => loadStackModule(throwing(missing)), new UserError(message));
  });

  it('rethrows other errors and returns the module', () => {
    const failure = new Error('syntax error');
    assert.throws(() => loadStackModule(throwing(failure)), failure);
    assert.equal(
      loadStackModule(() => 7),
      7,
    );
  });
});
