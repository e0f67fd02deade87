import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { anyText } from '../../support/anyText';
import { captureRows } from '../../support/captureRows';
import { planOfSides } from '../../support/sidePlan';

const plan = planOfSides(['y'], ['a', 'b']);

function body(data: unknown, encoding = 'CSV', observedContentType = 'text/csv') {
  return { observedContentType, mode: 'INPUT', data, encoding };
}

function lineOf(endpointOutput: unknown, endpointInput: unknown): string {
  return JSON.stringify({ captureData: { endpointInput, endpointOutput }, eventMetadata: {}, eventVersion: '0' });
}

const rowsOf = async (text: string) => (await captureRows(text, plan)).rows.map((row) => row.values);
const reasonOf = async (text: string) => (await captureRows(text, plan)).rejects.map((reject) => reject.reason);

describe('recordRows', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const read = {
    'CSV with the output first': [lineOf(body('1.5'), body('2,x')), [['1.5', '2', 'x']]],
    'CSV with empty fields as nulls': [lineOf(body('1.5'), body(',x')), [['1.5', null, 'x']]],
    'CSV with quotes': [lineOf(body('1.5'), body('"2","x, ""y"""')), [['1.5', '2', 'x, "y"']]],
    'CSV of several rows': [
      lineOf(body('1.5\n2.5\n'), body('2,x\r\n3,y')),
      [
        ['1.5', '2', 'x'],
        ['2.5', '3', 'y'],
      ],
    ],
    'a JSON array as one row, numbers as written': [
      lineOf(body('[1.0]', 'JSON'), body('[3, "x"]', 'JSON')),
      [['1.0', '3', 'x']],
    ],
    'a JSON array of arrays as rows': [
      lineOf(body('[[1.0],[2.0]]', 'JSON'), body('[[3,"x"],[4,null]]', 'JSON')),
      [
        ['1.0', '3', 'x'],
        ['2.0', '4', null],
      ],
    ],
    'a JSON object in the order of the baseline': [
      lineOf(body('{"y": 1.0}', 'JSON'), body('{"b": "5 of 6", "a": 3}', 'JSON')),
      [['1.0', '3', '5 of 6']],
    ],
    'a JSON object with other keys, whose values are left out, and a missing key': [
      lineOf(body('1.0'), body('{"z": true, "a": 3}', 'JSON')),
      [['1.0', '3', null]],
    ],
    'rows under a wrapper, and predictions as a column': [
      lineOf(body('{"predictions": [1.0, 2.0]}', 'JSON'), body('{"instances": [[3,"x"],[4,"y"]]}', 'JSON')),
      [
        ['1.0', '3', 'x'],
        ['2.0', '4', 'y'],
      ],
    ],
    'BASE64 of CSV': [lineOf(body('1.5'), body(base64('2,x'), 'BASE64')), [['1.5', '2', 'x']]],
    'BASE64 of JSON': [
      lineOf(body('1.5'), body(base64('[2.0,"x"]'), 'BASE64', 'application/json; charset=utf-8')),
      [['1.5', '2.0', 'x']],
    ],
    'BASE64 of JSON lines': [
      lineOf(body('1\n2'), body(base64('[2.0,"x"]\n\n{"b":"y","a":3}\r\n'), 'BASE64', 'application/x-jsonlines')),
      [
        ['1', '2.0', 'x'],
        ['2', '3', 'y'],
      ],
    ],
    'BASE64 in the charset of its content type': [
      lineOf(
        body('1.5'),
        body(Buffer.from('2,Zürich', 'latin1').toString('base64'), 'BASE64', 'TEXT/CSV; Charset="ISO-8859-1"'),
      ),
      [['1.5', '2', 'Zürich']],
    ],
    'JSON lines in a body that SageMaker took for JSON': [
      lineOf(
        body('{"y":0.5}\n{"y":1.0}\n', 'JSON', 'application/jsonlines; charset=utf-8'),
        body('{"features":[2.0,"x"]}\n{"features":[3,null]}', 'JSON', 'application/jsonlines'),
      ),
      [
        ['0.5', '2.0', 'x'],
        ['1.0', '3', null],
      ],
    ],
    'JSON lines in a body that SageMaker took for CSV': [
      lineOf(body('0.5\n1.0', 'CSV', 'application/jsonl'), body('[2,"x"]\n[3,"y"]', 'CSV', 'application/x-ndjson')),
      [
        ['0.5', '2', 'x'],
        ['1.0', '3', 'y'],
      ],
    ],
    'rows under a wrapper, their values under features': [
      lineOf(body('[7]', 'JSON'), body('{"instances":[{"features":[2.0,"x"]}]}', 'JSON')),
      [['7', '2.0', 'x']],
    ],
    'CSV without a header, unless its content type says that it has one': [
      lineOf(body('1'), body('a,b\n2,x', 'CSV', 'text/csv; charset=utf-8; header=present')),
      [['1', '2', 'x']],
    ],
    'CSV whose content type has a parameter of its own': [
      lineOf(body('1'), body('2,x', 'CSV', 'text/csv;label_size=0')),
      [['1', '2', 'x']],
    ],
    'input alone': [lineOf(undefined, body('2,x')), [['2', 'x']]],
  } as const;
  for (const [what, [text, rows]] of Object.entries(read)) {
    it(`reads ${what}`, async () => {
      assert.deepEqual(await rowsOf(text), rows);
    });
  }

  it('reads JSON data that is an object in the record, without losing a decimal part', async () => {
    const text = '{"captureData":{"endpointInput":{"data":{"b":"x","a":3.0},"encoding":"JSON"}}}';
    assert.deepEqual(await rowsOf(text), [['3.0', 'x']]);
  });

  const refused = {
    '{"captureData": {': 'the line is not JSON.',
    '[]': "the record has no 'captureData' object.",
    '{"captureData":{}}': "'captureData' has neither 'endpointOutput' nor 'endpointInput'.",
    [lineOf(body('1'), body('2', 'XML'))]: 'endpointInput: unknown encoding "XML": expected one of CSV, JSON, BASE64.',
    [lineOf(body('1'), body('2', 'constructor'))]:
      'endpointInput: unknown encoding "constructor": expected one of CSV, JSON, BASE64.',
    [lineOf(body('1\n2'), body('2'))]: 'the output has 2 rows, the input 1.',
    [lineOf(body('1'), body('[1,', 'JSON'))]: 'endpointInput: the data is not JSON.',
    [lineOf(body('1'), body('[[1,[2]]]', 'JSON'))]:
      "endpointInput: value 2 of a row is a list; expected a text, a number, true, false or null; set captures.input.rows or the columns' path in the schema.",
    [lineOf(body('1'), body('??', 'BASE64'))]: 'endpointInput: the data is not base64.',
    [lineOf(body('1'), body('/w==', 'BASE64'))]: 'endpointInput: the decoded data is not UTF-8 text.',
    [lineOf(body('1'), body('AA==', 'BASE64', 'image/png'))]:
      'endpointInput: unknown content type "image/png" of BASE64 data: expected one of text/csv, application/json, application/jsonlines; set captures.input.contentType in the schema.',
    [lineOf(body('1'), body('AA==', 'BASE64', 'csv'))]:
      'endpointInput: unknown content type "csv" of BASE64 data: expected one of text/csv, application/json, application/jsonlines; set captures.input.contentType in the schema.',
    [lineOf(body('1'), body('AA==', 'BASE64', 'text/csv; charset=klingon'))]:
      'endpointInput: unknown charset "klingon" of BASE64 data: use utf-8.',
    [lineOf(body('1'), body('[1]\n\n[2', 'JSON', 'application/jsonlines'))]:
      'endpointInput: line 3 of the data: the data is not JSON.',
    [lineOf(body('1'), body('a,b', 'CSV', 'text/csv; header=present'))]: 'endpointInput: the data has only a header.',
    [lineOf(body('1'), body(7))]: 'endpointInput: the data is not a string but number.',
    [lineOf(body('1'), body(''))]: 'endpointInput: the data has no rows.',
    [lineOf(body('1'), body('{"a":1,"b":2}'))]:
      'endpointInput: the data is JSON, not CSV; set captures.input.contentType: application/json in the schema.',
    [lineOf(body('1'), body('1,2', 'JSON'))]:
      'endpointInput: the data is not JSON but CSV by its look; set captures.input.contentType: text/csv in the schema.',
    [lineOf(body('1'), body("{'a': 1, 'b': None}", 'JSON'))]:
      'endpointInput: the data is not JSON but the spelling of Python; write it with json.dumps.',
    [lineOf(body('1'), body('{"a":1}\n{"a":2}', 'JSON'))]:
      'endpointInput: the data is not JSON but JSON lines; set captures.input.contentType: application/jsonlines in the schema.',
    [lineOf(body('1'), body('"{\\"a\\":1}"', 'JSON'))]:
      'endpointInput: the data is JSON within a JSON text, encoded twice; encode it once.',
    [lineOf(body('1'), body(gzipSync('1,2').toString('base64'), 'BASE64'))]:
      'endpointInput: the decoded data is not UTF-8 text but gzip.',
    [lineOf(body('1'), body('a\0'))]: 'endpointInput: a value contains a NUL character.',
  };
  for (const [text, reason] of Object.entries(refused)) {
    it(`rejects: ${reason}`, async () => {
      assert.deepEqual(await reasonOf(text), [reason]);
    });
  }

  it('counts lines from 1, including blank ones', async () => {
    const text = `\n${lineOf(body('1'), body('2'))}\n\nnonsense\n`;
    const { rows, rejects } = await captureRows(text, plan);
    assert.deepEqual([rows[0]?.line, rejects[0]?.line], [2, 4]);
  });

  it('never throws, and counts every line as a row or a reject', async () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
    const side = fc.record(
      {
        data: fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue(),
          fc.array(scalar).map((row) => row.join(',')),
        ),
        encoding: fc.constantFrom('CSV', 'JSON', 'BASE64', 'XML', 3),
        observedContentType: fc.constantFrom(
          'text/csv',
          'application/json',
          'application/jsonlines',
          'image/png',
          ';',
          3,
        ),
      },
      { requiredKeys: [] },
    );
    const record = fc
      .record({ captureData: fc.record({ endpointInput: side, endpointOutput: side }, { requiredKeys: [] }) })
      .map((value) => JSON.stringify(value));
    const truncated = fc.tuple(record, fc.nat()).map(([text, n]) => text.slice(0, n % text.length));
    const line = fc.oneof(fc.string(), anyText(), fc.json(), record, truncated);
    await fc.assert(
      fc.asyncProperty(fc.array(line.map((text) => text.replace(/[\r\n]/g, ''))), async (lines) => {
        // An array around the records is not one of them.
        fc.pre(lines.find((text) => text.trim() !== '')?.trim() !== '[');
        const { rows, rejects } = await captureRows(lines.join('\n'), plan);
        const counted = new Set([...rows, ...rejects].map(({ line }) => line));
        const expected = lines.flatMap((text, i) => (text.trim() === '' ? [] : [i + 1]));
        assert.deepEqual(
          [...counted].sort((a, b) => a - b),
          expected,
        );
      }),
      { numRuns: 500 },
    );
  });
});
