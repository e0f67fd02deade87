import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Kernel } from '../../../quality/kernel/kernel';
import type { TemplateReader } from '../../../quality/kernel/templateReader';
import { recordRows } from '../../../quality/record/recordRows';
import { kernelRows } from '../../support/kernelRows';
import { planOfSides } from '../../support/sidePlan';

const plan = planOfSides(['y'], ['a', 'b']);

/** A reader and what it hands out: rows with their lines, and lines that it leaves to the caller. */
class Reading {
  private readonly kernel = new Kernel();
  private readonly reader: TemplateReader;

  constructor(reading = plan) {
    this.reader = this.kernel.templateReader(reading, 50);
  }

  read(text: string) {
    // The digits around the text must not be read.
    const bytes = Buffer.from(`99${text}99`);
    const results: { line: number; row?: (string | null)[]; other?: string }[] = [];
    const count = this.reader.read(
      { bytes, start: 2, end: bytes.length - 2, line: 1 },
      { file: 'f', fileOrder: 0 },
      () => {
        for (const { line, fields } of kernelRows(this.kernel))
          results.push({ line, row: fields.map((field) => field || null) });
      },
      ({ start, end, line }) => results.push({ line, other: bytes.toString('utf8', start, end) }),
    );
    return { results, count };
  }
}

/** The rows that the reader finds in a line; undefined if it leaves the line to the caller. */
function templateRows(reading: Reading, text: string): (string | null)[][] | undefined {
  const { results } = reading.read(text);
  return results.some(({ other }) => other !== undefined) ? undefined : results.map(({ row }) => row ?? []);
}

/** The rows by JSON.parse; undefined if the line is rejected. */
function parsedRows(text: string): readonly (string | null)[][] | undefined {
  try {
    return recordRows(text, plan).rows;
  } catch {
    return undefined;
  }
}

const side = (data: unknown, encoding = 'CSV', observedContentType = 'text/csv') => ({
  observedContentType,
  mode: 'INPUT',
  data,
  encoding,
});

const record = (output: unknown, input: unknown, id = 'e-1', more: object = {}) =>
  JSON.stringify({
    captureData: { endpointInput: input, endpointOutput: output },
    eventMetadata: { eventId: id, inferenceTime: '2026-11-02T08:00:00Z', ...more },
    eventVersion: '0',
  });

const csv = (output: string, input: string, id?: string) => record(side(output), side(input), id);

const base64 = (output: string, input: string, contentType?: string) => {
  const encoded = (data: string) => side(Buffer.from(data).toString('base64'), 'BASE64', contentType);
  return record(encoded(output), encoded(input));
};
const base64Json = (data: string) =>
  record(side('1'), side(Buffer.from(data).toString('base64'), 'BASE64', 'application/json'));
const json = (data: unknown) =>
  record(side('1'), side(typeof data === 'string' ? data : JSON.stringify(data), 'JSON', 'application/json'));

