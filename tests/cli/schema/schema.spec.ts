import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../support/runCli';

const captures = join('assets', 'datasets', 'monitoring', 'captures');
const file = join('schemas', 'arrival-delay', 'v1.yaml');

describe('schema register and schema list', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'schema-command-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const register = (schema: string, store: string, ...more: string[]) =>
    runCli('schema', 'register', '--schema', schema, '--endpoint', 'arrival-delay', '--store', store, ...more);

  it('fill a registry that capture detect reads', async () => {
    const store = join(folder, 'store');
    const detect = (set: string) =>
      runCli('capture', 'detect', '--captures', join(captures, set), '--store', store, '--endpoint', 'arrival-delay');
    const empty = await runCli('schema', 'list', '--endpoint', 'arrival-delay', '--store', store);
    assert.deepEqual([empty.code, empty.out], [3, '']);
    assert.match(empty.err, /store: no registered schemas of endpoint arrival-delay$/);
    assert.match((await detect('clean')).out, /\nthe registry of arrival-delay in .*store has no version yet\n/);

    const first = await register(file, store);
    assert.equal(first.code, 0, first.err);
    assert.match(first.out, /^schema v1 \(\w{12}\) of arrival-delay registered: .*schemas\/arrival-delay\/v1\.json$/);
    const again = JSON.parse((await register(file, store, '--json')).out);
    assert.deepEqual([again.version, again.written], ['v1', false]);

    const listed = await runCli('schema', 'list', '--endpoint', 'arrival-delay', '--store', store);
    assert.equal(listed.code, 0);
    assert.match(listed.out, /v1 +\w{12} +predicted_arr_delay Fractional/);

    const known = await detect('clean');
    assert.deepEqual([known.code, /\nschema v1 \(\w{12}\)$/.test(known.out)], [0, true]);
    const unknown = await detect('broken/missing-column');
    assert.equal(unknown.code, 2);
    assert.match(
      unknown.out,
      /proposed version schemas\/arrival-delay\/v2\.yaml; check names and order first, then register it with 'schema register':/,
    );
  });

  it('refuse an existing version with other columns, with exit code 1', async () => {
    const store = join(folder, 'other');
    assert.equal((await register(file, store)).code, 0);
    const changed = join(folder, 'v1.yaml');
    writeFileSync(changed, readFileSync(file, 'utf8').replace(/.*wind_speed.*\n/, ''));
    const refused = await register(changed, store);
    assert.equal(refused.code, 1);
    assert.match(
      refused.err,
      /registered with other columns\. input: 'wind_speed' was removed\. .* register yours as v2/,
    );
  });

  it('require one source of known versions', async () => {
    for (const more of [[], ['--store', folder], ['--schemas', 'schemas', '--store', folder, '--endpoint', 'x']]) {
      const { code, err } = await runCli('capture', 'detect', '--captures', join(captures, 'clean'), ...more);
      assert.equal(code, 1);
      assert.match(err, /^one source of known versions is required: --schemas, or --store with --endpoint$/);
    }
  });
});
