import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { withParquetFile } from '../../../../quality/baseline/tables/parquetFile';

/** Expressions on the row number i, by what they make a column of; about one value in eleven is missing. */
const columns: Readonly<Record<string, string>> = {
  boolean: 'i % 3 = 0',
  tinyint: '(i % 256 - 128)::TINYINT',
  smallint: '(i - 5000)::SMALLINT',
  integer: '(i * 400000 - 2000000000)::INTEGER',
  bigint: '(i - 5000) * 1840000000000000',
  utinyint: '(i % 256)::UTINYINT',
  usmallint: '(i * 6)::USMALLINT',
  uinteger: '(i::BIGINT * 420000)::UINTEGER',
  ubigint: '(18446744073709551615 - i::HUGEINT)::UBIGINT',
  few: '(i % 7) * 1000000000000',
  float: '(sin(i) * pow(10, i % 70 - 35))::FLOAT',
  double: 'sin(i) * pow(10, i % 600 - 300)',
  fewDoubles: '(i % 9) / 8',
  wholeDouble: '(i - 5000)::DOUBLE * 1e12',
  specialDouble:
    "CASE i % 5 WHEN 0 THEN 'nan'::DOUBLE WHEN 1 THEN 'inf'::DOUBLE WHEN 2 THEN '-inf'::DOUBLE WHEN 3 THEN -0.0::DOUBLE ELSE 0 END",
  decimal4: '((i - 5000) / 100.0)::DECIMAL(4, 2)',
  decimal9: '(i * 7.001)::DECIMAL(9, 3)',
  decimal18: '(i * 1234567.123456)::DECIMAL(18, 6)',
  decimal38: '((i - 5000)::DECIMAL(38, 10) * 1234567890123.0123456789::DECIMAL(25, 10))::DECIMAL(38, 10)',
  decimalWhole: '(i - 5000)::DECIMAL(10, 0)',
  date: "DATE '1900-01-01' + i::INTEGER * 40",
  oldDate: "DATE '0030-01-01' - i::INTEGER",
  time: "TIME '00:00:00' + INTERVAL (i * 8639999) MICROSECONDS",
  timestamp: "TIMESTAMP '1965-01-01' + INTERVAL (i * 1234567890123) MICROSECONDS",
  timestampSeconds: "TIMESTAMP '2026-01-01' + INTERVAL (i) SECONDS",
  timestampMilliseconds: "(TIMESTAMP '1965-01-01' + INTERVAL (i * 100200300) MILLISECONDS)::TIMESTAMP_MS",
  timestampNanoseconds: 'make_timestamp_ns((i - 5000) * 1234567890123456)',
  timestampZone: "(TIMESTAMP '2026-01-01' + INTERVAL (i * 1234567) MICROSECONDS)::TIMESTAMPTZ",
  uuid: 'md5(i::VARCHAR)::UUID',
  enum: "(CASE i % 3 WHEN 0 THEN 'low' WHEN 1 THEN 'mid' ELSE 'high' END)::ENUM('low', 'mid', 'high')",
  text: "'c, ' || (i % 7)",
  manyTexts: "'ä€😀 ' || i",
  blob: "encode('a' || chr((i % 250 + 1)::INTEGER))",
  json: `('{"a": ' || i || '}')::JSON`,
  nothing: 'NULL::DOUBLE',
};

const names = Object.keys(columns);
/** A codec does not depend on the values: some rows of a second row group are enough. */
const codecs = ['zstd', 'gzip', 'brotli', 'lz4_raw'];

