import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { SchemaContent } from '../../contract/captureSchema';
import { composePreprocessor, needsPreprocessor } from '../../contract/recordPreprocessor';
import { readingPlanOf } from '../../quality/record/readingPlan';
import { recordRows } from '../../quality/record/recordRows';

/** Calls the handler of each folder's script with its records, as the container does. Prints the rows of each, as JSON. */
const program = `
import importlib.util, json, logging, sys

logging.basicConfig(level=logging.WARNING)

class Part:
    def __init__(self, fields):
        self.__dict__.update(fields)

def part(fields):
    return None if fields is None else Part({"encoding": fields.get("encoding"), "data": fields.get("data"),
        "observedContentType": fields.get("observedContentType"), "mode": fields.get("mode")})

for case in json.load(sys.stdin):
    spec = importlib.util.spec_from_loader("preprocessor", loader=None)
    module = importlib.util.module_from_spec(spec)
    exec(case["script"], module.__dict__)
    rows_of_lines = []
    for line in case["lines"]:
        record = json.loads(line)
        data = record["captureData"]
        rows = module.preprocess_handler(Part({
            "endpoint_input": part(data.get("endpointInput")),
            "endpoint_output": part(data.get("endpointOutput")),
            "event_dict": record,
        }), logging)
        rows_of_lines.append([[row[key] for key in sorted(row)] for row in rows])
    print("ROWS " + json.dumps(rows_of_lines))
`;

interface Case {
  readonly schema: SchemaContent;
  readonly lines: readonly string[];
}

