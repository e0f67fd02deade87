import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { QueryEngine } from '../../../cli/query/queryEngine';
import type { CaptureSchema, Column } from '../../../contract/captureSchema';
import { deriveBaseline } from '../../../quality/baseline/deriveBaseline';
import { calibrateBaseline } from '../../../quality/calibrated/calibrateBaseline';
import { countsOf } from '../../../quality/calibrated/featureCounts';
import { judgeWindow } from '../../../quality/calibrated/judgeWindow';
import { judgedFeatures } from '../../../quality/calibrated/pastWindows';
import { analyzeCounts } from '../../../quality/monitor/analyzeCounts';
import { analyzeWindow } from '../../../quality/monitor/analyzeWindow';
import { captureQuery } from '../../../quality/monitor/captureQuery';
import type { Comparison } from '../../../quality/monitor/judgeWindow';
import { captureSource } from '../../../quality/source/captureSource';
import { openCaptures } from '../../support/captureEngine';
import { churnSla as sla } from '../../support/churnSla';
import { comparisonOfWidths } from '../../support/comparisonOfWidths';
import { seededRandom, syntheticWindows } from '../../support/syntheticWindows';

const column = (name: string, type: Column['type']): Column => ({ name, type });
const schema: CaptureSchema = {
  version: 'v1',
  output: [column('score', 'Fractional')],
  input: [
    column('age', 'Integral'),
    column('amount', 'Fractional'),
    column('plan', 'String'),
    column('code', 'Category'),
  ],
};
const plans = ['a', 'b', 'c', 'Zürich 東京'];
const trainingRows = Array.from({ length: 400 }, (_, i) =>
  [(i % 97) / 97, 20 + (i % 40), ((i * 7919) % 1000) / 7 - 20, plans[i % 3 === 0 ? 3 : i % 3], i % 5].join(','),
);
const training = { file: 'training.csv', text: `score,age,amount,plan,code\n${trainingRows.join('\n')}\n` };

function comparisonOf(): Comparison {
  const derived = deriveBaseline({ training, schema, sla: { ...sla, features: {} } });
  const { statistics, constraints } = derived;
  return { statistics, constraints, schema };
}

const key = 'captures/churn/schema=v1/churn/blue/2026/11/02/08/10-00-000-a.jsonl';
const window = { from: new Date('2026-11-02T08:00:00Z'), to: new Date('2026-11-02T09:00:00Z') };

const record = (output: unknown, input: unknown, encoding = 'CSV', type = 'text/csv') =>
  JSON.stringify({
    captureData: {
      endpointInput: { observedContentType: type, mode: 'INPUT', data: input, encoding },
      endpointOutput: { observedContentType: 'text/csv; charset=utf-8', mode: 'OUTPUT', data: output, encoding: 'CSV' },
    },
    eventMetadata: { eventId: '1', inferenceTime: '2026-11-02T08:00:00Z' },
    eventVersion: '0',
  });

/** Numbers as clients write them, and what is none for Model Monitor. */
const numberText = fc.oneof(
  fc.integer({ min: 15, max: 70 }).map(String),
  fc.double({ min: -60, max: 160, noNaN: true }).map(String),
  fc.constantFrom(
    '0',
    '-0',
    '0.0',
    '+7',
    '- 7',
    ' 7',
    '1e1',
    '2.5E+1',
    '1E-400',
    '9007199254740993',
    '99999999999999999999',
  ),
  fc.constantFrom('0.1000000000000000055511151231257827', '1e308', '007', '12.50'),
  // A number that the baseline lists, and numbers of the same bin that it lacks.
  fc.constantFrom('30', '29.75', '30.125', '30.25'),
);
const oddText = fc.constantFrom('', '""', 'NaN', 'null', '1e999', '.5', '5.', 'true', '0x1f', '1 2', ' ', '7\u00a0');
const planText = fc.oneof(
  fc.constantFrom(...plans, 'new', '"a"', '"a,b"', '"say ""a"""', '5" pipe', '"two\nlines"', ' a', 'é', '😀', ''),
  fc.constantFrom("o'clock", '1', 'true'),
);
const row = fc.tuple(
  fc.oneof({ weight: 12, arbitrary: numberText }, { weight: 1, arbitrary: oddText }),
  fc.oneof({ weight: 12, arbitrary: numberText }, { weight: 1, arbitrary: oddText }),
  planText,
  fc.constantFrom('0', '1', '4', '9', '', 'x', '01'),
);
const score = fc.double({ min: 0, max: 1, noNaN: true }).map(String);

