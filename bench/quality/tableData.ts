import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { CaptureSchema } from '../../contract/captureSchema';
import type { Sla } from '../../contract/sla';

const [numeric, categorical] = [15, 5];
/** Values that each text column may hold. */
const categories = [5, 12, 30, 60, 110];
const rowsAFile = 10_000;

/** The columns of the generated table: whole numbers, two and four decimals, one with all digits, and texts. */
export const benchSchema: CaptureSchema = {
  version: 'v1',
  output: [{ name: 'n0', type: 'Integral' }],
  input: [
    ...Array.from({ length: numeric - 1 }, (_, i) => ({
      name: `n${i + 1}`,
      type: i + 1 < 5 ? ('Integral' as const) : ('Fractional' as const),
    })),
    ...Array.from({ length: categorical }, (_, i) => ({ name: `c${i}`, type: 'String' as const })),
  ],
};

/** An SLA without limits. */
export const benchSla: Sla = {
  endpoint: 'bench',
  owner: 'owner',
  runbook: 'https://example.com',
  freshnessHours: 2,
  features: {},
};

/** Paths of the generated data. */
export interface BenchData {
  readonly csv: string;
  /** Folders with the same rows as capture files of CSV and of JSON, 10,000 records each; empty if not requested. */
  readonly captures: string;
  readonly objects: string;
}

/** Generates the data once and keeps it in `cache`; the rows are always the same. */
export function benchData(cache: string, rows: number, withCaptures: boolean): BenchData {
  const folder = join(cache, `table-2-${rows}${withCaptures ? '-captures' : ''}`);
  if (!existsSync(folder)) {
    const making = `${folder}.${process.pid}`;
    rmSync(making, { recursive: true, force: true });
    for (const name of ['captures', 'objects']) mkdirSync(join(making, name), { recursive: true });
    write(making, rows, withCaptures);
    renameSync(making, folder);
  }
  const [csv = '', captures = '', objects = ''] = ['table.csv', 'captures', 'objects'].map((name) =>
    join(folder, name),
  );
  return { csv, captures, objects };
}

/** Writes the CSV's rows as Parquet beside it, once. Returns its path. */
export async function benchParquet(csv: string): Promise<string> {
  const parquet = csv.replace(/csv$/, 'parquet');
  if (existsSync(parquet)) return parquet;
  const [source, target] = [csv, `${parquet}.${process.pid}`].map((path) => `'${path.replaceAll("'", "''")}'`);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (FROM read_csv(${source})) TO ${target} (FORMAT parquet)`);
  connection.closeSync();
  renameSync(`${parquet}.${process.pid}`, parquet);
  return parquet;
}

function write(folder: string, rows: number, withCaptures: boolean): void {
  const random = mulberry32(42);
  const csv = openSync(join(folder, 'table.csv'), 'w');
  writeSync(csv, `${[...benchSchema.output, ...benchSchema.input].map(({ name }) => name).join(',')}\n`);
  for (let from = 0; from < rows; from += rowsAFile) {
    const lines = Array.from({ length: Math.min(rowsAFile, rows - from) }, () => row(random));
    writeSync(csv, `${lines.map((values) => values.join(',')).join('\n')}\n`);
    if (!withCaptures) continue;
    const name = `${String(from / rowsAFile).padStart(5, '0')}.jsonl`;
    writeFileSync(join(folder, 'captures', name), lines.map((values, i) => capture(values, from + i)).join(''));
    writeFileSync(join(folder, 'objects', name), lines.map((values, i) => objectCapture(values, from + i)).join(''));
  }
  closeSync(csv);
}

/** One row; about one number in a hundred is missing. */
function row(random: () => number): string[] {
  const numbers = Array.from({ length: numeric }, (_, i) => {
    if (random() < 0.01) return '';
    const value = (random() + random() + random() - 1.5) * 100 * (i + 1);
    if (i < 5) return String(Math.round(value));
    if (i === numeric - 1) return String(value);
    return value.toFixed(i < 10 ? 2 : 4);
  });
  return [...numbers, ...categories.map((count) => `cat${Math.floor(random() * random() * count)}`)];
}

function capture([first = '', ...others]: string[], id: number): string {
  const side = (mode: string, data: string) => ({ observedContentType: 'text/csv', mode, data, encoding: 'CSV' });
  return recordOf(side('INPUT', others.join(',')), side('OUTPUT', first || '0'), id);
}

/** A row whose input is a JSON object and whose output a JSON array, missing values null. */
function objectCapture([first = '', ...others]: string[], id: number): string {
  const jsonOf = (value: string, numeric: boolean) => (numeric ? value || 'null' : JSON.stringify(value));
  const members = benchSchema.input.map(
    ({ name, type }, i) => `${JSON.stringify(name)}:${jsonOf(others[i] ?? '', type !== 'String')}`,
  );
  const known = { observedContentType: 'application/json', encoding: 'JSON' };
  const side = (mode: string, data: string) => ({ ...known, mode, data });
  return recordOf(side('INPUT', `{${members.join(',')}}`), side('OUTPUT', `[${first || '0'}]`), id);
}

function recordOf(endpointInput: object, endpointOutput: object, id: number): string {
  const record = {
    captureData: { endpointInput, endpointOutput },
    eventMetadata: { eventId: `e${id}`, inferenceTime: '2026-11-02T08:00:00Z' },
    eventVersion: '0',
  };
  return `${JSON.stringify(record)}\n`;
}

/** A small generator with a seed: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
