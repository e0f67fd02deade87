import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capturePrefix } from '../../../contract/storeLayout';
import { runCli } from '../../support/runCli';

const captures = join('assets', 'datasets', 'monitoring', 'captures');
const sla = join('slas', 'arrival-delay.yaml');

describe('baseline derive from captures', () => {
  let [folder, store] = ['', ''];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'baseline-derive-'));
    store = join(folder, 'store');
    const place = join(store, capturePrefix({ endpoint: 'arrival-delay', schema: 'v1' }));
    cpSync(join(captures, 'clean'), place, { recursive: true });
  });
  after(() => rmSync(folder, { recursive: true }));
  const derive = (...args: string[]) =>
    runCli(
      ...[
        'baseline',
        'derive',
        '--schema',
        join('schemas', 'arrival-delay', 'v1.yaml'),
        '--by',
        'arn:aws:iam::123456789012:user/a',
      ],
      ...['--out', join(folder, 'derived'), ...args],
    );
  const ofStore = (...args: string[]) => derive('--store', store, '--sla', sla, ...args);

  it('describes the window of the store in the manifest', async () => {
    const { code, out, err } = await ofStore('--from', '2026-11-02T07', '--to', '2026-11-02T10');
    assert.equal(code, 0, err);
    const source = `captures of AllTraffic under ${store}/captures/arrival-delay/schema=v1 from 2026-11-02T07:00Z to 2026-11-02T10:00Z, 2 of 3 hours, 8 files, 746 rows`;
    assert.ok(out.includes(`  source: ${source}\n`), out);
    assert.equal(err, 'warning: 1 hour of the window without captures: 2026-11-02T07:00Z to 2026-11-02T08:00Z');
    const place = /^written to (?<place>.*)$/m.exec(out)?.groups?.['place'] ?? '';
    const manifest = JSON.parse(readFileSync(join(place, 'manifest.json'), 'utf8'));
    assert.deepEqual([manifest.source, manifest.rows, manifest.rejectedRows], [source, 746, 0]);
  });

  it('derives the same columns from local files as from a store', async () => {
    const ids = [
      await ofStore('--json'),
      await derive('--captures', join(captures, 'clean'), '--sla', sla, '--json'),
    ].map(({ out }) => JSON.parse(out).manifest.id);
    assert.equal(ids[0], ids[1]);
  });

  it('counts and names rejects', async () => {
    const broken = join(folder, 'broken');
    cpSync(join(captures, 'clean'), broken, { recursive: true });
    writeFileSync(join(broken, 'arrival-delay', 'AllTraffic', '2026', '11', '02', '08', 'x.jsonl'), 'nonsense\n');
    const { out } = await derive('--captures', broken, '--sla', sla);
    assert.match(out, /^baseline .* rows, 1 rejected$/m);
    assert.match(out, /^ {2}rejected: .*x\.jsonl:1: the line is not JSON\.$/m);
  });

  it('refuses a window that violates the schema or the SLA', async () => {
    const strict = join(folder, 'strict.yaml');
    writeFileSync(strict, readFileSync(sla, 'utf8').replace('[EWR, JFK, LGA]', '[EWR, JFK]'));
    const { code, err } = await derive('--store', store, '--sla', strict);
    assert.equal(code, 1);
    assert.match(err, /origin: the training window violates its own contract/);
  });

  it('explains in a sentence that the window has no captures, with exit code 3', async () => {
    const { code, err } = await ofStore('--last', '7d');
    assert.equal(code, 3);
    assert.match(err, /^nothing to derive from: no captures between .* under .*schema=v1; the (last|next) one/);
  });

  const mistakes: Record<string, [string[], RegExp]> = {
    'two sources': [['--training', 'x.csv'], /^exactly one source is required: --training, --captures or --store$/],
    'an endpoint that is not the SLA’s': [
      ['--endpoint', 'churn'],
      /^--endpoint churn does not match the SLA, which is of endpoint arrival-delay; use the SLA of churn$/,
    ],
    'two windows': [['--last', '2h', '--from', '2026-11-02T08'], /^--last cannot be combined with --from or --to$/],
    'a time that is none': [['--last', '2w'], /expected days or hours, such as 7d or 36h/],
  };
  for (const [what, [args, expected]] of Object.entries(mistakes)) {
    it(`refuses ${what}, with exit code 1`, async () => {
      const { code, err } = await ofStore(...args);
      assert.equal(code, 1);
      assert.match(err, expected);
    });
  }

  it('refuses options that have no effect on its source, with exit code 1', async () => {
    const training = (...args: string[]) => derive('--training', 'x.csv', '--sla', sla, ...args);
    const window = '--captures or --store';
    const mistakes: [string, () => ReturnType<typeof derive>][] = [
      [`--from requires ${window}`, () => training('--from', '2026-11-02T08')],
      [`--to requires ${window}`, () => training('--to', '2026-11-02T08')],
      [`--last requires ${window}`, () => training('--last', '2h')],
      ['--variant requires --store', () => training('--variant', 'a')],
      ['--endpoint requires --store', () => training('--endpoint', 'arrival-delay')],
      ['--no-header requires --training', () => ofStore('--no-header')],
    ];
    for (const [sentence, run] of mistakes) {
      const { code, err } = await run();
      assert.deepEqual([code, err], [1, sentence]);
    }
  });
});
