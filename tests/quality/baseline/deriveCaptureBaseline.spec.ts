import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { CaptureSchema } from '../../../contract/captureSchema';
import type { Sla } from '../../../contract/sla';
import { deriveBaseline } from '../../../quality/baseline/deriveBaseline';
import { deriveCaptureBaseline } from '../../../quality/baseline/deriveCaptureBaseline';
import { captureSource } from '../../../quality/source/captureSource';

const schema: CaptureSchema = {
  version: 'v1',
  output: [{ name: 'score', type: 'Fractional' }],
  input: [
    { name: 'age', type: 'Integral' },
    { name: 'plan', type: 'String' },
  ],
};
const sla: Sla = {
  endpoint: 'churn',
  owner: 'o',
  runbook: 'https://example.com',
  freshnessHours: 2,
  features: { plan: { severity: 'warning', categories: ['a', 'b'] } },
};

function record(output: string, input: string | object): string {
  const side = (data: string, encoding = 'CSV') => ({ data, encoding });
  const body = typeof input === 'string' ? side(input) : side(JSON.stringify(input), 'JSON');
  return JSON.stringify({ captureData: { endpointOutput: side(output), endpointInput: body } });
}

const deriveWith = (own: Partial<Sla>, ...files: string[][]) => {
  const captures = files.map((lines, i) => captureSource(`f${i}`, lines.join('\n')));
  return deriveCaptureBaseline({ captures, schema, sla: { ...sla, ...own } });
};
/** With an SLA that allows any rejects. */
const derive = (...files: string[][]) => deriveWith({ rejectedShare: 1 }, ...files);

describe('deriveCaptureBaseline', () => {
  it('refuses a window of which too much was rejected, unless the SLA allows it', async () => {
    const files = [record('0.5', '1,a'), record('1.5', '2,b'), 'x'];
    assert.deepEqual((await deriveWith({}, files)).problems, [
      'The window is not clean: 1 of 3 records and rows were rejected, and the SLA allows 5%; the first is f0:3: the line is not JSON. Fix the input, or raise rejectedShare in the SLA.',
    ]);
    assert.deepEqual((await deriveWith({ rejectedShare: 0.4 }, files)).problems, []);
  });

  it('refuses fewer rows than the SLA requires, and warns of fewer than 30 where it requires none', async () => {
    const rows = Array.from({ length: 29 }, () => record('0.5', '1,a'));
    const few = await deriveWith({}, rows);
    assert.deepEqual(few.problems, []);
    assert.match(few.warning ?? '', /^the baseline has few rows: 29; with fewer than 30, /);
    assert.equal((await deriveWith({}, [...rows, record('0.5', '1,a')])).warning, undefined);
    const required = await deriveWith({ minimumRows: { baseline: 30 } }, rows);
    assert.equal(required.warning, undefined);
    assert.deepEqual(required.problems, [
      'The window has too few rows for a baseline: 29; the SLA requires 30. Use a longer window, or lower minimumRows.baseline.',
    ]);
  });

  it('derives the same baseline as a training file with the same rows', async () => {
    const baseline = await derive(
      [record('0.5\n1.5', '1,a\n2,b'), record('2.5', { plan: 'a', age: 3 })],
      [record('0.5', '4'), record('3.5', '4,a'), 'x'],
    );
    const { rejects, rejectCauses, ...derived } = baseline;
    const text = 'score,age,plan\n0.5,1,a\n1.5,2,b\n2.5,3,a\n3.5,4,a\n';
    const {
      rejects: _,
      rejectCauses: __,
      ...expected
    } = deriveBaseline({ training: { file: 't', text }, schema, sla });
    const mixed =
      'Model Monitor would fail on 1 record, first f0:2: the request and the answer have different encodings; set captures.input.contentType in the schema to get a record preprocessor';
    const windowLimits = { rejectedShare: 1, minimumRows: undefined };
    assert.deepEqual(derived, { ...expected, rejectCount: 2, notes: [mixed], windowLimits });
    assert.deepEqual(rejects, [
      { file: 'f1', line: 1, reason: 'the row has 2 columns; schema v1 has 3 (row: 0.5,4).' },
      { file: 'f1', line: 3, reason: 'the line is not JSON.' },
    ]);
    assert.deepEqual(
      rejectCauses.map(({ line, count }) => [line, count]),
      [
        [3, 1],
        [1, 1],
      ],
    );
  });

  it('refuses captures that are cut short', async () => {
    const whole = gzipSync(`${record('0.5', '1,a')}\n`.repeat(20_000));
    const captures = [captureSource('a.gz', whole), captureSource('b.gz', whole.subarray(0, whole.length / 2))];
    const { problems } = await deriveCaptureBaseline({ captures, schema, sla });
    assert.deepEqual(
      problems[0],
      'The window is not clean: files are damaged or cut short, so an unknown number of records is missing: b.gz. Copy the files again, or leave them out.',
    );
  });

  const unusable: Record<string, [string[][], string]> = {
    'no file': [[], 'The window has no capture files.'],
    'no line': [[['']], 'No valid rows in 1 capture file(s); 0 line(s) were rejected.'],
    'no row': [
      [['x', 'y']],
      'No valid rows in 1 capture file(s); 2 line(s) were rejected; the first is f0:1: the line is not JSON.',
    ],
    'mostly rows of another shape': [
      [[record('0.5', '1,a'), record('0.5', '1'), record('0.5', '2')]],
      "Most rows of the captures have another shape than the schema: the row has 2 columns; schema v1 has 3; use the schema of the captures. The first such row is '0.5,1' (f0:2).",
    ],
  };
  for (const [what, [files, problem]] of Object.entries(unusable)) {
    it(`has a problem with ${what}`, async () => assert.deepEqual((await derive(...files)).problems, [problem]));
  }
});
