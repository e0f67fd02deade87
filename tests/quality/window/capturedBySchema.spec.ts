import assert from 'node:assert/strict';
import type { Column, SchemaContent } from '../../../contract/captureSchema';
import { columnsOf } from '../../../contract/captureSchema';
import { captureSource } from '../../../quality/source/captureSource';
import { readWindowColumns } from '../../../quality/window/windowColumns';
import { windowPlanOf } from '../../../quality/window/windowPlan';

type Side = readonly [data: unknown, encoding?: string, contentType?: string];

const contentTypes: Record<string, string> = { CSV: 'text/csv', JSON: 'application/json' };

function bodyOf([data, encoding = 'CSV', contentType = contentTypes[encoding]]: Side) {
  return { observedContentType: contentType, mode: 'INPUT', data, encoding };
}

/** A record; a side that is undefined is not captured. */
function record(output: Side | undefined, input: Side | undefined): string {
  return JSON.stringify({
    captureData: {
      ...(output && { endpointOutput: bodyOf(output) }),
      ...(input && { endpointInput: bodyOf(input) }),
    },
  });
}

const number = (name: string): Column => ({ name, type: 'Fractional' });
const text = (name: string): Column => ({ name, type: 'String' });
const claims: SchemaContent = { output: [number('risk')], input: [number('sum'), text('note')] };

async function read(schema: SchemaContent, ...lines: string[]) {
  const names = columnsOf(schema).map(({ name }) => name);
  const window = await readWindowColumns({
    // Each record twice: the second one may match the template of the first.
    captures: [captureSource('f', lines.join('\n')), captureSource('g', lines.join('\n'))],
    ...windowPlanOf(names, schema),
    trackedValues: [],
    use: 'usual',
    whose: 'most rows have',
  });
  const sumOf = (i: number) => window.columns[i]?.statistics.numerical_statistics?.sum;
  const valuesOf = (i: number) => [...(window.columns[i]?.counts.keys() ?? [])];
  const missing = window.columns.map((column) => column.missing / 2);
  const causes = window.rejectCauses.map(({ count, reason }) => `${count / 2}: ${reason}`);
  return { ...window, rows: window.rows / 2, missing, causes, sumOf, valuesOf };
}

