import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import type { CaptureSchema } from '../../../../contract/captureSchema';
import { readTrainingFiles } from '../../../../quality/baseline/tables/readTrainingFiles';
import type { TableFormat } from '../../../../quality/baseline/tables/tableFile';
import { columnStatistics } from '../../../../quality/profile/columnStatistics';

type Table = (string | null)[][];

const names = ['a', 'b', 'c'];
const schema: CaptureSchema = {
  version: 'v1',
  output: [{ name: 'a', type: 'String' }],
  input: ['b', 'c'].map((name) => ({ name, type: 'String' })),
};
const sla = { endpoint: 'e', owner: 'o', runbook: 'https://example.com', freshnessHours: 2, features: {} };

const cell = fc.oneof(
  fc.constant(null),
  fc.integer({ min: -99, max: 99 }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom(
    '1.0',
    '-0',
    '1e5',
    'NaN',
    'true',
    '001',
    ' 1',
    'a,b',
    'x;y',
    'p|q\tr',
    '5" pipe',
    "O'Neil",
    'two\nlines',
    'Köln',
    '日本',
    '🙂',
  ),
  fc.string({ minLength: 1, maxLength: 5 }).filter((text) => !/[\0\ufeff]/.test(text)),
);
const table: fc.Arbitrary<Table> = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 30 });

interface CsvStyle {
  readonly separator: string;
  readonly lineEnd: string;
  readonly quoteAll: boolean;
  readonly mark: boolean;
}

const csvStyle: fc.Arbitrary<CsvStyle> = fc.record({
  separator: fc.constantFrom(',', ';', '\t', '|'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  quoteAll: fc.boolean(),
  mark: fc.boolean(),
});

function csvOf(rows: Table, { separator, lineEnd, quoteAll, mark }: CsvStyle): string {
  const quoted = (text: string) =>
    quoteAll || text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = [names, ...rows].map((row) => row.map((text) => (text === null ? '' : quoted(text))).join(separator));
  return `${mark ? '\ufeff' : ''}${lines.join(lineEnd)}${lineEnd}`;
}

/** A JSON number where the text is one, or a string. */
function jsonValue(text: string | null): string {
  return text !== null && /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? text : JSON.stringify(text);
}

interface JsonStyle {
  readonly order: readonly number[];
  /** Whether keys without a value are left out. */
  readonly sparse: boolean;
  readonly layout: 'lines' | 'array' | 'lines of arrays' | 'one array over lines';
}

const jsonStyle: fc.Arbitrary<JsonStyle> = fc.record({
  order: fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
  sparse: fc.boolean(),
  layout: fc.constantFrom('lines', 'array', 'lines of arrays', 'one array over lines'),
});

function jsonOf(rows: Table, { order, sparse, layout }: JsonStyle): string {
  const objectOf = (row: (string | null)[]) => {
    const members = order.flatMap((place) => {
      const value = row[place] ?? null;
      return value === null && sparse ? [] : [`${JSON.stringify(names[place])}: ${jsonValue(value)}`];
    });
    return `{${members.join(', ')}}`;
  };
  if (layout === 'lines') return rows.map((row) => `${objectOf(row)}\n`).join('');
  if (layout === 'array') return `[${rows.map(objectOf).join(',')}]`;
  if (layout === 'one array over lines')
    return `[\n  ${rows.map((row) => objectOf(row).replaceAll(', "', ',\n    "')).join(',\n  ')}\n]\n`;
  return rows.map((row) => `[${row.map(jsonValue).join(',')}]`).join('\n');
}

describe('a table', function () {
  this.timeout(120_000);
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'kinds-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  async function statisticsOf(files: readonly (string | Uint8Array)[], format: Partial<TableFormat> = {}) {
    const written = files.map((bytes, i) => {
      const path = join(folder, `${i}`);
      writeFileSync(path, bytes);
      return { name: `${i}`, path };
    });
    const read = await readTrainingFiles({ files: written, format: { header: true, ...format }, schema, sla });
    assert.deepEqual(read.rejects, []);
    return read.statistics.features;
  }

  const expected = (rows: Table) =>
    names.map(
      (name, i) =>
        columnStatistics(
          name,
          rows.map((row) => row[i] ?? null),
        ).statistics,
    );

  it('has the same statistics as CSV of any separator, quotes and line ends, also in several gzipped files', async () => {
    await fc.assert(
      fc.asyncProperty(table, csvStyle, fc.nat(30), async (rows, style, cut) => {
        const csv = csvOf(rows, style);
        const { separator } = style;
        assert.deepEqual(await statisticsOf([csv], { separator }), expected(rows));
        const parts = [rows.slice(0, cut), rows.slice(cut)].map((part) => gzipSync(csvOf(part, style)));
        assert.deepEqual(await statisticsOf(parts, { separator }), expected(rows));
      }),
      { numRuns: 60 },
    );
  });

  it('has the same statistics as JSON in any layout and order of keys', async () => {
    await fc.assert(
      fc.asyncProperty(table, jsonStyle, fc.boolean(), async (rows, style, packed) => {
        fc.pre(!style.sparse || names.every((_, i) => rows.some((row) => row[i] !== null)));
        const json = jsonOf(rows, style);
        assert.deepEqual(await statisticsOf([packed ? gzipSync(json) : json]), expected(rows));
      }),
      { numRuns: 100 },
    );
  });

  it('has the same statistics in another encoding', async () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'é', '€', '’', '1', ';'), minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(letters, letters, letters), { minLength: 1 }),
        csvStyle,
        async (rows, style) => {
          const csv = csvOf(rows, { ...style, mark: false });
          const bytes = Buffer.from(csv.replaceAll('€', '\x80').replaceAll('’', '\x92'), 'latin1');
          const { separator } = style;
          assert.deepEqual(await statisticsOf([bytes], { separator, encoding: 'windows-1252' }), expected(rows));
          const wide = Buffer.from(`\ufeff${csv}`, 'utf16le');
          assert.deepEqual(await statisticsOf([wide], { separator, encoding: 'utf-16le' }), expected(rows));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('has the same statistics as Parquet', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const values = rows.map(
          (row) => `(${row.map((text) => (text === null ? 'NULL' : `'${text.replaceAll("'", "''")}'`)).join()})`,
        );
        const path = join(folder, 't.parquet');
        await connection.run(
          `COPY (SELECT c0::VARCHAR AS a, c1::VARCHAR AS b, c2::VARCHAR AS c FROM (VALUES ${values.join()}) AS t(c0, c1, c2)) TO '${path}' (FORMAT parquet)`,
        );
        const files = [{ name: path, path }];
        const read = await readTrainingFiles({ files, format: { header: true }, schema, sla });
        assert.deepEqual(read.statistics.features, expected(rows));
      }),
      { numRuns: 20 },
    );
  });
});
