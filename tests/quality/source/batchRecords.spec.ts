import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { planByOrder } from '../../../quality/record/readingPlan';
import { recordRows } from '../../../quality/record/recordRows';
import { batchManifests } from '../../../quality/source/batchManifest';
import { batchRecords } from '../../../quality/source/batchRecords';
import { captureSource } from '../../../quality/source/captureSource';

const id = '1f1d57b1-2e6f-488c-8c30-db4e6d757861, 2022-08-30T00:49:15Z';

describe('batchRecords', () => {
  const joined = (input: string | Uint8Array, output: string | Uint8Array) => {
    const pair = { input: captureSource('a.csv', input), output: captureSource('a.csv.out', output) };
    return text(Readable.from(batchRecords(pair).open()));
  };
  const rows = async (input: string | Uint8Array, output: string | Uint8Array) =>
    (await joined(input, output))
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => recordRows(line, planByOrder([])).rows);

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
      /^a\.csv: has more lines than a\.csv\.out, which ends after line 1; .*without a header$/,
    ],
    'an output with more lines': [
      '7\n',
      '0.5\n0.6\n',
      /^a\.csv\.out: has more lines than a\.csv, which ends after line 1;/,
    ],
    Parquet: ['PAR1abc', '0.5', /^a\.csv: is Parquet; only CSV and JSON lines are supported/],
    'JSON over several lines': ['[\n7\n]', '1\n2\n3', /^a\.csv: the first line is not JSON/],
    'outputs that are joined to their inputs': [
      '{"age": 7}',
      '{"age": 7, "SageMakerOutput": 1}',
      /^a\.csv\.out: the outputs are joined to their inputs/,
    ],
    'other text than UTF-8': [Buffer.from([0x37, 0xff, 0x0a]), '0.5\n', /^a\.csv: is not UTF-8 text$/],
    'a gzip file that is cut off': [
      gzipSync('7\n'.repeat(5000)).subarray(0, 30),
      '0.5\n'.repeat(5000),
      /^a\.csv: the gzip data cannot be unpacked/,
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
