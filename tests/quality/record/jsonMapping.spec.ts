import { strict as assert } from 'node:assert';
import type { BodyReading, Column } from '../../../contract/captureSchema';
import { readingPlanOf } from '../../../quality/record/readingPlan';
import { recordRows } from '../../../quality/record/recordRows';

const number = (name: string, path?: string): Column => ({ name, type: 'Fractional', ...(path && { path }) });
const abc = ['a', 'b', 'c'].map((name) => number(name));

/** The rows of a request whose columns are `input`. */
function rowsOf(
  body: unknown,
  input: readonly Column[] = abc,
  reading: BodyReading = {},
  contentType = 'application/json',
) {
  const plan = readingPlanOf({ output: [], input: [...input], captures: { input: reading } });
  const data = typeof body === 'string' ? body : JSON.stringify(body);
  const endpointInput = { observedContentType: contentType, mode: 'INPUT', data, encoding: 'JSON' };
  return recordRows(JSON.stringify({ captureData: { endpointInput } }), plan);
}

const valuesOf = (...args: Parameters<typeof rowsOf>) => rowsOf(...args).rows;

describe('JSON of model servers', () => {
  const spellings: Record<string, unknown> = {
    'a list': [1, 2, 3],
    'a list of rows': [[1, 2, 3]],
    'an object': { c: 3, b: 2, a: 1 },
    'TensorFlow, rows': { signature_name: 'serving_default', instances: [[1, 2, 3]] },
    'TensorFlow, columns': { inputs: { b: [[2]], a: [[1]], c: [[3]] } },
    'MLflow, records': { dataframe_records: [{ c: 3, b: 2, a: 1 }] },
    'MLflow, split': { dataframe_split: { index: [0], columns: ['c', 'b', 'a'], data: [[3, 2, 1]] }, params: {} },
    'MLflow, inputs': { inputs: { c: [3], b: [2], a: [1] } },
    'pandas, split': { columns: ['c', 'b', 'a'], data: [[3, 2, 1]] },
    'pandas, split without names': { columns: [0, 1, 2], data: [[1, 2, 3]] },
    'SageMaker, features': { instances: [{ features: [1, 2, 3] }] },
    'SageMaker, values': { instances: [{ data: { features: { values: [1, 2, 3] } } }] },
    'SageMaker, values of one row': { data: { features: { values: [1, 2, 3] } } },
    'SageMaker, features of one row': { features: [1, 2, 3] },
    'lists by column': { c: [3], a: [1], b: [2] },
    'a key beside the rows': { instances: [[1, 2, 3]], version: '7' },
    outputs: { outputs: [[1, 2, 3]] },
    data: { data: [[1, 2, 3]] },
  };
  for (const [name, body] of Object.entries(spellings)) {
    it(`reads one row of ${name}`, () => assert.deepEqual(valuesOf(body), [['1', '2', '3']]));
  }

  it('reads a value, a list and objects of outputs', () => {
    const score = [number('score')];
    for (const body of [
      { scores: [{ score: 0.5 }] },
      { predictions: [0.5] },
      { predictions: [[0.5]] },
      { result: [0.5] },
    ]) {
      assert.deepEqual(valuesOf(body, score), [['0.5']]);
    }
  });

  it('reads JSON lines of features', () => {
    const lines = '{"data": {"features": {"values": [1, 2, 3]}}}\n{"features": [4, 5, 6]}';
    assert.deepEqual(valuesOf(lines, abc, {}, 'application/jsonlines'), [
      ['1', '2', '3'],
      ['4', '5', '6'],
    ]);
  });

  it('reads lists by column, with missing values and unknown keys', () => {
    const { rows, notes } = rowsOf('{"a": [1.0, null], "b": [2, 3], "d": [4, 5]}');
    assert.deepEqual(rows, [
      ['1.0', '2', null],
      [null, '3', null],
    ]);
    assert.deepEqual(notes.unknownKeys, [{ side: 'input', key: 'd', rows: 2 }]);
  });

  it('counts keys beside the rows', () => {
    assert.deepEqual(rowsOf({ instances: [[1, 2, 3]], version: '7' }).notes.unknownKeys, [
      { side: 'input', key: 'version', rows: 1 },
    ]);
  });

  it('names the key of a shape that it cannot read, and the setting that reads it', () => {
    const problems: [unknown, string][] = [
      [
        { payload: { rows: [[1, 2, 3]] } },
        "no key of the object belongs to a column, and the value of 'payload' is an object; set captures.input.rows, such as payload, or the columns' path in the schema",
      ],
      [
        { inputs: { 'x y': [[1, 2, 3]] } },
        "no key of the object belongs to a column, and the value of 'x y' is a list; set captures.input.rows, such as inputs.\"x y\", or the columns' path in the schema",
      ],
      [{ a: [1, 2], b: [1], c: [] }, "the lists of 'a' and 'b' have 2 and 1 values; lists by column need equally many"],
      [
        { instances: [[1, [2], 3]] },
        "value 2 of a row in 'instances' is a list; expected a text, a number, true, false or null; set captures.input.rows or the columns' path in the schema",
      ],
      [
        { a: 1, b: { x: 2 }, c: 3 },
        "the value of 'b' is an object; expected a text, a number, true, false or null; set captures.input.rows or the columns' path in the schema",
      ],
      [{ columns: ['a', 'b'], data: [[1]] }, "a row in 'data' has 1 values; there are 2 in 'columns'"],
    ];
    for (const [body, message] of problems) {
      assert.throws(() => rowsOf(body), { message: `endpointInput: ${message}` });
    }
  });
});

