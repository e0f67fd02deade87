import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baselinePrefix, capturePrefix, reportHourPrefix } from '../../../contract/storeLayout';
import { putAt } from '../../support/putAt';
import { runCli } from '../../support/runCli';
import { writeBaseline } from '../../support/writeBaseline';

const clean = join('assets', 'datasets', 'monitoring', 'captures', 'clean', 'arrival-delay');
const ref = { endpoint: 'arrival-delay', schema: 'v1' };

describe('monitor run on a store', () => {
  let [folder, store, id, late] = ['', '', '', ''];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'monitor-run-store-'));
    store = join(folder, 'store');
    const derived = writeBaseline(join(folder, 'derived'));
    id = JSON.parse(readFileSync(join(derived, 'manifest.json'), 'utf8')).id;
    cpSync(derived, join(store, baselinePrefix(ref, id)), { recursive: true });
    const captures = join(store, capturePrefix(ref), 'arrival-delay');
    cpSync(clean, captures, { recursive: true });
    for (const name of readdirSync(captures, { recursive: true, encoding: 'utf8' })) {
      utimesSync(join(captures, name), new Date('2026-11-02T08:30:00Z'), new Date('2026-11-02T08:30:00Z'));
    }
    putAt(
      store,
      `${reportHourPrefix(ref, 'arrival-delay-4f1c', new Date('2026-11-02T09:00:00Z'))}statistics.json`,
      '2026-11-02T09:12:00Z',
    );
    const hour = join(captures, 'AllTraffic', '2026', '11', '02', '08');
    late = readdirSync(hour).sort()[1] ?? '';
    utimesSync(join(hour, late), new Date('2026-11-02T11:40:00Z'), new Date('2026-11-02T11:40:00Z'));
    // Another variant, of which one hour is the first one's.
    cpSync(hour, join(captures, 'shadow', '2026', '11', '02', '08'), { recursive: true, preserveTimestamps: true });
  });
  after(() => rmSync(folder, { recursive: true }));
  const window = ['--from', '2026-11-02T08', '--to', '2026-11-02T09'];
  const run = (...args: string[]) =>
    runCli(
      ...['monitor', 'run', '--store', store, '--endpoint', 'arrival-delay', '--schema', 'v1', '--baseline', id],
      ...['--out', join(folder, 'report'), ...args],
    );

  it('reads the hours of a window, of all variants or one, and lists late files', async () => {
    const both = await run(...window);
    assert.equal(both.code, 0, both.err);
    assert.match(
      both.out,
      /^8 capture files of variants AllTraffic and shadow together, 746 rows, 0 rejected, compared with baseline/,
    );
    assert.match(both.out, /^2 late files \(arrived after the report on the hour/m);
    assert.ok(
      both.out.includes(
        `/AllTraffic/2026/11/02/08/${late}: arrived 2026-11-02T11:40Z, report from 2026-11-02T09:12Z\n`,
      ),
    );
    const page = readFileSync(join(folder, 'report', 'report.html'), 'utf8').replaceAll('<wbr>', '');
    assert.match(page, /<dt>Late files<\/dt><dd>2<\/dd>/);
    assert.match(page, /<dt>Variants<\/dt><dd>AllTraffic, shadow<\/dd>/);
    const one = JSON.parse((await run(...window, '--variant', 'AllTraffic', '--json')).out);
    assert.deepEqual([one.files, one.rows, one.variants, one.late.length], [4, 373, ['AllTraffic'], 1]);
    assert.deepEqual(
      [one.late[0].hour, one.late[0].reportAt],
      ['2026-11-02T08:00:00.000Z', '2026-11-02T09:12:00.000Z'],
    );
  });

  it('finds the same in the store as in the same local files', async () => {
    const fromStore = JSON.parse((await run('--variant', 'AllTraffic', '--json')).out);
    const disk = ['--captures', clean, '--baseline', join(folder, 'derived'), '--out', join(folder, 'disk')];
    const fromDisk = JSON.parse((await runCli('monitor', 'run', ...disk, '--json')).out);
    const plain = ({ rows, violations, metrics, status }: Record<string, unknown>) => ({
      rows,
      violations,
      metrics,
      status,
    });
    assert.deepEqual(plain(fromStore), plain(fromDisk));
  });

  it('uploads a report that replaces a stale one with --upload', async () => {
    const stale = async () =>
      (await runCli('monitor', 'stale', '--store', store, '--endpoint', 'arrival-delay', '--schema', 'v1', ...window))
        .code;
    assert.equal(await stale(), 2);
    const { out } = await run(...window, '--upload');
    assert.match(
      out,
      /^uploaded to .*\/reports\/arrival-delay\/schema=v1\/on-demand=2026-11-02T08--2026-11-02T09\/\d{8}T\d{9}Z$/m,
    );
    assert.equal(await stale(), 0);
  });

  it('names the nearest captures when the window has none, with exit code 3', async () => {
    const { code, err } = await run('--from', '2026-11-02T20', '--to', '2026-11-02T21');
    assert.deepEqual(
      [code, err],
      [
        3,
        `nothing to compare: no captures between 2026-11-02T20:00Z and 2026-11-02T21:00Z under ${store}/captures/arrival-delay/schema=v1; the last one is from 12:45`,
      ],
    );
  });

  const mistakes: Record<string, [string[], RegExp]> = {
    'a variant that is not there': [
      ['--variant', 'blue'],
      /no captures of variant blue of arrival-delay; variants with captures: AllTraffic, shadow/,
    ],
    'a baseline that is not there': [
      ['--baseline', '2026-01-01-abcdef'],
      /no baseline 2026-01-01-abcdef of arrival-delay; existing baselines: 2026-/,
    ],
    'a baseline of another schema': [
      ['--schema', 'v2'],
      /has schema v1, but the captures have schema v2; use a baseline of the same schema$/,
    ],
    'two places at once': [
      ['--captures', clean],
      /^exactly one source is required: --captures, --store \(with --endpoint and --schema\), --batch or --data$/,
    ],
  };
  for (const [what, [args, expected]] of Object.entries(mistakes)) {
    it(`refuses ${what}, with exit code 1`, async () => {
      const { code, err } = await run(...args);
      assert.equal(code, 1);
      assert.match(err, expected);
    });
  }

  it('refuses options that require --store or --batch', async () => {
    const refused = async (...args: string[]) =>
      (await runCli('monitor', 'run', '--captures', clean, '--baseline', 'x', ...args)).err;
    assert.match(await refused('--upload'), /^--upload requires --store$/);
    for (const option of [
      ['--endpoint', 'churn'],
      ['--schema', 'v1'],
      ['--variant', 'a'],
      ['--every', '2'],
    ]) {
      assert.equal(await refused(...option), `${option[0]} requires --store`);
    }
    assert.equal(await refused('--objects', folder), '--objects requires --batch');
    assert.match(
      (await runCli('monitor', 'run', '--store', store, '--baseline', join(folder, 'derived'))).err,
      /^--store requires --endpoint and --schema$/,
    );
  });
});
