import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { SchemaContent } from '../../../contract/captureSchema';
import { planByOrder, readingPlanOf } from '../../../quality/record/readingPlan';
import { recordRows } from '../../../quality/record/recordRows';
import { batchManifests } from '../../../quality/source/batchManifest';
import { batchRecords } from '../../../quality/source/batchRecords';
import { captureSource } from '../../../quality/source/captureSource';

const id = '1f1d57b1-2e6f-488c-8c30-db4e6d757861, 2022-08-30T00:49:15Z';

describe('batchRecords', () => {
  const joined = (input: string | Uint8Array, output: string | Uint8Array, columns?: SchemaContent) => {
    const pair = { input: captureSource('a.csv', input), output: captureSource('a.csv.out', output) };
    return text(Readable.from(batchRecords(pair, columns).open()));
  };
  const rows = async (input: string | Uint8Array, output: string | Uint8Array, columns?: SchemaContent) =>
    (await joined(input, output, columns))
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => recordRows(line, columns ? readingPlanOf(columns) : planByOrder([])).rows);

  it('puts each output before its input, without what SageMaker appended', async () => {
    assert.deepEqual(await rows('7,UA\r\n8,"B6"\n', `0.50,${id}\n1, ${id}`), [
      ['0.50', '7', 'UA'],
      ['1', '8', 'B6'],
    ]);
    assert.deepEqual(await rows('7,UA', '0.5,1f1d57b1'), [['0.5', '1f1d57b1', '7', 'UA']]);
  });

  it('reads JSON lines on either side and keeps the text of numbers', async () => {
    const output =
      '{"output": 39.0, "SageMakerInferenceId": "1f1d57b1-2e6f-488c-8c30-db4e6d757861", "SageMakerInferenceTime": "2022-08-30T00:49:15Z"}\n';
    assert.deepEqual(await rows('{"age": 5.0, "land": "DE"}\n', output), [['39.0', '5.0', 'DE']]);
    assert.deepEqual(await rows('7,UA\n', output), [['39.0', '7', 'UA']]);
    assert.deepEqual(await rows(gzipSync('[7, 1.50]\n'), '0.5\n'), [['0.5', '7', '1.50']]);
  });

  const known: SchemaContent = {
    output: [{ name: 'score', type: 'Fractional' }],
    input: [
      { name: 'age', type: 'Integral' },
      { name: 'land', type: 'String' },
    ],
  };
  const expected = [
    ['0.5', '7', 'UA'],
    ['0.75', '8', 'B6'],
  ];
  const readings: Record<string, [input: string, output: string]> = {
    'plain lines': ['7,UA\n8,B6\n', '0.5\n0.75\n'],
    'outputs joined to their inputs': ['7,UA\n8,B6\n', '7,UA,0.5\n8.0,B6,0.75\n'],
    'joined outputs with inference ids': ['7,UA\n8,B6\n', `7,UA,0.5,${id}\n8,B6,0.75,${id}\n`],
    'joined JSON lines': [
      '{"age": 7, "land": "UA"}\n{"age": 8, "land": "B6"}\n',
      '{"age": 7, "land": "UA", "SageMakerOutput": {"score": 0.5}}\n{"age": 8, "land": "B6", "SageMakerOutput": 0.75}\n',
    ],
    'joined JSON with lists as inputs': [
      '[7, "UA"]\n[8, "B6"]\n',
      '{"SageMakerInput": [7, "UA"], "SageMakerOutput": [0.5]}\n{"SageMakerInput": [8, "B6"], "SageMakerOutput": [0.75]}\n',
    ],
    'a header in both files, in any order': ['land,age\nUA,7\nB6,8\n', 'score\n0.5\n0.75\n'],
    'a header in both files of joined outputs': ['land,age\nUA,7\nB6,8\n', 'land,age,score\nUA,7,0.5\nB6,8,0.75\n'],
    'a header in the input that the model dropped': ['age,land\n7,UA\n8,B6\n', '0.5\n0.75\n'],
    'a header in the input that the model answered': ['age,land\n7,UA\n8,B6\n', 'nan\n0.5\n0.75\n'],
    'a header in the output only': ['7,UA\n8,B6\n', 'score\n0.5\n0.75\n'],
    'JSON over several lines': ['[\n  [7, "UA"],\n  [8, "B6"]\n]\n', '{\n  "predictions": [[0.5], [0.75]\n  ]\n}'],
    'JSON values over several lines': ['7,UA\n8,B6\n', '{\n"predictions": [0.5]\n}{\n"predictions": [\n0.75]\n}'],
    'outputs of several inputs': ['7,UA\n8,B6\n', '{"predictions": [[0.5], [0.75]]}'],
    'outputs of several JSON lines': ['{"age": 7, "land": "UA"}\n[8, "B6"]\n', '[0.5, 0.75]\n'],
  };
  for (const [what, [input, output]] of Object.entries(readings)) {
    it(`reads ${what}`, async () => assert.deepEqual(await rows(input, output, known), expected));
  }

  it('rejects outputs of which only some are joined to their inputs', () =>
    assert.rejects(joined('7,UA\n8,B6', '7,UA,0.5\n9,B6,0.6', known), {
      name: 'BatchError',
      message:
        "a.csv.out: an output does not begin with the values of its input ('9,B6,0.6'), although the first one does",
    }));

  it('reads an empty prediction that is joined to its input as a missing value', async () => {
    assert.deepEqual(await rows('7,UA\n8,B6\n', '7,UA,0.5\n8,B6,\n', known), [
      ['0.5', '7', 'UA'],
      [null, '8', 'B6'],
    ]);
  });

  it('takes no output for a joined one that has as many columns as the schema', async () => {
    const two: SchemaContent = {
      output: [...known.output, { name: 'low', type: 'Fractional' }],
      input: [{ name: 'age', type: 'Integral' }],
    };
    assert.deepEqual(await rows('1\n2\n', '1,0.5\n3,0.75\n', two), [
      ['1', '0.5', '1'],
      ['3', '0.75', '2'],
    ]);
  });

  it('keeps line numbers, counting blank lines', async () => {
    assert.deepEqual(
      (await joined('1\n\n2\n', '3\n\n4\n')).split('\n').map((line) => line !== ''),
      [true, false, true, false],
    );
  });

  const refused: Record<string, [string | Uint8Array, string, RegExp]> = {
    'an input with more lines, such as one with a header': [
      'age\n7\n',
      '0.5\n',
      /^a\.csv: has more records than a\.csv\.out, which ends after record 1; both files need the same number of records$/,
    ],
    'an output with more lines': [
      '7\n',
      '0.5\n0.6\n',
      /^a\.csv\.out: has more records than a\.csv, which ends after record 1;/,
    ],
    Parquet: ['PAR1abc', '0.5', /^a\.csv: is Parquet, which cannot be read here$/],
    'JSON over several lines that is cut short': [
      '[\n7,\n8',
      '1',
      /^a\.csv: line 4: the JSON ends before it is complete$/,
    ],
    'other text than UTF-8': [Buffer.from([0x37, 0xff, 0x0a]), '0.5\n', /^a\.csv: is not UTF-8 text$/],
    'a gzip file that is cut off': [
      gzipSync('7\n'.repeat(5000)).subarray(0, 30),
      '0.5\n'.repeat(5000),
      /^a\.csv: the gzip data is damaged or cut short; copy the file again$/,
    ],
  };
  for (const [what, [input, output, message]] of Object.entries(refused)) {
    it(`rejects ${what}`, () => assert.rejects(joined(input, output), { name: 'BatchError', message }));
  }

  it('joins any CSV lines in order', async () => {
    const cell = fc.constantFrom('1', '-2.50', 'a b', 'é', '1e9');
    const line = fc.array(cell, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(line, line), { minLength: 1 }), async (pairs) => {
        const [asked, answered] = [pairs.map(([input]) => input.join()), pairs.map(([, output]) => output.join())];
        const expected = pairs.map(([input, output]) => [...output, ...input]);
        assert.deepEqual(await rows(asked.join('\n'), `${answered.join('\n')}\n`), expected);
      }),
      { numRuns: 50 },
    );
  });
});

