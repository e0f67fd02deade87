import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { rejectedShareOf } from '../../../contract/rejectedShare';
import { anyText } from '../../support/anyText';
import { runCli } from '../../support/runCli';
import { writeBaseline } from '../../support/writeBaseline';

const schema = 'schemas/arrival-delay/v1.yaml';
const sla = 'slas/arrival-delay.yaml';
const by = 'arn:aws:iam::123456789012:user/someone';
const table = readFileSync('assets/datasets/monitoring/training.csv', 'utf8').split('\n').slice(0, 80);

/** Damaged parts of a text. */
const damage = fc.oneof(
  fc.constantFrom('', '"', '\\', '[', '{}', ',', ',,', ';', '\0', 'NaN', '\r', '\n', '\ufeff', '{"', '\x1f\x8b'),
  anyText(),
);

function damaged(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(text, fc.nat(), fc.nat(30), damage).map(([whole, at, gone, put]) => {
    const place = at % Math.max(1, whole.length);
    return whole.slice(0, place) + put + whole.slice(place + gone);
  });
}

const record = (data: unknown, encoding: string) => ({
  captureData: {
    endpointInput: { data, encoding, observedContentType: 'text/csv', mode: 'INPUT' },
    endpointOutput: { data: '12.5', encoding: 'CSV', observedContentType: 'text/csv', mode: 'OUTPUT' },
  },
  eventMetadata: { eventId: 'e', inferenceTime: '2026-11-02T08:00:00Z' },
});
const rows = table.slice(1, 40).map((line) => line.split(',').slice(1).join(','));
const captures = rows.map((row) => JSON.stringify(record(row, 'CSV'))).join('\n');
const objects = table.slice(1, 40).map((line) => {
  const values = line.split(',');
  return JSON.stringify(Object.fromEntries((table[0] ?? '').split(',').map((name, i) => [name, values[i]])));
});

/** Bytes of a file: a table, captures or anything else, whole or damaged, packed or not. */
const file: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    fc.oneof(
      damaged(fc.constantFrom(table.join('\n'), objects.join('\n'), `[${objects.join(',')}]`, captures)),
      damaged(damaged(fc.constantFrom(table.join('\n').replaceAll(',', ';'), captures))),
      fc.constantFrom(table.join('\n'), objects.join('\n'), captures, `[${captures.replaceAll('\n', ',')}]`),
      anyText(),
      fc.json(),
    ),
    fc.constantFrom('plain', 'plain', 'plain', 'gzip', 'cut', 'utf16le', 'latin1'),
  )
  .map(([text, packing]) => {
    if (packing === 'gzip') return gzipSync(text);
    if (packing === 'cut') return gzipSync(text).subarray(0, 100);
    return Buffer.from(text, packing === 'utf16le' || packing === 'latin1' ? packing : 'utf8');
  });

/** What a command says that it read. */
interface Read {
  readonly rows: number;
  readonly rejected: number;
}

describe('a fuzzed file', () => {
  let folder = '';
  let baseline = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fuzzed-inputs-'));
    baseline = writeBaseline(join(folder, 'baseline'));
    const truth = { groundTruthData: { data: '31.0', encoding: 'CSV' }, eventMetadata: { eventId: 'e' } };
    writeFileSync(join(folder, 'truth'), JSON.stringify(truth));
  });
  after(() => rmSync(folder, { recursive: true }));
  const path = () => join(folder, 'file');
  const out = () => join(folder, 'out');
  const manifestOf = ({ manifest }: { manifest: { rows: number; rejectedRows: number } }): Read => ({
    rows: manifest.rows,
    rejected: manifest.rejectedRows,
  });

  /** Arguments of each command that reads data, and what its JSON says that was read. */
  const commands: Record<string, [() => string[], ((json: never) => Read)?]> = {
    'baseline derive --training': [
      () => ['baseline', 'derive', '--training', path(), '--schema', schema, '--sla', sla, '--by', by, '--out', out()],
      manifestOf,
    ],
    'baseline derive --captures': [
      () => ['baseline', 'derive', '--captures', path(), '--schema', schema, '--sla', sla, '--by', by, '--out', out()],
      manifestOf,
    ],
    'monitor run --data': [
      () => ['monitor', 'run', '--baseline', baseline, '--data', path(), '--out', out()],
      ({ rows, rejects }: { rows: number; rejects: number }) => ({ rows, rejected: rejects }),
    ],
    'monitor run --captures': [
      () => ['monitor', 'run', '--baseline', baseline, '--captures', path(), '--out', out()],
      ({ rows, rejects }: { rows: number; rejects: number }) => ({ rows, rejected: rejects }),
    ],
    profile: [
      () => ['profile', path(), '--html', join(out(), 'p.html')],
      ({ statistics, rejectCount }: { statistics: { dataset: { item_count: number } }; rejectCount: number }) => ({
        rows: statistics.dataset.item_count,
        rejected: rejectCount,
      }),
    ],
    'schema propose': [
      () => ['schema', 'propose', '--training', path(), '--endpoint', 'e', '--owner', 'o', '--out', out()],
    ],
    'capture detect': [
      () => ['capture', 'detect', '--captures', path(), '--schemas', 'schemas/arrival-delay'],
      ({ rows, otherRows, rejects }: { rows: number; otherRows: number; rejects: number }) => ({
        rows: rows + otherRows,
        rejected: rejects,
      }),
    ],
    'capture merge': [
      () => ['capture', 'merge', '--captures', path(), '--truth', join(folder, 'truth'), '--out', out()],
    ],
    'baseline import': [
      () => {
        const files = ['--statistics', path(), '--constraints', path()];
        return ['baseline', 'import', ...files, '--endpoint', 'e', '--by', by, '--out', out()];
      },
    ],
  };
  for (const [command, [args, readOf]] of Object.entries(commands)) {
    it(`ends ${command} in words, and not in success with more than 5 % rejected`, async function () {
      this.timeout(120_000);
      const codes = new Set<number | null>();
      await fc.assert(
        fc.asyncProperty(file, async (bytes) => {
          rmSync(out(), { recursive: true, force: true });
          writeFileSync(path(), bytes);
          const printed = await runCli(...args(), '--json');
          codes.add(printed.code);
          assert.doesNotMatch(printed.out + printed.err, /^\s+at .*:\d+:\d+\)?$/m);
          assert.ok([0, 1, 2, 3, 4].includes(printed.code ?? -1), `exit code ${printed.code}: ${printed.err}`);
          if (printed.code === 1) assert.notEqual(printed.err, '');
          if (printed.code !== 0 || !readOf) return;
          assert.ok(rejectedShareOf(readOf(JSON.parse(printed.out) as never)) <= 0.05, printed.out);
        }),
        { numRuns: 40 },
      );
      assert.ok(codes.size > 1 || command === 'baseline import', `only ${[...codes].join()}`);
    });
  }
});