/** JSON objects with numbers, texts, missing and absent values; of other forms below. */
const jsonBody = fc
  .record(
    {
      age: fc.oneof(fc.integer({ min: 15, max: 70 }), fc.constantFrom('30', null, true, 12.5)),
      amount: fc.oneof(fc.double({ min: -60, max: 160, noNaN: true }), fc.constantFrom(null, '1e1', '')),
      plan: fc.constantFrom(...plans, 'say "a", \n{b}: [c]', '', null, 'back\\slash'),
      code: fc.constantFrom('1', 1, '01', null),
    },
    { requiredKeys: ['age'] },
  )
  .chain((body) => fc.constantFrom(JSON.stringify(body), JSON.stringify(body, null, 2)));

/** Lines of records: one row, several rows in every way in which responses are written, BASE64, and lines that are none. */
const line = fc.oneof(
  fc.tuple(score, row).map(([answer, values]) => record(answer, values.join(','))),
  fc
    .tuple(
      fc.array(fc.tuple(score, row), { minLength: 2, maxLength: 4 }),
      fc.constantFrom('\n', '\r\n', ','),
      fc.boolean(),
    )
    .map(([rows, end, closes]) => {
      const requests = rows.map(([, values]) => values.join(',')).join('\n');
      return record(
        rows.map(([answer]) => answer).join(end) + (closes && end !== ',' ? end : ''),
        `${requests}${closes ? '\n' : ''}`,
      );
    }),
  row.map((values) => record('0.5', Buffer.from(values.join(',')).toString('base64'), 'BASE64')),
  fc.tuple(score, row).map(([answer, values]) => record(answer, `age,amount,plan,code\n${values.join(',')}`)),
  row.map((values) => record('', values.join(','))),
  jsonBody.map((body) => record('0.5', body, 'JSON', 'application/json')),
  jsonBody.map((body) => record('0.5', Buffer.from(body).toString('base64'), 'BASE64', 'application/json')),
  row.map((values) => record(null, values.join(','))),
  fc.constantFrom(
    'not JSON',
    '{"captureData":{}}',
    record('0.5', '1,2'),
    record('0.5', '1,2,"a,4'),
    record('0.5\n0.6', '1,2,a,4'),
    record('0.5', '{"age": 1}'),
    record('0.5', '/w==', 'BASE64'),
    record('0.5', 'MSwyLGEsNA==', 'BASE64', 'application/octet-stream'),
    record('0.5', '1,2,a\u0000,4'),
    '  ',
  ),
);