describe('JMESPath of columns and rows', () => {
  it('finds values in a row, and keys beside them', () => {
    const columns = [number('lat', 'position.lat'), number('first', 'history[0]'), number('c')];
    const body = [
      { c: 3, position: { lat: 1.0, lon: 7 }, history: [2, 9] },
      { c: 6, position: null },
    ];
    assert.deepEqual(valuesOf(body, columns), [
      ['1', '2', '3'],
      [null, null, '6'],
    ]);
    assert.deepEqual(rowsOf(body, columns).notes.unknownKeys, []);
  });

  it('finds values in the rows of an envelope', () => {
    const columns = [number('lat', 'position.lat')];
    assert.deepEqual(valuesOf({ instances: [{ position: { lat: 1 } }, { position: { lat: 2 } }] }, columns), [
      ['1'],
      ['2'],
    ]);
  });

  it('finds the list of rows', () => {
    assert.deepEqual(valuesOf({ payload: { rows: [[1, 2, 3]] } }, abc, { rows: 'payload.rows' }), [['1', '2', '3']]);
    assert.deepEqual(valuesOf({ x: [{ v: { a: 1, b: 2, c: 3 } }] }, abc, { rows: 'x[].v' }), [['1', '2', '3']]);
  });

  it('keeps the text of numbers that an expression compares', () => {
    const body = '{"x": [{"a": 1.0, "b": 2, "c": 30}, {"a": -1.0, "b": 5, "c": 6}]}';
    assert.deepEqual(valuesOf(body, abc, { rows: 'x[?a > `0`]' }), [['1.0', '2', '30']]);
  });

  it('names the expression that finds nothing, or no single value', () => {
    assert.throws(() => rowsOf({ x: 1, y: 2 }, abc, { rows: 'payload.rows' }), {
      message:
        "endpointInput: 'payload.rows' finds nothing in the data, an object with the keys 'x', 'y'; change captures.input.rows",
    });
    assert.throws(() => rowsOf([{ x: { y: [1] } }], [number('lat', 'x.y')]), {
      message:
        "endpointInput: what 'x.y' finds is a list; expected a text, a number, true, false or null; set captures.input.rows or the columns' path in the schema",
    });
    assert.throws(() => rowsOf([{ z: 1 }], [number('lat', 'x.y')]), {
      message:
        "endpointInput: no column has its value in the object with the keys 'z'; set captures.input.rows or the columns' path in the schema",
    });
  });
});
