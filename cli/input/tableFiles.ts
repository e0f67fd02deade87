import { createWriteStream, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InvalidArgumentError } from 'commander';
import { UserError, unreadable } from '../../contract/userError';
import type { TableFile, TableFormat } from '../../quality/baseline/tables/tableFile';
import { formatCount } from '../../report/text/formats';
import type { OtherFiles } from '../../report/text/otherFiles';
import { openStore } from '../../store/openStore';
import { refuseWithout } from '../terminal/options';
import { collectOtherFiles, type OnOtherFiles, reportOtherFiles } from './otherFiles';

/** Options on how tables are read. */
export interface TableOptions {
  readonly header: boolean;
  readonly predictionLast?: boolean;
  readonly separator?: string;
  readonly encoding?: string;
}

/** Flags and descriptions of these options. */
export const tableOptions = {
  header: ['--no-header', 'the file has no header row; its columns are in schema order'],
  predictionLast: [
    '--prediction-last',
    'the file has no header row; the prediction follows the other columns, as batch transform joins them',
  ],
  separator: [
    '--separator <character>',
    "separator of a CSV: one character, or 'tab' (default: a comma)",
    parseSeparator,
  ],
  encoding: ['--encoding <name>', 'encoding of a text, such as windows-1252 or utf-16le (default: UTF-8)'],
} as const;

/** Describes an option that names tables. */
export function tableFilesHelp(subject: string): string {
  return `${subject}, folders or s3:// addresses: CSV, JSON lines or a JSON array (also gzipped), or Parquet`;
}

/** How the options say that files are to be read. */
export function tableFormat({ header, predictionLast, separator, encoding }: TableOptions): TableFormat {
  return { header: header && !predictionLast, predictionLast, separator, encoding };
}

/** Throws a UserError for an option on tables that has no effect without `required`. */
export function refuseTableOptions(required: string, options: TableOptions): void {
  const { header, predictionLast, separator, encoding } = options;
  refuseWithout(required, {
    '--no-header': header ? undefined : true,
    '--prediction-last': predictionLast,
    '--separator': separator,
    '--encoding': encoding,
  });
}

/** Parses the separator of a CSV. */
function parseSeparator(text: string): string {
  if (text === 'tab' || text === '\\t') return '\t';
  if (/^[\t -~]$/.test(text) && !/["A-Za-z0-9.+-]/.test(text)) return text;
  throw new InvalidArgumentError("expected one character such as ';' or '|', or 'tab'");
}

const tableName = /\.(csv|tsv|txt|json|jsonl|ndjson|parquet)(\.out)?(\.gz)?$/i;
const tableNames = '*.csv, *.tsv, *.txt, *.json, *.jsonl, *.ndjson, *.parquet, also with .out or .gz';

/**
 * Calls `use` with the table files at paths and `s3://` addresses, and in the folders below them. Objects are copied to
 * temporary files for as long as `use` takes. Files that are passed over are named on stderr, and passed on.
 */
export async function withTableFiles<T>(
  addresses: readonly string[],
  endpointUrl: string | undefined,
  use: (files: readonly TableFile[], otherFiles: readonly OtherFiles[]) => Promise<T>,
): Promise<T> {
  const copies: string[] = [];
  const otherFiles: OtherFiles[] = [];
  const onOthers = collectOtherFiles(otherFiles);
  try {
    const files: TableFile[] = [];
    for (const address of addresses) {
      if (address.startsWith('s3://')) files.push(...(await copyObjects(address, endpointUrl, copies, onOthers)));
      else files.push(...localFiles(address, onOthers));
    }
    return await use(files, otherFiles);
  } finally {
    for (const folder of copies) rmSync(folder, { recursive: true, force: true });
  }
}

function localFiles(path: string, onOthers: OnOtherFiles): TableFile[] {
  try {
    if (!statSync(path).isDirectory()) return [{ name: path, path }];
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(path, name)).isFile(),
    );
    return selectTables(path, names, onOthers).map((name) => ({ name: join(path, name), path: join(path, name) }));
  } catch (error) {
    throw error instanceof UserError ? error : unreadable(path, error);
  }
}

/** The names of tables, sorted. Markers such as `_SUCCESS` are not data. */
function selectTables(folder: string, names: readonly string[], onOthers: OnOtherFiles): string[] {
  const visible = names.filter((name) => !/^[._]/.test(basename(name))).sort();
  const tables = visible.filter((name) => tableName.test(name));
  const others = visible.filter((name) => !tableName.test(name));
  if (tables.length === 0) {
    const seen = others.length === 0 ? 'it is empty' : `it has ${formatCount(others.length, 'other file')}`;
    throw new UserError(`${folder}: has no files ${tableNames}; ${seen}`);
  }
  reportOtherFiles(folder, others, onOthers);
  return tables;
}

/** Copies an object, or the tables below a prefix, to a temporary folder, which `copies` gets. */
async function copyObjects(
  address: string,
  endpointUrl: string | undefined,
  copies: string[],
  onOthers: OnOtherFiles,
): Promise<TableFile[]> {
  const { folder = '', name = '' } = /^(?<folder>s3:\/\/.+?)\/(?<name>[^/]*)\/?$/.exec(address)?.groups ?? {};
  const store = openStore(folder === '' ? address : folder, endpointUrl);
  try {
    const keys = (await store.list(name)).map(({ key }) => key);
    const below = name === '' ? '' : `${name}/`;
    const inFolder = keys.filter((key) => key.startsWith(below)).map((key) => key.slice(below.length));
    if (!keys.includes(name) && inFolder.length === 0) throw new UserError(`${address}: no such object`);
    const selected = keys.includes(name) ? [name] : selectTables(address, inFolder, onOthers).map((key) => below + key);
    const target = mkdtempSync(join(tmpdir(), 'tables-'));
    copies.push(target);
    const files: TableFile[] = [];
    for (const [i, key] of selected.entries()) {
      const path = join(target, String(i));
      await pipeline(store.open(key), createWriteStream(path));
      files.push({ name: `${store.address}/${key}`, path });
    }
    return files;
  } finally {
    store.close();
  }
}