describe('captures by schema', () => {
  it('looks up a key among the columns of its own side', async () => {
    const schema = {
      output: [number('risk')],
      input: [number('age'), { ...number('risk_before'), capturedAs: 'risk' }],
    };
    for (const input of [schema.input, [number('age'), number('risk_2')]]) {
      const window = await read(
        { ...schema, input },
        record(['{"risk":1}', 'JSON'], ['{"risk":10,"age":100}', 'JSON']),
      );
      assert.deepEqual([0, 1, 2].map(window.sumOf), [2, 200, 20]);
      assert.deepEqual(window.unknownKeys, []);
    }
  });

  it('keeps a key that is a column’s own name apart from the one that it replaces', async () => {
    const schema = { output: [number('risk')], input: [number('risk_2')] };
    const window = await read(schema, record(['1'], ['{"risk":5,"risk_2":7}', 'JSON']));
    assert.equal(window.sumOf(1), 14);
    assert.deepEqual(window.unknownKeys, [{ side: 'input', key: 'risk', rows: 2, file: 'f', line: 1 }]);
  });

  it('counts unknown keys, and missing ones as missing values', async () => {
    const window = await read(
      claims,
      record(['1'], ['{"note":"a","sum":2}', 'JSON']),
      record(['1'], ['{"sum":2,"memo":"x"}', 'JSON']),
      record(['1\n1'], ['[{"memo":"x"},{"note":"b"}]', 'JSON']),
    );
    assert.deepEqual([window.rows, window.missing, window.rejectCount], [4, [0, 2, 2], 0]);
    assert.deepEqual(window.unknownKeys, [{ side: 'input', key: 'memo', rows: 4, file: 'f', line: 2 }]);
  });

  const empty: Record<string, Side> = {
    'an empty text': [''],
    'an empty text of JSON': ['', 'JSON'],
    'a line break': ['\n'],
    'a line break of Windows': ['\r\n'],
    'a quoted empty text': ['""'],
    'the text null': ['null'],
    null: ['null', 'JSON'],
    'no data': [null],
    'an empty list': ['[]', 'JSON'],
    'a list of an empty list': ['[[]]', 'JSON'],
    'a list of null': ['[null]', 'JSON'],
    'an empty list of predictions': ['{"predictions":[]}', 'JSON'],
    'an object without keys': ['{}', 'JSON'],
    'an empty text in base64': ['', 'BASE64', 'text/csv'],
  };
  for (const [what, answer] of Object.entries(empty)) {
    it(`reads ${what} as a missing answer`, async () => {
      const window = await read(claims, record(answer, ['1,a']), record(['2'], ['3,b']));
      assert.deepEqual([window.rows, window.missing, window.causes], [2, [1, 0, 0], []]);
    });
  }

  it('reads a blank line in an output, and at its end, as a missing one', async () => {
    const input: Side = ['1,a\n2,b\n3,c'];
    for (const output of ['1\n\n3', '\n1\n3', '1\n3\n', '1\r\n\r\n3\r\n', '1,,3']) {
      const window = await read(claims, record([output], input));
      assert.deepEqual([window.rows, window.missing, window.causes], [3, [1, 0, 0], []], JSON.stringify(output));
    }
    const window = await read(claims, record(['1\n\n2\n3\n\n'], input));
    assert.deepEqual([window.rows, window.missing], [3, [0, 0, 0]]);
  });

  it('reads the text null of a text as a text', async () => {
    const window = await read({ output: [text('label')], input: [number('a')] }, record(['null'], ['1']));
    assert.deepEqual([window.missing, window.valuesOf(0)], [[0, 0], ['null']]);
  });

  const headers: Record<string, [output: string, input: string, rows: number, headers: number]> = {
    'of the request': ['1\n2', 'sum,note\n3,a\n4,b', 2, 1],
    'of both sides': ['risk\n1', 'sum,note\n3,a', 1, 1],
    'of parts that were put together': ['1\n2', 'sum,note\n3,a\nsum,note\n4,b', 2, 2],
    'that was answered': ['0\n1', 'sum,note\n3,a', 1, 1],
    alone: ['risk', 'sum,note', 0, 1],
  };
  for (const [what, [output, input, rows, count]] of Object.entries(headers)) {
    it(`leaves out a header ${what}`, async () => {
      const window = await read(claims, record([output], [input]), record(['5'], ['6,x']));
      assert.deepEqual([window.rows, window.headerRows / 2, window.causes], [rows + 1, count, []]);
    });
  }

  it('takes a text for a header of one column only if the other side has one too', async () => {
    const schema = { output: [text('spam')], input: [text('mail')] };
    const window = await read(schema, record(['spam'], ['hello']), record(['spam\nham'], ['mail\nhi']));
    assert.deepEqual([window.rows, window.headerRows, window.valuesOf(0)], [2, 2, ['spam', 'ham']]);
  });

  it('reads a declared header by its names, in any order', async () => {
    const lines = ['note,sum,memo\na,1,x\nb,2,y', 'sum,note\n3,c'].map((input) =>
      record([input.includes('memo') ? '1\n1' : '1'], [input]),
    );
    const window = await read({ ...claims, captures: { input: { header: true } } }, ...lines);
    assert.deepEqual([window.sumOf(1), window.valuesOf(2)], [12, ['a', 'b', 'c']]);
    assert.deepEqual(
      window.unknownKeys.map(({ key, rows }) => [key, rows / 2]),
      [['memo', 2]],
    );
    const uneven = await read({ ...claims, captures: { input: { header: true } } }, record(['1'], ['sum,note\n3']));
    assert.deepEqual(uneven.causes, ['1: endpointInput: a row has 1 value, its header 2 values.']);
  });

  it('uses the content type of the schema instead of the captured one', async () => {
    const encoded = Buffer.from('[1,"a"]').toString('base64');
    const captures = { input: { contentType: 'application/json' } };
    const window = await read(
      { ...claims, captures },
      record(['1'], [encoded, 'BASE64', 'application/octet-stream']),
      record(['1'], ['{"sum":2}', 'CSV', 'text/plain']),
    );
    assert.deepEqual([window.rows, window.sumOf(1), window.causes], [2, 6, []]);
  });

  it('reads columns by the names that they are captured under, and leaves ignored ones out', async () => {
    const schema: SchemaContent = {
      output: [number('risk')],
      input: [
        { ...text('trace'), ignored: true },
        { ...number('the sum'), capturedAs: 'SUM' },
      ],
    };
    const window = await read(schema, record(['1'], ['t-1,5']), record(['1'], ['{"SUM":6,"trace":"t-2"}', 'JSON']));
    assert.deepEqual([window.rows, window.sumOf(2), window.unknownKeys], [2, 22, []]);
    assert.deepEqual(window.columns[1]?.statistics.inferred_type, 'Unknown');
    assert.deepEqual([window.columns[1]?.present, window.columns[1]?.missing], [0, 0]);
  });

  it('reads the request alone where no answer is expected', async () => {
    const schema = { output: [], input: claims.input };
    const window = await read(
      schema,
      record(undefined, ['1,a']),
      record(['what\never'], ['2,b']),
      record(['1'], undefined),
    );
    assert.deepEqual([window.rows, window.sumOf(0)], [2, 6]);
    assert.deepEqual(window.causes, ["1: 'captureData' has no 'endpointInput'."]);
  });

  it('says that a record has no answer, whatever the width of its request', async () => {
    const good = [record(['1'], ['2,a']), record(['1'], ['2,b']), record(['1'], ['3,c'])];
    const window = await read(claims, ...good, record(undefined, ['1,2,c']), record(undefined, ['1,c']));
    assert.deepEqual([window.rows, window.causes], [3, ["2: the record has no answer ('endpointOutput')."]]);
  });

  const refused: Record<string, [string, string]> = {
    'an answer object for two requests': [
      record(['{"risk":1}', 'JSON'], ['1,a\n2,b']),
      'the output has 1 row, the input 2.',
    ],
    'text after a closing quote': [
      record(['1'], ['1,"5" pipe']),
      'endpointInput: row 1, column 2: " " after the closing quote; quote the whole value and double the quotes inside (value: "5" pipe).',
    ],
    'an open quote': [
      record(['1\n1'], ['1,a\n2,"b']),
      'endpointInput: row 2, column 2: a quote that is never closed; quote the whole value and double the quotes inside (value: "b).',
    ],
    'an object as a value': [
      record(['1'], ['{"sum":{"euro":1},"note":"a"}', 'JSON']),
      "endpointInput: the value of 'sum' is an object; expected a text, a number, true, false or null; set captures.input.rows or the columns' path in the schema.",
    ],
    'an unknown envelope': [
      record(['1'], ['{"payload":{"sum":1,"note":"a"}}', 'JSON']),
      "endpointInput: no key of the object belongs to a column, and the value of 'payload' is an object; set captures.input.rows, such as payload, or the columns' path in the schema.",
    ],
  };
  for (const [what, [line, reason]] of Object.entries(refused)) {
    it(`rejects ${what}`, async () => {
      const window = await read(claims, line, record(['1'], ['2,a']));
      assert.deepEqual(window.causes, [`1: ${reason}`]);
    });
  }

  it('reads quotes inside values, and escaped ones', async () => {
    const texts = ['5" pipe', '"say \\"hi\\", now"', '"a ""b"""', '"C:\\"', "'a'"];
    const window = await read(claims, ...texts.map((note) => record(['1'], [`1,${note}`])));
    assert.deepEqual(window.valuesOf(2), ['5" pipe', 'say "hi", now', 'a "b"', 'C:\\', "'a'"]);
  });

  it('counts the rows of rejected records, and groups the reasons', async () => {
    const lines = [2, 3, 4].map((count) => record(['1'], [Array.from({ length: count }, () => '1,a').join('\n')]));
    const window = await read(claims, ...lines, record(['1'], ['1,a']), '{');
    assert.deepEqual([window.rejectCount, window.rejectedRows], [8, 20]);
    assert.deepEqual(window.causes, ['3: the output has 1 row, the input 2.', '1: the line is not JSON.']);
  });

  it('counts what Model Monitor’s container refuses', async () => {
    const base64 = Buffer.from('1,a').toString('base64');
    const { containerRefusals } = await read(
      claims,
      record(['1'], ['1,a']),
      record(['1'], ['{"sum":1,"note":"a"}', 'JSON']),
      record(['[1]', 'JSON'], ['{"sum":1,"note":"a"}', 'JSON']),
      record([base64.slice(0, 0), 'BASE64', 'text/csv'], [base64, 'BASE64', 'text/csv']),
    );
    assert.deepEqual(containerRefusals, [
      { kind: 'encodings', records: 2, file: 'f', line: 2 },
      { kind: 'nestedAnswer', records: 2, file: 'f', line: 3 },
      { kind: 'base64', records: 2, file: 'f', line: 4 },
    ]);
    const same = [record([Buffer.from('1').toString('base64'), 'BASE64', 'text/csv'], [base64, 'BASE64', 'text/csv'])];
    assert.deepEqual((await read(claims, ...same)).containerRefusals, []);
  });
});