describe('batchManifests', () => {
  it('reads a manifest as AWS documents it, as one document or one per line', () => {
    const manifest = { bucket: 'jobs', prefix: 'in/', names: ['a.csv', 'b/c.csv'] };
    const written = [{ prefix: 's3://jobs/in/' }, 'a.csv', 'b/c.csv'];
    assert.deepEqual(batchManifests(JSON.stringify(written, null, 4)), [manifest]);
    assert.deepEqual(batchManifests(`${JSON.stringify(written)}\n${JSON.stringify(written)}\n`), [manifest, manifest]);
    assert.deepEqual(batchManifests('[{"prefix": "s3://jobs/"}]'), [{ bucket: 'jobs', prefix: '', names: [] }]);
  });

  it('rejects other texts with a reason', () => {
    const wrong: [string, RegExp][] = [
      ['a,b', /^the manifest is not a JSON array: expected \[/],
      ['{"prefix": "s3://jobs/in/"}', /^the manifest is not a JSON array/],
      ['["a.csv"]', /^the manifest's first item has no s3:\/\/ prefix/],
      ['[{"prefix": "/tmp/"}, "a.csv"]', /^the manifest's first item has no s3:\/\/ prefix/],
      ['[{"prefix": "s3://jobs/in/"}, 7]', /^the manifest's items after the first are not file names/],
    ];
    for (const [manifest, message] of wrong) assert.throws(() => batchManifests(manifest), { message });
  });
});
