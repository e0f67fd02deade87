import assert from 'node:assert/strict';
import { providerBundle } from '../../../rehearsal/provider/providerBundle';

describe('providerBundle', function () {
  this.timeout(60_000);

  it('returns the bundle that it kept, and another one for another version', async () => {
    const [made, kept] = [await providerBundle('1.2.3'), await providerBundle('1.2.3')];
    assert.equal(kept, made);
    assert.ok(made.includes('"1.2.3"'));
    const other = await providerBundle('1.2.4');
    assert.ok(other.includes('"1.2.4"') && !other.includes('"1.2.3"'));
  });
});
