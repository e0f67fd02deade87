import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { monitoringDatasets } from '../../support/monitoringDatasets';
import { runCli } from '../../support/runCli';
import { writeBaseline } from '../../support/writeBaseline';

const reviewer = 'arn:aws:iam::123456789012:user/reviewer';

describe('baseline approve and baseline list', () => {
  let folder = '';
  let store = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'baseline-store-'));
    store = join(folder, 'store');
  });
  after(() => rmSync(folder, { recursive: true }));
  const approve = (derived: string, ...more: string[]) =>
    runCli('baseline', 'approve', derived, '--by', reviewer, '--why', 'quiet week', '--store', store, ...more);
  const list = (...more: string[]) =>
    runCli('baseline', 'list', '--store', store, '--endpoint', 'arrival-delay', ...more);
  /** A stack's settings that name a baseline. */
  const stackFile = (baseline: string) => {
    const file = join(folder, 'Pulumi.prod.yaml');
    writeFileSync(file, stringify({ config: { 'model-observability:endpoints': { 'arrival-delay': { baseline } } } }));
    return file;
  };
  /** Two baselines of one day; `loose` asks less of every feature. */
  const derivedPair = () => {
    const { constraints } = monitoringDatasets.baseline();
    const features = constraints.features.map((feature) => ({ ...feature, completeness: 0.5 }));
    const strict = writeBaseline(join(folder, 'strict'));
    return { strict, loose: writeBaseline(join(folder, 'loose'), { constraints: { ...constraints, features } }) };
  };
  const inEffect = (table: string) => table.split('\n').flatMap((line) => /^in effect +(\S+)/.exec(line)?.[1] ?? []);

  it('go back to an older baseline by its id in the stack’s settings, and change nothing in the store', async () => {
    const { strict, loose } = derivedPair();
    const first = JSON.parse((await approve(strict, '--json')).out);
    assert.deepEqual([first.written, first.schemaWritten], [true, true]);
    const second = JSON.parse((await approve(loose, '--json')).out);
    assert.deepEqual([second.written, second.schemaWritten], [true, false]);
    const files = () =>
      readdirSync(store, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.json'))
        .map((name) => [name, readFileSync(join(store, name), 'utf8')]);
    const before = files();

    assert.deepEqual(inEffect((await list('--stack-file', stackFile(second.id))).out), [second.id]);
    assert.deepEqual(inEffect((await list('--stack-file', stackFile(first.id))).out), [first.id]);
    const listed = JSON.parse((await list('--stack-file', stackFile(first.id), '--json')).out);
    assert.equal(listed.inForce, first.id);
    assert.deepEqual(
      listed.baselines.map(({ approval }: { approval: { why: string } }) => approval.why),
      ['quiet week', 'quiet week'],
    );
    assert.deepEqual(files(), before);
    assert.equal(before.length, 7);
  });

  it("are in effect by an endpoint's own file too", async () => {
    const { id } = JSON.parse((await list('--json')).out).baselines[0];
    const file = join(folder, 'Pulumi.split.yaml');
    const folderKey = 'model-observability:endpointsFolder';
    for (const [path, config] of [
      ['endpoints', {}],
      ['monitored/split', { [folderKey]: 'monitored/split' }],
    ] as const) {
      writeFileSync(file, stringify({ config }));
      mkdirSync(join(folder, path), { recursive: true });
      writeFileSync(join(folder, path, 'arrival-delay.yaml'), `baseline: ${id}\n`);
      assert.deepEqual(inEffect((await list('--stack-file', file)).out), [id]);
    }
    writeFileSync(file, stringify({ config: { [folderKey]: 'elsewhere' } }));
    const { code, err } = await list('--stack-file', file);
    assert.equal(code, 1);
    assert.match(
      err,
      /Pulumi\.split\.yaml: unknown endpoint 'arrival-delay'; configured endpoints: none, and no file .*elsewhere\/arrival-delay\.yaml$/,
    );
  });

  it('refuse an id that the store does not have, with exit code 1', async () => {
    const { code, err } = await list('--stack-file', stackFile('2026-11-01-000000'));
    assert.equal(code, 1);
    assert.match(
      err,
      /Pulumi\.prod\.yaml: baseline 2026-11-01-000000 of endpoint arrival-delay is not in .*; the next run would fail$/,
    );
  });

  it('list nothing for another endpoint, with exit code 3', async () => {
    const { code, out } = await runCli('baseline', 'list', '--store', store, '--endpoint', 'churn', '--json');
    assert.deepEqual([code, JSON.parse(out)], [3, { endpoint: 'churn', baselines: [] }]);
  });
});
