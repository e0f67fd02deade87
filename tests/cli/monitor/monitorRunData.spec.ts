import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { schemaFaults } from '../../support/jsonSchema';
import { pageWords } from '../../support/pageStructure';
import { runCli } from '../../support/runCli';

const schema = `version: v1
output: [{ name: score, type: Fractional }]
input:
  - { name: age, type: Integral }
  - { name: zip, type: Category, capturedAs: postal }
  - { name: trace, type: String, ignored: true }
`;
const sla = `endpoint: churn
owner: team
runbook: https://example.com/runbook
freshnessHours: 2
features: {}
`;
/** Rows of score, age and ZIP code, with ages from `first` on. */
const rowsFrom = (first: number) =>
  Array.from({ length: 200 }, (_, i) => [`${(i % 50) / 100 + 0.001}`, `${first + (i % 40)}`, `0${1000 + (i % 3)}`]);
const csvOf = (header: string, rows: readonly (readonly string[])[], separator = ',') =>
  [header, ...rows.map((row) => row.join(separator))].join('\n');
const jsonOf = (rows: readonly (readonly string[])[]) =>
  rows.map(([score, age, zip]) => `{"zip": "${zip}", "age": ${age}, "score": ${score}}`).join('\n');

/** Rows as a batch transform job writes them that joins predictions to requests. */
const joinedOf = (rows: readonly (readonly string[])[], answerOf: (score: string) => string) =>
  rows
    .map(([score = '', age, zip]) => `{"age": ${age}, "zip": "${zip}", "SageMakerOutput": ${answerOf(score)}}`)
    .join('\n');

