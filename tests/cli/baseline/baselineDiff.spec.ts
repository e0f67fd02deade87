import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitoringDatasets } from '../../support/monitoringDatasets';
import { runCli } from '../../support/runCli';
import { writeBaseline } from '../../support/writeBaseline';

describe('baseline diff', () => {
  let folder = '';
  let [older, newer] = ['', ''];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'baseline-diff-'));
    older = writeBaseline(join(folder, 'older'));
    const { constraints } = monitoringDatasets.baseline();
    const features = constraints.features.map((feature) =>
      feature.name === 'temp' ? { ...feature, completeness: 0.5 } : feature,
    );
    newer = writeBaseline(join(folder, 'newer'), { constraints: { ...constraints, features } });
  });
  after(() => rmSync(folder, { recursive: true }));

  it('finds no difference between a baseline and itself, with exit code 0', async () => {
    const { code, out } = await runCli('baseline', 'diff', older, older);
    assert.deepEqual([code, out.split('\n')[1]], [0, 'equal']);
  });

  it('prints the changes, with exit code 2', async () => {
    const { code, out } = await runCli('baseline', 'diff', older, newer);
    assert.equal(code, 2);
    assert.match(out, /^feature +status +type +completeness +domain +drift +limit$/m);
    assert.match(out, /^temp +changed +Fractional +100% +0\.0000 +0\.1$/m);
    assert.match(out, /^8 of 9 features unchanged$/m);
    assert.match(out, /^ {2}temp: completeness 1 -> 0\.5$/m);
  });

  it('writes a page with --html, creates its folder, also with --json', async () => {
    const file = join(folder, 'pages', 'diff.html');
    const { code, out } = await runCli('baseline', 'diff', older, newer, '--html', file);
    assert.equal(code, 2);
    assert.ok(out.endsWith(`page written to ${file}`));
    assert.match(readFileSync(file, 'utf8'), /<h1>.*1 of 9 features differs; none above the drift limit/);
    const { equal } = JSON.parse((await runCli('baseline', 'diff', older, older, '--html', file, '--json')).out);
    assert.equal(equal, true);
    assert.match(readFileSync(file, 'utf8'), /<h1>.*The baselines do not differ\./);
    assert.match(
      (await runCli('baseline', 'diff', older, newer, '--html', folder)).err,
      /: cannot be written \(EISDIR/,
    );
  });

  it('prints JSON', async () => {
    const { code, out } = await runCli('baseline', 'diff', older, newer, '--json');
    const { equal, features } = JSON.parse(out);
    assert.deepEqual([code, equal, features.length], [2, false, 9]);
  });

  it('refuses a changed baseline and names the file, with exit code 1', async () => {
    const changed = writeBaseline(join(folder, 'changed'));
    appendFileSync(join(changed, 'constraints.json'), '\n');
    const { code, err } = await runCli('baseline', 'diff', older, changed);
    assert.equal(code, 1);
    assert.match(err, /changed: invalid baseline: constraints\.json: hashes to \w{12}\.\.\., but its manifest says/);
  });

  it('refuses a manifest without hashes', async () => {
    const changed = writeBaseline(join(folder, 'unhashed'));
    const file = join(changed, 'manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...manifest, sha256: {} }));
    assert.match(
      (await runCli('baseline', 'diff', older, changed)).err,
      /manifest\.json: sha256\.statistics\.json: missing, sha256\.constraints\.json: missing; restore the original file/,
    );
    writeFileSync(file, '[]');
    assert.match(
      (await runCli('baseline', 'diff', older, changed)).err,
      /manifest\.json: must be a map of keys to values; restore/,
    );
    writeFileSync(file, '{');
    assert.match((await runCli('baseline', 'diff', older, changed)).err, /manifest\.json: is not JSON/);
  });

  it('replaces escape sequences in names, except in JSON', async () => {
    const name = '\u001B[2Jtemp\u009B';
    const { statistics, constraints } = monitoringDatasets.baseline();
    const renamed = <T extends { readonly name: string }>(features: readonly T[]) =>
      features.map((feature) => (feature.name === 'temp' ? { ...feature, name } : feature));
    const hostile = writeBaseline(join(folder, 'hostile'), {
      statistics: { ...statistics, features: renamed(statistics.features) },
      constraints: { ...constraints, features: renamed(constraints.features) },
    });
    const { out } = await runCli('baseline', 'diff', older, hostile);
    assert.match(out, /^\uFFFD\[2Jtemp\uFFFD +added/m);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
    assert.doesNotMatch(out, /[\u001B\u009B]/);
    const json = (await runCli('baseline', 'diff', older, hostile, '--json')).out;
    assert.match(json, /"\\u001b\[2Jtemp\\u009b"/);
    assert.ok(JSON.parse(json).features.some(({ feature }: { feature: string }) => feature === name));
  });

  it('names the missing file', async () => {
    const { code, err } = await runCli('baseline', 'diff', older, join(folder, 'nowhere'));
    assert.equal(code, 1);
    assert.match(err, /nowhere\/statistics\.json: file not found/);
  });
});
