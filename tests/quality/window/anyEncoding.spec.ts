import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Column, SchemaContent } from '../../../contract/captureSchema';
import { captureSource } from '../../../quality/source/captureSource';
import { readWindowColumns, type WindowColumns } from '../../../quality/window/windowColumns';
import { windowPlanOf } from '../../../quality/window/windowPlan';

/** A value as it is captured: a number by its text, a text, or null if it is missing. */
type Value = { readonly number: string } | string | null;

interface Table {
  readonly schema: SchemaContent;
  readonly rows: readonly { readonly output: readonly Value[]; readonly input: readonly Value[] }[];
}

const number = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.constantFrom('1.0', '-2.50', '1e5', 'NaN', '-Infinity'),
);
const text = fc.oneof(
  fc.constantFrom('a', 'null', '5" pipe', 'a,b', 'x\ny', ' 7', 'é', '\ufeffx', "it's", '\\'),
  fc.string({ minLength: 1, maxLength: 6, unit: 'grapheme' }),
);
const usable = (value: string) => !/[\0\ud800-\udfff\r]/.test(value.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ''));
const value: fc.Arbitrary<Value> = fc.oneof(
  { weight: 3, arbitrary: number.map((written) => ({ number: written })) },
  { weight: 2, arbitrary: text.filter(usable) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const name = fc.oneof(text, fc.constantFrom('instances', 'score', 'score_2', 'a.b', '__proto__', 'constructor', '1'));

const table: fc.Arbitrary<Table> = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }))
  .chain(([outputs, inputs]) =>
    fc.record({
      names: fc.uniqueArray(name.filter(usable), { minLength: outputs + inputs, maxLength: outputs + inputs }),
      values: fc.array(fc.array(value, { minLength: outputs + inputs, maxLength: outputs + inputs }), {
        minLength: 1,
        maxLength: 5,
      }),
      outputs: fc.constant(outputs),
    }),
  )
  .map(({ names, values, outputs }) => {
    // Numbers only, so that the text null of a single column is not special.
    const columns = names.map((name): Column => ({ name, type: 'String' }));
    return {
      schema: { output: columns.slice(0, outputs), input: columns.slice(outputs) },
      rows: values.map((row) => ({ output: row.slice(0, outputs), input: row.slice(outputs) })),
    };
  })
  // A row that is word for word its columns' names is a header.
  .filter(({ schema, rows }) =>
    rows.every((row) =>
      (['output', 'input'] as const).every((side) => row[side].some((cell, i) => cell !== schema[side][i]?.name)),
    ),
  );

const plain = (cell: Value) => (cell !== null && typeof cell === 'object' ? cell.number : cell);
const jsonValue = (cell: Value) => (cell !== null && typeof cell === 'object' ? cell.number : JSON.stringify(cell));

type Cells = readonly (readonly Value[])[];

/** Bodies of the same rows of one side, by the way they are written. */
const bodies: Record<
  string,
  (rows: Cells, names: readonly string[]) => { data: string; encoding: string; type: string }
> = {
  CSV: (rows) => ({
    data: rows.map((row) => row.map((cell) => csvValue(plain(cell), row.length)).join(',')).join('\n'),
    encoding: 'CSV',
    type: 'text/csv',
  }),
  'CSV with a header in another order': (rows, names) => {
    const order = names.map((_, i) => i).reverse();
    const lines = rows.map((row) => order.map((i) => csvValue(plain(row[i] ?? null), row.length)).join(','));
    const header = order.map((i) => csvValue(names[i] ?? '', 2)).join(',');
    return { data: [header, ...lines].join('\r\n'), encoding: 'CSV', type: 'text/csv; header=present' };
  },
  'JSON lists': (rows) => ({
    data: `[${rows.map((row) => `[${row.map(jsonValue).join(',')}]`).join(',')}]`,
    encoding: 'JSON',
    type: 'application/json',
  }),
  'JSON objects': (rows, names) => ({ ...objects(rows, names, false), encoding: 'JSON', type: 'application/json' }),
  'JSON objects without the missing keys, in another order': (rows, names) => ({
    ...objects(rows, names, true),
    encoding: 'JSON',
    type: 'application/json',
  }),
  'JSON lines in base64': (rows, names) => {
    const lines = rows.map((row) => objects([row], names, true).data.slice(1, -1)).join('\n');
    return { data: Buffer.from(lines).toString('base64'), encoding: 'BASE64', type: 'application/jsonlines' };
  },
  'CSV in base64 with a byte order mark': (rows) => {
    const csv = rows.map((row) => row.map((cell) => csvValue(plain(cell), row.length)).join(',')).join('\n');
    return { data: Buffer.from(`\ufeff${csv}`).toString('base64'), encoding: 'BASE64', type: 'text/csv' };
  },
};

/** A value of CSV; the empty one of a single column is quoted, since a blank line may be no row. */
function csvValue(cell: string | null, width: number): string {
  if (cell === null) return width === 1 ? '""' : '';
  return /[",\n\ufeff]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function objects(rows: Cells, names: readonly string[], sparse: boolean): { data: string } {
  const objectOf = (row: readonly Value[]) => {
    const members = row.flatMap((cell, i) =>
      sparse && cell === null ? [] : [`${JSON.stringify(names[i])}:${jsonValue(cell)}`],
    );
    return `{${(sparse ? members.reverse() : members).join(',')}}`;
  };
  return { data: `[${rows.map(objectOf).join(',')}]` };
}

/** The captures of a table: all rows in one record, then each in its own, which match templates of the first. */
function capturesOf({ schema, rows }: Table, writing: string): string {
  const write = bodies[writing];
  const bodyOf = (cells: Cells, columns: readonly Column[]) => {
    const { data, encoding, type } =
      write?.(
        cells,
        columns.map((column) => column.name),
      ) ?? {};
    return { observedContentType: type, mode: 'INPUT', data, encoding };
  };
  const recordOf = (part: Table['rows']) =>
    JSON.stringify({
      captureData: {
        endpointInput: bodyOf(
          part.map(({ input }) => input),
          schema.input,
        ),
        endpointOutput: bodyOf(
          part.map(({ output }) => output),
          schema.output,
        ),
      },
    });
  return [recordOf(rows), ...rows.map((row) => recordOf([row])), ...rows.map((row) => recordOf([row]))].join('\n');
}

function read(table: Table, writing: string): Promise<WindowColumns> {
  const names = [...table.schema.output, ...table.schema.input].map((column) => column.name);
  return readWindowColumns({
    captures: [captureSource('f', capturesOf(table, writing))],
    ...windowPlanOf(names, table.schema),
    trackedValues: [],
    use: 'expected',
    whose: 'the schema has',
  });
}

describe('any table of captures', () => {
  const [first = '', ...others] = Object.keys(bodies);
  for (const writing of others) {
    it(`has the same statistics as ${writing} and as ${first}`, async function () {
      this.timeout(60_000);
      await fc.assert(
        fc.asyncProperty(table, async (any) => {
          const [expected, actual] = [await read(any, first), await read(any, writing)];
          assert.deepEqual(actual.rejects, []);
          assert.deepEqual([actual.rows, expected.rows], [3 * any.rows.length, 3 * any.rows.length]);
          assert.deepEqual(
            actual.columns.map(({ statistics }) => statistics),
            expected.columns.map(({ statistics }) => statistics),
          );
          assert.deepEqual(actual.unknownKeys, []);
        }),
        { numRuns: 150 },
      );
    });
  }
});
