import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { putAt } from '../../support/putAt';
import { runCli } from '../../support/runCli';
import { writeBaseline } from '../../support/writeBaseline';

const training = join('assets', 'datasets', 'monitoring', 'training.csv');

describe('monitor run on a batch transform job', () => {
  let [folder, batch, objects, baseline] = ['', '', '', ''];
  const put = (root: string, key: string, body: string) => putAt(root, key, '2026-11-02T08:00:00Z', body);
  const manifest = (side: 'input' | 'output', at: string, names: string[], name = 'manifest') =>
    put(batch, `${side}/${at}/${name}`, JSON.stringify([{ prefix: `s3://jobs/${side}/` }, ...names]));
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'monitor-run-batch-'));
    [batch, objects] = [join(folder, 'batch'), join(folder, 'objects')];
    baseline = writeBaseline(join(folder, 'baseline'));
    const [, ...rows] = readFileSync(training, 'utf8').trim().split('\n');
    const cells = rows.map((row) => row.split(','));
    const names = ['part-0.csv', 'part-1.csv'];
    for (const [i, name] of names.entries()) {
      const part = cells.filter((_, row) => row % names.length === i);
      const id = '1f1d57b1-2e6f-488c-8c30-db4e6d757861,2026-11-02T08:00:15Z';
      put(objects, `jobs/input/${name}`, part.map((row) => row.slice(1).join()).join('\n'));
      put(objects, `jobs/output/${name}.out`, part.map(([answer]) => `${answer}, ${id}\n`).join(''));
      const side = (data: string) => ({ data, encoding: 'CSV', observedContentType: 'text/csv' });
      const records = part.map(([answer = '', ...row]) =>
        JSON.stringify({ captureData: { endpointInput: side(row.join()), endpointOutput: side(answer) } }),
      );
      put(folder, `captures/arrival-delay/a/2026/11/02/08/${name}.jsonl`, records.join('\n'));
    }
    manifest('input', '2026/11/02/08', names);
    manifest(
      'output',
      '2026/11/02/08',
      names.map((name) => `${name}.out`),
    );
  });
  after(() => rmSync(folder, { recursive: true }));
  const run = (...args: string[]) =>
    runCli(
      ...['monitor', 'run', '--batch', batch, '--objects', objects, '--baseline', baseline],
      ...['--out', join(folder, 'report'), ...args],
    );

  it('finds the same as in captures of an endpoint with the same rows', async () => {
    const plain = ({ code, out }: { code: number | null; out: string }) => {
      const { rows, violations, metrics, status } = JSON.parse(out);
      return { code, rows, violations, metrics, status };
    };
    const window = ['--from', '2026-11-02T08', '--to', '2026-11-02T09', '--json'];
    const ofEndpoint = await runCli(
      ...[
        'monitor',
        'run',
        '--captures',
        join(folder, 'captures'),
        '--baseline',
        baseline,
        '--out',
        join(folder, 'other'),
        ...window,
      ],
    );
    assert.deepEqual(plain(await run(...window)), plain(ofEndpoint));
    assert.match((await run()).out, /^2 capture files, 1862 rows, 0 rejected/);
  });

  it('finds the same in outputs that are joined to their inputs, with headers, and in Parquet', async () => {
    const text = readFileSync(training, 'utf8').trim();
    const [header = '', ...rows] = text.split('\n');
    const split = (line: string): [answer: string, request: string] => [
      line.slice(0, line.indexOf(',')),
      line.slice(line.indexOf(',') + 1),
    ];
    const cells = rows.map(split);
    const [answerName, requestNames] = split(header);
    const joinedRows = cells.map(([answer, request]) => `${request},${answer}`);
    put(objects, 'jobs/input/joined.csv', cells.map(([, request]) => request).join('\n'));
    put(objects, 'jobs/output/joined.csv.out', joinedRows.join('\n'));
    put(objects, 'jobs/input/headed.csv', [requestNames, ...cells.map(([, request]) => request)].join('\n'));
    put(objects, 'jobs/output/headed.csv.out', [`${requestNames},${answerName}`, ...joinedRows].join('\n'));
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const csv = join(process.cwd(), training);
    for (const [name, columns] of [
      ['input/a.parquet', `* EXCLUDE (${answerName})`],
      ['output/a.parquet.out', answerName],
    ]) {
      const file = join(objects, 'jobs', name ?? '');
      await connection.run(
        `COPY (SELECT ${columns} FROM read_csv('${csv}', all_varchar = true)) TO '${file}' (FORMAT parquet)`,
      );
    }
    const results: unknown[] = [];
    for (const [hour, name] of [
      ['03', 'joined.csv'],
      ['04', 'headed.csv'],
      ['05', 'a.parquet'],
    ] as const) {
      manifest('input', `2026/11/02/${hour}`, [name]);
      manifest('output', `2026/11/02/${hour}`, [`${name}.out`]);
      const { code, out, err } = await run(
        '--from',
        `2026-11-02T${hour}`,
        '--to',
        `2026-11-02T0${Number(hour) + 1}`,
        '--json',
      );
      assert.equal(code, 0, err + out);
      const { rows: count, rejects, violations, metrics } = JSON.parse(out);
      assert.deepEqual([count, rejects], [1862, 0], name);
      results.push({ violations, metrics });
    }
    assert.deepEqual(results[1], results[0]);
    assert.deepEqual(results[2], results[0]);
  });

  it('names the nearest manifests when the window has none, with exit code 3', async () => {
    const { code, err } = await run('--from', '2026-11-02T10');
    assert.equal(code, 3);
    assert.match(
      err,
      /no captures from 2026-11-02T10:00Z on under .*batch\/input and output; the last one is from 08:00$/,
    );
  });

  it('refuses files that cannot be joined, with exit code 1', async () => {
    const refused = async (at: string, next: string) => {
      const { code, err } = await run('--from', at, '--to', next);
      assert.equal(code, 1);
      return err;
    };
    manifest('input', '2026/11/02/11', ['a.csv']);
    assert.match(
      await refused('2026-11-02T11', '2026-11-02T12'),
      /input\/2026\/11\/02\/11\/manifest: names a\.csv, but no manifest of the same hour names the output a\.csv\.out$/,
    );
    manifest('output', '2026/11/02/11', ['a.csv.out']);
    assert.match(
      await refused('2026-11-02T11', '2026-11-02T12'),
      /jobs\/input\/a\.csv: named by .*manifest, but does not exist$/,
    );
    put(objects, 'jobs/input/a.csv', 'header\n1\n');
    put(objects, 'jobs/output/a.csv.out', '0.5\n');
    assert.match(
      await refused('2026-11-02T11', '2026-11-02T12'),
      /a\.csv: has more records than .*a\.csv\.out, which ends after record 1/,
    );
    put(batch, 'input/2026/11/02/13/manifest', 'a.csv');
    assert.match(
      await refused('2026-11-02T13', '2026-11-02T14'),
      /input\/2026\/11\/02\/13\/manifest: the manifest is not a JSON array/,
    );
    put(batch, 'input/2026/11/02/14/one', '[{"prefix": "s3://jobs/one/"}, "a.csv"]');
    put(batch, 'input/2026/11/02/14/two', '[{"prefix": "s3://jobs/two/"}, "a.csv"]');
    assert.match(
      await refused('2026-11-02T14', '2026-11-02T15'),
      /names a\.csv, as does .*one of the same hour; inputs and outputs cannot be paired/,
    );
  });
});
