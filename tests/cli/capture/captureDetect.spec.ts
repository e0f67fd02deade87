import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../support/runCli';

const captures = join('assets', 'datasets', 'monitoring', 'captures');
const schemas = join('schemas', 'arrival-delay');

describe('capture detect', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'capture-detect-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const detect = (...args: string[]) => runCli('capture', 'detect', ...args);

  it('finds the version of captures, with exit code 0', async () => {
    const { code, out } = await detect('--captures', join(captures, 'clean'), '--schemas', schemas);
    assert.equal(code, 0);
    assert.match(out, /^20 capture files, 1862 rows of one shape \(75 with names\), 0 rejected\n/);
    assert.match(out, /\nschema v1 \([0-9a-f]{12}\)$/);
  });

  it('lists the changes and proposes the next version, with exit code 2', async () => {
    const broken = join(captures, 'broken', 'missing-column');
    const { code, out } = await detect('--captures', broken, '--schemas', schemas);
    assert.equal(code, 2);
    assert.match(out, /\n {2}removed \(certain\): input: 'wind_speed' was removed\.\n/);
    assert.match(
      out,
      /proposed version schemas\/arrival-delay\/v2\.yaml; check names and order first:\n\nversion: v2\n/,
    );
    const { unknown } = JSON.parse((await detect('--captures', broken, '--schemas', schemas, '--json')).out);
    assert.deepEqual([unknown.nearest, unknown.proposed.version], ['v1', 'v2']);
  });

  it('explains that nothing can be read, with exit code 3', async () => {
    const file = join(folder, 'broken.jsonl');
    writeFileSync(file, 'nonsense\n');
    const { code, err } = await detect('--captures', file, '--schemas', schemas);
    assert.equal(code, 3);
    assert.match(
      err,
      /^nothing to detect: no row of 1 capture file could be read; 1 line rejected, the first at .*broken\.jsonl:1: the line is not JSON\.$/,
    );
  });

  it('refuses a missing folder, and a version under another file name, with exit code 1', async () => {
    const absent = await detect('--captures', join(captures, 'clean'), '--schemas', 'nowhere');
    assert.equal(absent.code, 1);
    assert.match(absent.err, /nowhere: cannot be read .*; expected a folder with v1\.yaml$/);
    const wrong = join(folder, 'schemas');
    mkdirSync(wrong);
    const sides = 'output: [{ name: y, type: String }]\ninput: [{ name: x, type: String }]\n';
    writeFileSync(join(wrong, 'v2.yaml'), `version: v1\n${sides}`);
    const misnamed = await detect('--captures', join(captures, 'clean'), '--schemas', wrong);
    assert.equal(misnamed.code, 1);
    assert.match(misnamed.err, /v2\.yaml: contains version v1; change the version or rename the file$/);
  });
});
