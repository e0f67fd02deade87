import assert from 'node:assert/strict';
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

const derive = (...files: string[][]) =>
  deriveCaptureBaseline({ captures: files.map((lines, i) => captureSource(`f${i}`, lines.join('\n'))), schema, sla });

describe('deriveCaptureBaseline', () => {
  it('derives the same baseline as a training file with the same rows', async () => {
    const baseline = await derive(
      [record('0.5\n1.5', '1,a\n2,b'), record('2.5', { plan: 'a', age: 3 })],
      [record('0.5', '4'), record('3.5', '4,a'), 'x'],
    );
    const { rejects, ...derived } = baseline;
    const text = 'score,age,plan\n0.5,1,a\n1.5,2,b\n2.5,3,a\n3.5,4,a\n';
    const { rejects: _, ...expected } = deriveBaseline({ training: { file: 't', text }, schema, sla });
    const mixed =
      'Model Monitor would fail on 1 record, first f0:2: the request and the answer have different encodings';
    assert.deepEqual(derived, { ...expected, rejectCount: 2, notes: [mixed] });
    assert.deepEqual(rejects, [
      { file: 'f1', line: 1, reason: 'the row has 2 columns; schema v1 has 3.' },
      { file: 'f1', line: 3, reason: 'the line is not JSON.' },
    ]);
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
      'Most rows of the captures have another shape than the schema: the row has 2 columns; schema v1 has 3; use the schema of the captures.',
    ],
  };
  for (const [what, [files, problem]] of Object.entries(unusable)) {
    it(`has a problem with ${what}`, async () => assert.deepEqual((await derive(...files)).problems, [problem]));
  }
});