describe('withParquetFile', function () {
  this.timeout(60_000);
  let folder = '';
  let connection: DuckDBConnection;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parquet-'));
    connection = await (await DuckDBInstance.create(':memory:')).connect();
    const list = names.map((name) => `CASE WHEN i % 11 = 4 THEN NULL ELSE ${columns[name]} END AS "${name}"`);
    await connection.run(`CREATE TABLE source AS SELECT ${list.join(', ')} FROM range(10000) t(i)`);
  });
  after(() => {
    connection.closeSync();
    rmSync(folder, { recursive: true });
  });

  async function write(name: string, options: string, select = 'FROM source'): Promise<string> {
    const file = join(folder, name);
    await connection.run(`COPY (${select}) TO '${file}' (FORMAT parquet, ${options})`);
    return file;
  }

  async function textsOf(file: string): Promise<Record<string, (string | null)[]>> {
    const texts: Record<string, (string | null)[]> = {};
    await withParquetFile(file, async ({ names, groups }) => {
      for (const [place, name] of names.entries()) {
        const column: (string | null)[] = [];
        texts[name] = column;
        for (const { readColumn } of groups) await readColumn(place, (text) => column.push(text));
      }
    });
    return texts;
  }

  async function assertSameTexts(file: string, expectedNames: readonly string[]): Promise<void> {
    const [actual, expected] = [await textsOf(file), await duckdbTexts(file)];
    assert.deepEqual(Object.keys(actual), expectedNames);
    for (const name of expectedNames) assert.deepEqual(actual[name], expected[name], name);
  }

  async function duckdbTexts(file: string): Promise<Record<string, unknown[]>> {
    const reader = await connection.runAndReadAll(`SELECT COLUMNS(*)::VARCHAR FROM read_parquet('${file}')`);
    return reader.getColumnsObject();
  }

  for (const codec of ['uncompressed', 'snappy']) {
    it(`reads every type as DuckDB does, in several row groups of ${codec}`, async () => {
      await assertSameTexts(await write('types.parquet', `COMPRESSION ${codec}, ROW_GROUP_SIZE 4096`), names);
    });
  }

  for (const codec of codecs) {
    it(`reads every type as DuckDB does, in two row groups of ${codec}`, async () => {
      const options = `COMPRESSION ${codec}, ROW_GROUP_SIZE 2048`;
      await assertSameTexts(await write('types.parquet', options, 'FROM source LIMIT 2100'), names);
    });
  }

  it('reads delta and byte-stream encodings as DuckDB does, except wide deltas, which it refuses', async () => {
    const options = 'COMPRESSION snappy, PARQUET_VERSION V2, ROW_GROUP_SIZE 4096';
    const file = await write('v2.parquet', options, 'SELECT * EXCLUDE (uinteger) FROM source');
    await assertSameTexts(
      file,
      names.filter((name) => name !== 'uinteger'),
    );
    await assert.rejects(textsOf(await write('wide.parquet', options, 'SELECT uinteger FROM source')), {
      message: "column 'uinteger' is UINT_32 with delta encoding, which cannot be read; store it as INT64",
    });
  });

  it('refuses nested columns and types without a text', async () => {
    const nested = await write('nested.parquet', 'COMPRESSION snappy', 'SELECT [1, 2] AS list');
    await assert.rejects(textsOf(nested), {
      message: "column 'list' is nested; a training file needs one value a row",
    });
    const interval = await write('interval.parquet', 'COMPRESSION snappy', 'SELECT INTERVAL 1 DAY AS span');
    await assert.rejects(textsOf(interval), {
      message: "column 'span' has type INTERVAL, which cannot be read; store it as a number or as text",
    });
  });

  it('never reads fewer values from a file that is cut short or damaged', async () => {
    const bytes = readFileSync(await write('whole.parquet', 'COMPRESSION snappy', 'SELECT i FROM range(5000) t(i)'));
    const damaged = join(folder, 'damaged.parquet');
    for (const length of [4, 100, bytes.length - 1]) {
      writeFileSync(damaged, bytes.subarray(0, length));
      await assert.rejects(textsOf(damaged), Error);
    }
    for (let at = 4; at < bytes.length; at += Math.ceil(bytes.length / 60)) {
      const changed = Buffer.from(bytes);
      changed[at] = ~(changed[at] ?? 0);
      writeFileSync(damaged, changed);
      const read = await textsOf(damaged).catch((error: unknown) => error);
      assert.ok(read instanceof Error || Object.values(read as object).every(({ length }) => length === 5000), `${at}`);
    }
  });
});