describe('a window that a query counts', () => {
  const comparison = comparisonOf();
  let text = '';
  let engine: QueryEngine;
  before(async () => {
    engine = await openCaptures(() => [{ key, text }]);
  });
  after(() => engine?.close());

  async function bothReports(lines: readonly string[], compared = comparison) {
    text = lines.join('\n');
    const query = captureQuery({ endpoint: 'churn', schema: 'v1', variants: ['blue'], ...window }, compared);
    assert.ok('statements' in query);
    const counted = analyzeCounts(await engine.run(query.statements[0] ?? ''), 1, compared);
    const read = await analyzeWindow({ ...compared, captures: [captureSource(key, text)] });
    return { counted, read };
  }

  it('has the same counts at the cut points, types, missing values and rejects as one that is read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 60, size: 'large' }), async (lines) => {
        const { counted, read } = await bothReports([record('0.5', '30,1,a,4'), ...lines]);
        // If most rows have another number of columns, only a window that is read has these.
        fc.pre(read.statistics.features.length === comparison.statistics.features.length);
        assert.equal(counted.rows, read.rows);
        assert.deepEqual([counted.rejectCount, counted.rejectedRows], [read.rejectCount, read.rejectedRows]);
        assert.deepEqual(counted.types, read.types);
        for (const { name, position, bins } of judgedFeatures(comparison.statistics.features)) {
          const [a, b] = [counted, read].map(({ statistics }) => countsOf(statistics.features[position], bins));
          assert.deepEqual(a, b, name);
        }
      }),
      { seed: 14, numRuns: 30, includeErrorInReport: true },
    );
  });

  it('reads a JSON object whose keys are the columns, and rejects one with other keys', async () => {
    const lines = ['{"code": "1", "age": 30}', '{"age": 30, "other": 1}'].map((body) =>
      record('0.5', body, 'JSON', 'application/json'),
    );
    const { counted } = await bothReports(lines);
    assert.deepEqual([counted.rows, counted.rejectCount], [1, 1]);
    assert.match(counted.rejects[0]?.reason ?? '', /^the JSON is not one object of single values/);
  });

  for (const [output, input] of [
    [0, 1],
    [0, 2],
    [1, 1],
    [2, 1],
    [2, 3],
  ] as const) {
    it(`has the same rows and rejects with ${output} columns of the response and ${input} of the request`, async () => {
      const compared = comparisonOfWidths(output, input);
      const row = (width: number) =>
        fc.array(fc.constantFrom('1', '0.5', 'x', '', '"a,b"', 'null'), { minLength: width, maxLength: width });
      const body = (width: number, prefix: string) => {
        const header = Array.from({ length: width }, (_, i) => `${prefix}${i}`).join(',');
        const rows = fc.array(
          row(width).map((values) => values.join(',')),
          { minLength: 1, maxLength: 3 },
        );
        return fc
          .tuple(rows, fc.constantFrom('', '', '', header), fc.constantFrom('', '\n'))
          .map(([lines, first, end]) => [...(first === '' ? [] : [first]), ...lines].join('\n') + end);
      };
      const line = fc
        .tuple(body(Math.max(1, output), 'o'), body(input, 'i'))
        .map(([answer, request]) => record(answer, request));
      await fc.assert(
        fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), async (lines) => {
          const usable = record(Array(Math.max(1, output)).fill('1').join(','), Array(input).fill('1').join(','));
          const { counted, read } = await bothReports([...Array<string>(20).fill(usable), ...lines], compared);
          assert.deepEqual(
            [counted.rows, counted.rejectedRows, counted.types],
            [read.rows, read.rejectedRows, read.types],
          );
        }),
        { seed: 15, numRuns: 10, includeErrorInReport: true },
      );
    });
  }

  it('takes several statements for many columns, of which each counts some', () => {
    const names = Array.from({ length: 150 }, (_, i) => `feature${i}`);
    const wide = { ...schema, input: names.map((name) => column(name, 'Fractional')) };
    const edges = Array.from({ length: 220 }, (_, i) => Math.PI * 2 ** (i / 10 - 30));
    const bins = { kind: 'numeric' as const, edges, common: 0, known: { low: 0, high: 1 } };
    const query = captureQuery(
      { endpoint: 'churn', schema: 'v1', variants: ['blue'], ...window },
      { ...comparison, schema: wide },
      names.map((name) => ({ name, bins })),
    );
    assert.ok('statements' in query);
    assert.equal(query.statements.length, 4);
    for (const sql of query.statements) assert.ok(Buffer.byteLength(sql) <= 262_144);
    const counted = query.statements.flatMap((sql) =>
      [...sql.matchAll(/^ {4}\((\d+), (?:true|false)/gm)].map(([, n]) => Number(n)),
    );
    assert.deepEqual(
      counted.filter((number) => number > 0),
      Array.from({ length: 151 }, (_, i) => i + 1),
    );
  });

  it('gets the scores and the verdict of a calibration that it gets when it is read', async () => {
    const calibration = calibrateBaseline({
      endpoint: 'churn',
      schema: 'v1',
      baseline: '2026-01-01-abcdef',
      statistics: comparison.statistics,
      windows: pastWindows(),
      budget: 0.5,
      minimumRows: 30,
      timeZone: 'UTC',
      madeAt: new Date('2026-03-01T00:00:00Z'),
      madeBy: 'anna',
    });
    const random = seededRandom(5);
    const verdicts: string[] = [];
    for (const fault of [
      (text: string) => text,
      () => '0',
      (text: string) => (random() < 0.4 ? '' : text),
      (text: string) => String(Number(text) * 100),
    ]) {
      const lines = Array.from({ length: 60 }, () => {
        const [answer = '', age = '', amount = '', plan = '', code = ''] = columns.map((of) => of(random));
        return record(answer, [age, fault(amount), plan, code].join(','));
      });
      const reports = await bothReports(lines);
      const [counted, read] = [reports.counted, reports.read].map(({ rows, statistics: { features } }) =>
        judgeWindow(calibration, {
          from: window.from,
          rows,
          featureOf: (name) => features.find((feature) => feature.name === name),
        }),
      );
      assert.deepEqual(counted, read);
      verdicts.push(counted?.level ?? '');
    }
    assert.deepEqual(verdicts, ['usual', 'extreme', 'extreme', 'extreme']);
  });
});

/** Values of the columns, by a source of random numbers. */
const columns: readonly ((random: () => number) => string)[] = [
  (random) => String(random()),
  (random) => String(20 + Math.floor(random() * 40)),
  (random) => String(random() * 143 - 20),
  (random) => plans[Math.floor(random() * plans.length)] ?? '',
  (random) => String(Math.floor(random() * 5)),
];

function pastWindows() {
  const names = [...schema.output, ...schema.input].map(({ name }) => name);
  const generators = Object.fromEntries(names.map((name, i) => [name, columns[i] ?? (() => '')]));
  return syntheticWindows({ generators, random: seededRandom(3), weeks: 6, rows: 60 });
}
