import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { Kernel } from '../../../quality/kernel/kernel';
import { kernelRows } from '../../support/kernelRows';

/** The records of a CSV that comes in pieces of `size` bytes, each with its line. */
function readRecords(text: string, size = Number.POSITIVE_INFINITY): { fields: string[]; line: number }[] {
  const records: { fields: string[]; line: number }[] = [];
  const kernel = new Kernel();
  const reader = kernel.csvReader(() => records.push(...kernelRows(kernel)));
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) reader.push(Buffer.from(bytes.subarray(at, at + size)));
  reader.end();
  return records;
}

const fieldsOf = (text: string, size?: number) => readRecords(text, size).map(({ fields }) => fields);

describe('CsvReader', () => {
  const field = fc.oneof(
    fc.constantFrom('', '1', '-2.5', 'é', 'a b'),
    fc.array(fc.constantFrom('a', '"', ',', '\n', '\r\n', '日'), { maxLength: 6 }).map((parts) => parts.join('')),
  );
  const written = (value: string, always: boolean) =>
    always || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

  it('agrees with csv-parse, in pieces of any size', () => {
    const rows = fc.array(fc.array(fc.tuple(field, fc.boolean()), { minLength: 1, maxLength: 5 }), { minLength: 1 });
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 40 }),
        (cells, lineEnd, size) => {
          const text = cells.map((row) => row.map(([value, always]) => written(value, always)).join(',')).join(lineEnd);
          const options = { bom: true, relax_column_count: true, skip_empty_lines: true, record_delimiter: lineEnd };
          const expected: string[][] = parse(text, options);
          assert.deepEqual(fieldsOf(text, size), expected);
          assert.deepEqual(fieldsOf(text), expected);
        },
      ),
    );
  });

  it('removes a byte order mark and counts lines, including those inside quotes', () => {
    assert.deepEqual(readRecords('\ufeffa,b\n\n"x\ny",1\r\n2,3', 1), [
      { fields: ['a', 'b'], line: 1 },
      { fields: ['x\ny', '1'], line: 3 },
      { fields: ['2', '3'], line: 5 },
    ]);
  });

  it('reads many records of any width, each with its line', () => {
    const widths = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(widths, fc.integer({ min: 200, max: 5000 }), (pattern, size) => {
        const expected = Array.from({ length: 200 }, (_, r) => ({
          fields: Array.from({ length: pattern[r % pattern.length] ?? 1 }, (__, i) => `${r}.${i}`),
          line: r + 1,
        }));
        assert.deepEqual(readRecords(expected.map(({ fields }) => fields.join(',')).join('\n'), size), expected);
      }),
      { numRuns: 30 },
    );
  });

  it('reads a record far longer than a piece, and the records after it', () => {
    const long = 'a"b\n,'.repeat(100_000);
    const text = `1,2\n3,${written(long, true)},4\n5\n`;
    const expected = [['1', '2'], ['3', long, '4'], ['5']];
    for (const size of [50_000, 300_000, undefined]) assert.deepEqual(fieldsOf(text, size), expected);
    assert.equal(readRecords(text, 50_000).at(-1)?.line, 3 + 100_000);
  });

  it('hands out the records before invalid CSV', () => {
    const counts: number[] = [];
    const kernel = new Kernel();
    const reader = kernel.csvReader(() => counts.push(kernelRows(kernel).length));
    assert.throws(() => reader.push(Buffer.from('a,b\n1,2\n3,"4"5\n6,7\n')));
    assert.deepEqual(counts, [2]);
  });

  it('rejects a record that is too long or has too many values', () => {
    assert.throws(() => readRecords(`a\n${'1,'.repeat(1_300_000)}`), {
      message: 'line 2: the record has more than 1000000 values',
    });
    const megabyte = Buffer.alloc(1 << 20, 'x');
    const endless = function* () {
      yield Buffer.from('a\n"');
      for (let i = 0; i < 130; i++) yield megabyte;
    };
    const reader = new Kernel().csvReader(() => undefined);
    assert.throws(
      () => {
        for (const piece of endless()) reader.push(piece);
      },
      { message: 'line 2: the record has more than 134217728 bytes' },
    );
  });

  const broken: Record<string, [string, string]> = {
    'a quote that is never closed': ['a\n"b,c\n', 'line 2: an opening quote is never closed'],
    'a quote inside a value': [
      'a\nb"c"\n',
      'line 2: a quote inside a value; quote the whole value and double the quotes inside',
    ],
    'text after a closing quote': ['"a"b\n', 'line 1: text after a closing quote; double the quotes inside a value'],
  };
  for (const [what, [text, message]] of Object.entries(broken)) {
    it(`rejects ${what}`, () => {
      for (const size of [1, 3, 100]) assert.throws(() => readRecords(text, size), { message });
    });
  }
});
