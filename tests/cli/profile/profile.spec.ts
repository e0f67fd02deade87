import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { schemaFaults } from '../../support/jsonSchema';
import { runCli } from '../../support/runCli';

describe('profile', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'profile-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const path = (name: string) => join(folder, name);
  const profile = (...args: string[]) => runCli('profile', ...args, '--html', path('page.html'));

  it('prints and draws the statistics of a table', async () => {
    writeFileSync(path('t.jsonl'), '{"a": 1.5, "b<": "x"}\n{"a": 2, "b<": "y"}\n{"b<": "x"}\nno json\n');
    const { code, out, err } = await profile(path('t.jsonl'));
    assert.equal(code, 4);
    assert.match(
      err,
      /^warning: Too many records were rejected\. .* The first is .*t\.jsonl:4: the row is not JSON\.$/,
    );
    assert.match(out, /^3 rows of 2 columns, 1 rejected$/m);
    assert.match(out, /t\.jsonl:4: the row is not JSON\.$/m);
    assert.match(out, /^a +Fractional +66\.67% +2 +1\.75 +0\.25 +1\.5 to 2$/m);
    const page = readFileSync(path('page.html'), 'utf8');
    assert.equal(page.match(/<svg /g)?.length, 2);
    assert.ok(page.includes('b&lt;') && !page.includes('<th>b<'));
  });

  it('reads the files of a folder together, and names those that it passes over', async () => {
    const parts = path('parts');
    mkdirSync(parts);
    writeFileSync(join(parts, 'part-0.csv'), 'a;b\n1;2\n');
    writeFileSync(join(parts, 'part-1.csv.gz'), gzipSync('b;a\n4;3\n'));
    writeFileSync(join(parts, '_SUCCESS'), '');
    writeFileSync(join(parts, 'notes.md'), '');
    const { code, out, err } = await profile(parts, '--separator', ';', '--json');
    assert.equal(code, 0, err);
    assert.match(err, /parts: 1 other file not read: notes\.md/);
    const json = JSON.parse(out);
    assert.deepEqual(schemaFaults('cli/schemas/profile.schema.json', json), []);
    assert.deepEqual(
      json.statistics.features.map(
        (feature: { numerical_statistics: { mean: number } }) => feature.numerical_statistics.mean,
      ),
      [2, 3],
    );
  });

  it('says why a file has no row', async () => {
    writeFileSync(path('nested.jsonl'), '{"a": {"b": 1}, "c": 1}\n');
    const { code, err } = await profile(path('nested.jsonl'));
    assert.equal(code, 1);
    assert.match(err, /nested\.jsonl: line 1: column 'a' has an object instead of one value\.$/);
  });

  it('names what a folder without tables has', async () => {
    mkdirSync(path('none'));
    writeFileSync(join(path('none'), 'a.xml'), '');
    const { code, err } = await profile(path('none'));
    assert.equal(code, 1);
    assert.match(err, /none: has no files \*\.csv, .*; it has 1 other file$/m);
  });
});