describe('TemplateReader', () => {
  const readingAfter = (...lines: string[]) => {
    const reading = new Reading();
    for (const line of lines) reading.read(line);
    return reading;
  };

  it('reads records that match an earlier one', () => {
    const records = readingAfter(csv('1', '2,x'));
    assert.deepEqual(templateRows(records, csv('-1.5', ' 7,,é', 'e-2')), [['-1.5', ' 7', null, 'é']]);
    assert.deepEqual(templateRows(records, csv('1\n\n2\n', '3,a\n4,b\n\n5,c')), [
      ['1', '3', 'a'],
      [null, '4', 'b'],
      ['2', '5', 'c'],
    ]);
    assert.deepEqual(templateRows(records, csv('', '3,a')), [[null, '3', 'a']]);
    assert.deepEqual(templateRows(records, `${csv('1', '2')}\r\n`), [['1', '2']]);
  });

  it('reads records whose custom attributes are the same JSON', () => {
    const attributed = (id: string, text = '{"client": "web"}') =>
      record(side('1'), side('2,x'), id, { customAttributes: [text, 'a'] });
    const records = readingAfter(attributed('e-1'));
    assert.deepEqual(templateRows(records, attributed('e-2')), [['1', '2', 'x']]);
    assert.equal(templateRows(records, attributed('e-2', '{"client": "app"}'))?.length, 1);
  });

  it('reads records of several producers', () => {
    const inputOnly = (data: string) => JSON.stringify({ captureData: { endpointInput: { data, encoding: 'CSV' } } });
    const requests = new Reading(planOfSides([], ['a', 'b']));
    for (const line of [csv('1', '2,x'), inputOnly('1')]) requests.read(line);
    assert.deepEqual(templateRows(requests, inputOnly('5,6')), [['5', '6']]);
    assert.deepEqual(templateRows(requests, csv('1,2', '5,6')), [['5', '6']]);
    const records = readingAfter(csv('1', '2,x'));
    assert.deepEqual(templateRows(records, csv('1', '5,6')), [['1', '5', '6']]);
    assert.deepEqual(templateRows(records, record(side('1'), side('2,x'), 'e', { inferenceId: 'i' })), [
      ['1', '2', 'x'],
    ]);
  });

  it('reads scalars of JSON, those of objects in the order of the baseline', () => {
    const rows = (first: unknown, second: unknown) => templateRows(readingAfter(json(first)), json(second));
    assert.deepEqual(rows([1, 'a'], '[-2.50,"é"]'), [['1', '-2.50', 'é']]);
    assert.deepEqual(rows([1, 'a'], [null, '']), [['1', null, null]]);
    assert.deepEqual(rows({ b: 1, a: 2 }, '{"b":true,"a":1e5}'), [['1', '1e5', 'true']]);
    assert.deepEqual(rows({ b: 1, x: 2 }, { b: 3, x: 4 }), [['1', null, '3']]);
    assert.deepEqual(rows('{"a":1,"a":2}', '{"a":3,"a":4}'), [['1', '4', null]]);
    assert.deepEqual(rows({}, {}), [['1', null, null]]);
    assert.deepEqual(rows({ instances: [{ features: [1, 2] }] }, { instances: [{ features: [3, 4] }] }), [
      ['1', '3', '4'],
    ]);
    const batch = (...values: unknown[]) => record(side('1\n2'), side(JSON.stringify(values), 'JSON'));
    assert.deepEqual(templateRows(readingAfter(batch([1], [2, 3])), batch(['x'], [4, 5])), [
      ['1', 'x'],
      ['2', '4', '5'],
    ]);
  });

  it('reads CSV in base64, with any line ends, and many lines at once', () => {
    const reading = readingAfter(base64('1', '2'));
    assert.deepEqual(templateRows(reading, base64('1', '-2.5,,a b\r\n')), [['1', '-2.5', null, 'a b']]);
    assert.deepEqual(templateRows(reading, base64('1\r\n\r\n2', '3,a\r4,b\n5,c\n')), [
      ['1', '3', 'a'],
      [null, '4', 'b'],
      ['2', '5', 'c'],
    ]);
    const lines = Array.from({ length: 300 }, (_, i) => base64(`${i}`, `${i},x${i}`, 'text/csv; charset=UTF-8'));
    const { results } = readingAfter(lines[0] ?? '').read(lines.join('\n'));
    assert.deepEqual(
      results.map(({ row }) => row),
      lines.map((_, i) => [`${i}`, `${i}`, `x${i}`]),
    );
  });

  it('reads the scalars of JSON in base64', () => {
    const rows = (first: string, second: string) => templateRows(readingAfter(base64Json(first)), base64Json(second));
    assert.deepEqual(rows('[1,"a"]', '[-2.50,""]'), [['1', '-2.50', null]]);
    assert.deepEqual(rows('{"b": 1, "a": "x"}', '{"b": null, "a": "true"}'), [['1', 'true', null]]);
    assert.deepEqual(rows('{"instances":[[1,2],[3,4]]}', '{"instances":[[5,6],[7,8]]}'), undefined);
  });

  it('leaves rows with too many columns to the caller', () => {
    const row = (width: number) => Array.from({ length: width }, (_, i) => i).join(',');
    const records = readingAfter(csv('1', '2'));
    assert.equal(templateRows(records, csv('1', row(49)))?.[0]?.length, 50);
    assert.equal(templateRows(records, csv('1', row(50))), undefined);
  });

  it('hands out the rows of a long line in parts, each with the number of the line', () => {
    const rows = 5000;
    const { results, count } = readingAfter(csv('1', '2')).read(
      `x\n${csv('1\n'.repeat(rows), '2,3\n'.repeat(rows))}\n`,
    );
    assert.deepEqual([results.length, count], [rows + 1, 2]);
    assert.deepEqual(results.at(-1), { line: 2, row: ['1', '2', '3'] });
  });

  const others: Record<string, [string, string?]> = {
    'a quote in the CSV': [csv('1', '"a",b')],
    'a NUL': [csv('1', 'a\0')],
    'an escaped id': [csv('1', '2', 'e"')],
    'another number of rows': [csv('1', '2\n3')],
    'a body without a row': [csv('1', '')],
    'an unknown encoding': [record(side('1'), side('2', 'XML'))],
    'base64 of a quote': [base64('1', '"a",b'), base64('1', '2')],
    'base64 of more than ASCII': [base64('1', 'é'), base64('1', '2')],
    'base64 of a NUL': [base64('1', 'a\0'), base64('1', '2')],
    'base64 without a row': [base64('1', '\n'), base64('1', '2')],
    'base64 of another charset': [base64('1', '2', 'text/csv; charset=utf-16le'), ''],
    'base64 of JSON with an escape': [base64Json('["a\\"b",1]'), base64Json('["a",1]')],
    'base64 of JSON with more than ASCII': [base64Json('["é",1]'), base64Json('["a",1]')],
    'base64 of invalid JSON': [base64Json('[1.,1]'), base64Json('[1,1]')],
    'base64 of JSON and more text': [base64Json('[1,1] 2'), base64Json('[1,1]')],
    'JSON without a row': [json([]), ''],
    'JSON of a very long value': [json(['x'.repeat(1 << 20)]), ''],
    'invalid base64': [base64('1', '22').replace('MjI=', 'MjI'), base64('1', '2')],
    'text after the record': [`${csv('1', '2')}}`],
    'text before the record': [`x${csv('1', '2')}`],
    'a line that is cut off': [csv('1', '2').slice(0, -9)],
    'a raw line feed inside': [csv('1', '2a').replace('2a', '2\na')],
    'an escape in a value of JSON': [json(['a"b', 1])],
    'invalid JSON in place of a scalar': [json('[1.,2]'), json([1, 2])],
    'a sign before a word': [json('[-true]'), json('[-true]')],
    'an array in place of a scalar': [json([[1], 2]), json([1, 2])],
    'a record without an answer': ['{"captureData":{"endpointInput":{"data":"1,2,3","encoding":"CSV"}}}', ''],
    'an answer of two columns': [csv('1,2', '3')],
    'more output rows than input rows': [csv('1\n\n2', '3,a\n4,b')],
    'a header among rows': [csv('1\n2', 'a,b\n3,x')],
    'a byte order mark': [csv('\ufeff1', '2,x')],
    'JSON lines': [record(side('1'), side('[2]', 'CSV', 'application/jsonlines')), ''],
    'CSV with a header': [record(side('1'), side('a\n2', 'CSV', 'text/csv; header=present')), ''],
    'a key twice': ['{"captureData":{"endpointInput":{"data":"1","data":"2","encoding":"CSV"}}}', ''],
  };
  for (const [what, [line, template = csv('1', '2')]] of Object.entries(others)) {
    it(`leaves ${what} to the caller`, () =>
      assert.equal(templateRows(readingAfter(template || line), line), undefined));
  }

  it('agrees with recordRows on any lines, damaged or not', function () {
    this.timeout(60_000);
    const value = fc.oneof(
      fc.constantFrom('', '1', '-2.50', 'true', '007', '1e5', '123456789012', '-', '.', 'é', '\ud83d\ude00', '12x'),
      fc.string({ maxLength: 5 }),
    );
    const rowText = fc.array(value, { minLength: 1, maxLength: 4 }).map((row) => row.join(','));
    const body = fc
      .array(rowText, { maxLength: 3 })
      .chain((rows) => fc.constantFrom('\n', '\r\n').map((by) => rows.join(by)));
    const scalar = fc.oneof(
      fc.constantFrom('0', '-1.50', '1e5', '2E-3', 'null', 'true', 'false', '""', '"a"', '"5"', '"é"'),
      fc.constantFrom('"\\\\"', '"\\""', '"\\n"', '01', '1.', '-', 'nul', 'truefalse', '[1]', '{}', '"'),
      fc.jsonValue().map((value) => JSON.stringify(value)),
    );
    const likeJson = fc
      .tuple(
        fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom('0', '12', '"x"', 'null') }, scalar), {
          minLength: 3,
          maxLength: 3,
        }),
        fc.nat(8),
      )
      .map(
        ([[x, y, z], kind]) =>
          [
            `[${x},${y}]`,
            `{"b":${x},"a":${y}}`,
            `{"b": ${x}, "c": ${y}}`,
            `[[${x}],[${y}]]`,
            `{"instances":[{"features":[${x},${y}]}]}`,
            `${x}`,
            `{"a":${x},"a":${z}}`,
            '[]',
            `[[],[${x}]]`,
          ][kind] ?? '',
      );
    const anySide = fc.oneof(
      { weight: 6, arbitrary: likeJson.map((data) => side(data, 'JSON', 'application/json')) },
      { weight: 6, arbitrary: body.map((data) => side(data)) },
      { weight: 1, arbitrary: body.map((data) => side(data, 'CSV', 'text/csv; header=present')) },
      { weight: 1, arbitrary: body.map((data) => side(Buffer.from(data).toString('base64'), 'BASE64')) },
      { weight: 1, arbitrary: fc.json().map((data) => side(data, 'JSON', 'application/json')) },
      { weight: 1, arbitrary: fc.constantFrom(null, undefined, 'x', [side('1')]) },
    );
    const line = fc
      .tuple(anySide, anySide, fc.string({ maxLength: 4 }), fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue()))
      .map(([output, input, id, more]) => record(output, input, id, more));
    const plain = fc.oneof(
      fc.tuple(body, body, fc.string({ maxLength: 4 })).map(([output, input, id]) => csv(output, input, id)),
      likeJson.map((data) => json(data)),
      fc.tuple(body, body).map(([output, input]) => base64(output, input)),
      likeJson.map((data) => base64Json(data)),
    );
    const damaged = fc
      .tuple(
        plain,
        fc.nat(),
        fc.nat(3),
        fc.constantFrom('', '"', '\\', '\\n', '\n', '\r', ' ', ',', '1', '}', '\0', '-', '\\"', '=', 'A'),
      )
      .map(([text, at, gone, put]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + gone);
      });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(line, plain, damaged), { minLength: 1, maxLength: 12 }),
        fc.constantFrom('', '\n', '\r\n'),
        (lines, end) => {
          // A line never holds a line feed, nor half a character: it was read from UTF-8.
          const clean = lines.map((text) => Buffer.from(text.replaceAll('\n', ' ')).toString());
          const { results, count } = readingAfter(csv('1', '2')).read(clean.join('\n') + end);
          const rows = results.flatMap(({ line, row, other }) => {
            const lineRows = row ? [row] : parsedRows(other ?? '');
            return (lineRows ?? ['rejected']).map((values) => [line, values]);
          });
          const expected = clean.flatMap((text, i) => (parsedRows(text) ?? ['rejected']).map((row) => [i + 1, row]));
          assert.deepEqual(rows, expected);
          assert.equal(count, clean.length);
        },
      ),
      { numRuns: 400 },
    );
  });
});