function rowsInPython(cases: readonly Case[]): unknown[] {
  const file = join(mkdtempSync(join(tmpdir(), 'preprocessor-')), 'run.py');
  writeFileSync(file, program);
  const input = JSON.stringify(cases.map(({ schema, lines }) => ({ script: composePreprocessor(schema), lines })));
  const python = process.env['REHEARSAL_PYTHON'] ?? 'python3';
  const { stdout, stderr, status } = spawnSync(python, [file], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(status, 0, stderr);
  // A script that prints would break the container, which reads the rows from there.
  const lines = stdout.trimEnd().split('\n');
  assert.ok(
    lines.every((line) => line.startsWith('ROWS ')),
    stdout,
  );
  return lines.map((line) => JSON.parse(line.slice('ROWS '.length)));
}

const rowsHere = ({ schema, lines }: Case) =>
  lines.map((line) => {
    const { rows } = recordRows(line, readingPlanOf(schema));
    const ignored = [...schema.output, ...schema.input].map((column) => column.ignored === true);
    return rows.map((row) => row.map((value, i) => (ignored[i] ? null : value)));
  });

const body = (data: unknown, contentType = 'application/json') => ({
  observedContentType: contentType,
  data: typeof data === 'string' ? data : JSON.stringify(data),
  encoding: contentType.startsWith('text/csv') ? 'CSV' : 'JSON',
});
const line = (endpointOutput: object, endpointInput: object, eventMetadata: object = {}) =>
  JSON.stringify({ captureData: { endpointInput, endpointOutput }, eventMetadata });

const names = ['a', 'b', 'c'];
const flat: SchemaContent = {
  output: [{ name: 'score', type: 'Fractional' }],
  input: names.map((name) => ({ name, type: 'Fractional' })),
};

describe('the record preprocessor', function () {
  this.timeout(60_000);

  it('is needed by a schema that the container cannot follow', () => {
    assert.equal(needsPreprocessor(flat), false);
    assert.equal(needsPreprocessor({ ...flat, captures: { input: { header: true } } }), true);
    assert.equal(needsPreprocessor({ ...flat, captures: { exclude: 'x' } }), true);
    assert.equal(needsPreprocessor({ ...flat, output: [{ name: 's', type: 'Integral', path: 'x' }] }), true);
  });

  it('reads the envelopes of model servers as the analyzer does', () => {
    const requests: unknown[] = [
      [1, 2.0, 3],
      { c: 3, b: null, a: 1 },
      { instances: [[1, 2, 3]] },
      { inputs: { b: [[2]], a: [[1]], c: [[3]] } },
      { dataframe_split: { columns: ['c', 'b', 'a'], data: [[3, 2, 1]] } },
      { columns: [0, 1, 2], data: [[1, 2, 3]] },
      { instances: [{ data: { features: { values: [1, '', true] } } }] },
    ];
    const lines = requests.map((request) => line(body({ scores: [{ score: 0.5 }] }), body(request)));
    lines.push(line(body('0.5', 'text/csv'), body('1,"x, y",\n', 'text/csv')));
    lines.push(line(body('{"predictions": [1.50, 2]}'), body('{"instances": [[1.0, 1e3, -3], [4, 5, 6]]}')));
    const both = { schema: flat, lines };
    assert.deepEqual(rowsInPython([both])[0], rowsHere(both));
  });

  it('follows paths, keys, headers, ignored columns and conditions as the analyzer does', () => {
    const schema: SchemaContent = {
      output: [{ name: 'score', type: 'Fractional', path: 'scores[?id == `1`].value | [0]' }],
      input: [
        { name: 'x', type: 'Fractional', path: 'position.x' },
        { name: 'y', type: 'Fractional', capturedAs: 'why' },
        { name: 'z', type: 'String', ignored: true },
      ],
      captures: {
        input: { rows: 'payload[]' },
        exclude: "test == 'true' || contains(customAttributes, 'probe') || eventMetadata.inferenceId == 'test-7'",
      },
    };
    const answer = body({
      scores: [
        { id: 2, value: 7 },
        { id: 1, value: 0.25 },
      ],
    });
    const request = body({ payload: [{ position: { x: 1.5 }, why: 'w', z: 3 }] });
    const nested = {
      schema,
      lines: [
        line(answer, request),
        line(answer, request, { customAttributes: ['{"test": "true"}'] }),
        line(answer, request, { customAttributes: ['probe'] }),
        line(answer, request, { customAttributes: ['{"test": "false"}', 'x'] }),
        line(answer, request, { inferenceId: 'test-7' }),
      ],
    };
    const headed = {
      schema: { ...flat, captures: { input: { header: true } } },
      lines: [line(body('0.5', 'text/csv'), body('c,a\n3,1\n', 'text/csv'))],
    };
    assert.deepEqual(rowsInPython([nested, headed]), [rowsHere(nested), rowsHere(headed)]);
    assert.deepEqual(
      rowsHere(nested).map((rows) => rows.length),
      [1, 0, 0, 1, 0],
    );
  });

  it('leaves out a record that cannot be read, and prints nothing', () => {
    const lines = [line(body('0.5', 'text/csv'), body('1,2\n', 'text/csv')), line(body('x'), body([1, 2, 3]))];
    assert.deepEqual(rowsInPython([{ schema: flat, lines }]), [[[], []]]);
  });

  it('reads nested tables of any shape as the analyzer does', () => {
    const key = fc.stringMatching(/^[a-z "'.-]{1,6}$/);
    const value = fc.oneof(
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.string(),
    );
    const table = fc.record({
      places: fc.uniqueArray(fc.tuple(fc.constantFrom('p', 'q'), key), {
        minLength: 3,
        maxLength: 3,
        selector: ([a, b]) => a + b,
      }),
      rows: fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 4 }),
    });
    const cases = fc.sample(table, { numRuns: 60, seed: 7 }).map(({ places, rows }): Case => {
      const schema: SchemaContent = {
        output: [],
        input: places.map(([parent, child], i) => ({
          name: `c${i}`,
          type: 'String',
          path: `${parent}.${JSON.stringify(child)}`,
        })),
        captures: { input: { rows: 'data.rows' } },
      };
      const objects = rows.map((row) => {
        const object: Record<string, Record<string, unknown>> = {};
        for (const [i, [parent, child]] of places.entries()) {
          object[parent] = { ...object[parent], [child]: row[i] };
        }
        return object;
      });
      const flatRows = {
        schema: { output: [], input: names.map((name) => ({ name, type: 'String' as const })) },
        lines: [line(body('1'), body(rows))],
      };
      const nested = { schema, lines: [line(body('1'), body({ data: { rows: objects } }))] };
      assert.deepEqual(rowsHere(nested), rowsHere(flatRows));
      return nested;
    });
    assert.deepEqual(rowsInPython(cases), cases.map(rowsHere));
  });
});
