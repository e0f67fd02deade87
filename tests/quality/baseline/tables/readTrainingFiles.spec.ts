import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import type { CaptureSchema } from '../../../../contract/captureSchema';
import { deriveBaseline } from '../../../../quality/baseline/deriveBaseline';
import type { ReadingProgress } from '../../../../quality/baseline/tables/readTable';
import { readTrainingFiles } from '../../../../quality/baseline/tables/readTrainingFiles';
import type { TableFormat } from '../../../../quality/baseline/tables/tableFile';

const schema: CaptureSchema = {
  version: 'v1',
  output: [{ name: 'y', type: 'Fractional' }],
  input: [
    { name: 'n', type: 'Integral' },
    { name: 'c', type: 'String' },
  ],
};
const sla = { endpoint: 'e', owner: 'o', runbook: 'https://example.com', freshnessHours: 2, features: {} };
const rows = Array.from({ length: 20_000 }, (_, i) => `${i / 8 + 0.0625},${i % 90 ? i % 90 : ''},"c, ${i % 7}"`);
const text = `y,n,c\n${rows.join('\n')}\n`;

describe('readTrainingFiles', function () {
  this.timeout(60_000);
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'training-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** The baseline of a file. */
  function read(path: string, format: Partial<TableFormat> = {}, onProgress?: (progress: ReadingProgress) => void) {
    return readTrainingFiles({
      files: [{ name: path, path }],
      format: { header: true, ...format },
      schema,
      sla,
      onProgress,
    });
  }

  /** The baseline of a file with such bytes. */
  function derived(name: string, bytes: string | Uint8Array, header = true) {
    writeFileSync(join(folder, name), bytes);
    return read(join(folder, name), { header });
  }

  const expected = () => deriveBaseline({ training: { file: 'whole.csv', text }, schema, sla });

  it('derives the same baseline in pieces as at once', async () => {
    const shares: number[] = [];
    writeFileSync(join(folder, 'a.csv'), text);
    const onProgress = ({ share = 0 }) => shares.push(share);
    assert.deepEqual(await read(join(folder, 'a.csv'), { header: true }, onProgress), expected());
    assert.ok(shares.length > 1 && shares.at(-1) === 1, String(shares));
  });

  it('reads a gzipped CSV, and a CSV without a header in schema order', async () => {
    assert.deepEqual(await derived('a.csv.gz', gzipSync(text)), expected());
    assert.deepEqual(await derived('rows.csv', rows.join('\n'), false), expected());
  });

  it('reads the output of a batch transform job that is joined to its input', async () => {
    const cells = Array.from({ length: 200 }, (_, i) => [`${i / 8 + 0.0625}`, `${i % 90}`, `c${i % 7}`]);
    const whole = await derived('cells.csv', ['y,n,c', ...cells].join('\n'));
    assert.deepEqual(whole.problems, []);
    writeFileSync(join(folder, 'last.csv.out'), cells.map(([y, n, c]) => [n, c, y].join()).join('\n'));
    assert.deepEqual(await read(join(folder, 'last.csv.out'), { header: false, predictionLast: true }), whole);
    const joined = cells.map(([y, n, c]) => `{"n": ${n}, "c": "${c}", "SageMakerOutput": {"predictions": [${y}]}}`);
    assert.deepEqual(await derived('joined.jsonl.out', joined.join('\n')), whole);
    const both = await derived('both.jsonl', '{"n": 1, "c": "a", "SageMakerOutput": {"n": 2}}\n');
    assert.match(both.problems.join(), /the key 'n' is in the answer and in the request/);
  });

  it('reads Parquet by name in any column order, or by position', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const csv = join(folder, 'source.csv');
    writeFileSync(csv, text);
    const [named, placed] = [join(folder, "it's.parquet"), join(folder, 'b[1].parquet')];
    const write = (select: string, file: string) =>
      connection.run(`COPY (${select} FROM '${csv}') TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`);
    await write('SELECT c, n, y', named);
    await write('SELECT y AS a, n AS b, c AS c0', placed);
    assert.deepEqual(await read(named), expected());
    assert.deepEqual(await read(placed, { header: false }), expected());
    assert.deepEqual((await read(placed)).problems, [
      `${placed}: the header lacks 'y', 'n', 'c' and has unknown column(s) 'a', 'b', 'c0'; schema v1 has y, n, c.`,
    ]);
  });

  it('rejects rows of another width than the schema’s', async () => {
    const { rejects, rows: counted } = await derived('w.csv', '1.5,1,a\n1.5,1\n', false);
    const file = join(folder, 'w.csv');
    assert.deepEqual(rejects, [{ file, line: 2, reason: 'the row has 2 column(s); schema v1 has 3 (row: 1.5,1).' }]);
    assert.equal(counted, 1);
  });

  it('explains in one sentence why a file cannot be read', async () => {
    const path = (name: string) => join(folder, name);
    const problemsOf = async (name: string, bytes: string | Uint8Array, header?: boolean) =>
      (await derived(name, bytes, header)).problems;
    assert.deepEqual(await problemsOf('none.csv', '', false), [`${path('none.csv')}: has no rows.`]);
    assert.deepEqual(await problemsOf('q.csv', 'y,n,c\n1.5,1,"a\n'), [
      `${path('q.csv')}: is not valid CSV (line 2: an opening quote is never closed).`,
    ]);
    assert.deepEqual(await problemsOf('cut.gz', gzipSync(text).subarray(0, 5000)), [
      `${path('cut.gz')}: is damaged or cut off (gzip); copy or pack it again.`,
    ]);
    assert.deepEqual(await problemsOf('x.parquet', 'PAR1 and no more'), [
      `${path('x.parquet')}: is damaged, cut short or of a kind of Parquet that cannot be read; write it again.`,
    ]);
    await assert.rejects(read(path('missing')), {
      message: `${path('missing')}: cannot be read (ENOENT: no such file or directory, stat '${path('missing')}')`,
    });
  });
});