describe('monitor run --data', () => {
  let [folder, baseline, out] = ['', '', ''];
  const write = (name: string, bytes: string | Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'monitor-data-'));
    out = join(folder, 'report');
    const training = write('training.csv', csvOf('score,age,zip', rowsFrom(20)));
    const derived = await runCli(
      ...['baseline', 'derive', '--training', training, '--by', 'arn:aws:iam::123456789012:user/a', '--json'],
      ...['--schema', write('v1.yaml', schema), '--sla', write('sla.yaml', sla), '--out', join(folder, 'baselines')],
    );
    assert.equal(derived.code, 0, derived.err);
    baseline = JSON.parse(derived.out).out;
  });
  after(() => rmSync(folder, { recursive: true }));
  const run = (...args: string[]) => runCli('monitor', 'run', '--baseline', baseline, '--out', out, ...args);
  const read = (name: string) => readFileSync(join(out, name), 'utf8');

  it('finds no violations in the training table itself, with a page that names it', async () => {
    const { code, out: printed, err } = await run('--data', join(folder, 'training.csv'));
    assert.equal(code, 0, err);
    assert.match(printed, /^1 file, 200 rows, 0 rejected, compared with baseline \S+\nno violations$/m);
    assert.match(pageWords(read('report.html')), /Tables \S+training\.csv Rows 200/);
  });

  it('finds drift, with exit code 2, the report and JSON', async () => {
    const current = write('current.jsonl', jsonOf(rowsFrom(60)));
    const { code, out: printed } = await run('--data', current, '--json');
    const json = JSON.parse(printed);
    assert.deepEqual(schemaFaults('cli/schemas/monitor-run.schema.json', json), []);
    assert.deepEqual([code, json.files, json.rows, json.status], [2, 1, 200, 'CompletedWithViolations']);
    assert.deepEqual(JSON.parse(read('constraint_violations.json')).violations, json.violations);
    assert.match(json.violations[0].feature_name, /^age$/);
  });

  it('has the same statistics for each kind of table', async () => {
    const rows = rowsFrom(20);
    const traced = rows.map((row) => [...row, 'x']);
    const tables: [string, ...string[]][] = [
      [write('a.csv', csvOf('score,age,zip', rows))],
      [write('captured.csv', csvOf('score,age,postal,trace', traced))],
      [write('semicolons.csv.gz', gzipSync(csvOf('score;age;zip', rows, ';'))), '--separator', ';'],
      [write('bare.csv', rows.join('\n')), '--no-header'],
      [write('traced.csv', traced.join('\n')), '--no-header'],
      [write('a.jsonl', jsonOf(rows))],
      [write('lists.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'))],
      [
        write(
          'extra.csv',
          csvOf(
            'id,score,label,age,zip',
            rows.map(([score = '', ...row], i) => [`${i}`, score, 'x', ...row]),
          ),
        ),
      ],
      [
        write('last.csv.out', rows.map(([score, ...row]) => [...row, 'x', score].join()).join('\n')),
        '--prediction-last',
      ],
      [
        write(
          'ids.csv.out',
          rows.map(([score, ...row], i) => [...row, 'x', score, `id-${i}`, 'now'].join()).join('\n'),
        ),
        '--prediction-last',
      ],
      [
        write(
          'joined.jsonl.out',
          joinedOf(rows, (score) => `{"score": ${score}}`),
        ),
      ],
      [
        write(
          'scalars.jsonl.out',
          joinedOf(rows, (score) => score),
        ),
      ],
      [
        write(
          'envelopes.jsonl.out',
          joinedOf(rows, (score) => `{"predictions": [[${score}]]}`),
        ),
      ],
      [
        write(
          'lists.jsonl.out',
          rows
            .map(([score, age, zip]) => `{"SageMakerInput": [${age}, "${zip}"], "SageMakerOutput": [${score}]}`)
            .join('\n'),
        ),
      ],
      [write('utf16.csv', Buffer.from(csvOf('score,age,zip', rows), 'utf16le')), '--encoding', 'utf-16le'],
    ];
    const statistics: string[] = [];
    for (const [file, ...options] of tables) {
      const { code, err, out: printed } = await run('--data', file, ...options);
      assert.equal(code, 0, `${file}: ${err}${printed}`);
      statistics.push(read('statistics.json'));
    }
    for (const other of statistics) assert.equal(other, statistics[0]);
  });

  it('checks only the other columns of a table without the prediction', async () => {
    const rows = rowsFrom(20).map(([, ...row]) => row);
    const tables: [string, ...string[]][] = [
      [write('unpredicted.csv', csvOf('age,zip', rows))],
      [write('unpredicted.jsonl', rows.map(([age, zip]) => `{"age": ${age}, "zip": "${zip}"}`).join('\n'))],
      [write('bare-unpredicted.csv', rows.map((row) => row.join()).join('\n')), '--no-header'],
    ];
    for (const [file, ...options] of tables) {
      const { code, out: printed, err } = await run('--data', file, ...options);
      assert.equal(code, 0, file + err + printed);
      assert.match(
        printed,
        /^ {2}no column 'score' of the answer: only the other columns are checked\nno violations$/m,
      );
      const { features } = JSON.parse(read('statistics.json'));
      assert.deepEqual(
        features.map(({ name }: { name: string }) => name),
        ['age', 'zip', 'trace'],
      );
      assert.match(
        pageWords(read('report.html')),
        /no column \S+score\S+ of the answer: only the other columns are checked/,
      );
    }
    const drifted = rowsFrom(60).map(([, ...row], i) => [...row, `${i}`]);
    const { code, out: printed } = await run('--data', write('late.csv', csvOf('age,zip,id', drifted)), '--json');
    const { violations, missingColumns, otherColumns } = JSON.parse(printed);
    assert.deepEqual([code, missingColumns, otherColumns], [2, ['score'], ['id']]);
    assert.deepEqual(
      violations.map(({ feature_name: name }: { feature_name: string }) => name),
      ['age'],
    );
  });

  it('leaves out columns that the baseline does not have, and names them', async () => {
    const rows = rowsFrom(20).map((row, i) => [`${i}`, ...row]);
    const { code, out: printed } = await run('--data', write('ids.csv', csvOf('id,score,age,zip', rows)));
    assert.equal(code, 0);
    assert.match(printed, /^ {2}left out, as the baseline does not have them: 'id'\nno violations$/m);
  });

  it('reads the joined outputs of a batch transform job in a folder', async () => {
    mkdirSync(join(folder, 'job'));
    const [first, second] = [rowsFrom(20).slice(0, 100), rowsFrom(20).slice(100)];
    for (const [i, rows] of [first, second].entries()) {
      write(
        `job/part-${i}.jsonl.out`,
        joinedOf(rows, (score) => score),
      );
    }
    const { code, out: printed, err } = await run('--data', join(folder, 'job'));
    assert.equal(code, 0, err);
    assert.match(printed, /^2 files, 200 rows, 0 rejected/);
  });

  it('ends with exit code 4 when too much is rejected, and 3 without a row', async () => {
    const ragged = csvOf('score,age,zip', [...rowsFrom(20), ...Array.from({ length: 20 }, () => ['0.5', 'late'])]);
    const rejected = await run('--data', write('ragged.csv', ragged));
    assert.equal(rejected.code, 4);
    assert.match(rejected.out, /rejected 20, the first: \S+ragged\.csv:202: the row has 2 column\(s\)/);
    assert.equal(JSON.parse(read('rejects.json')).rejects.length, 20);
    const empty = await run('--data', write('header.csv', 'score,age,zip\n'));
    assert.deepEqual([empty.code, empty.err], [3, 'nothing to compare: 1 file without a row']);
    assert.equal(existsSync(join(out, 'statistics.json')), false);
  });

  const mistakes: Record<string, [() => string[], RegExp]> = {
    'another header': [
      () => ['--data', write('other.csv', csvOf('score,years,zip', rowsFrom(20)))],
      /other\.csv: the header lacks 'age' and has unknown column\(s\) 'years'; the baseline has score, age, zip, trace\.$/,
    ],
    'hours of a table': [
      () => ['--data', join(folder, 'training.csv'), '--from', '2026-11-02T08'],
      /^--from requires --captures, --store or --batch$/,
    ],
    'a separator of captures': [() => ['--captures', folder, '--separator', ';'], /^--separator requires --data$/],
    'two sources': [() => ['--captures', folder, '--data', folder], /^exactly one source is required: .*or --data$/],
  };
  for (const [what, [args, message]] of Object.entries(mistakes)) {
    it(`refuses ${what} in one sentence`, async () => {
      const { code, err } = await run(...args());
      assert.equal(code, 1);
      assert.match(err, message);
    });
  }
});
