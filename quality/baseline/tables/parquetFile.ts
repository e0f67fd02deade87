import { type FileHandle, open } from 'node:fs/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { AsyncBuffer, Compressors, FileMetaData, RowGroup, SchemaElement } from 'hyparquet';
import { parquetText, type StoredValue, type ToText } from './parquetText';
import { TableError } from './tableFile';

/** A Parquet file, open for reading. */
export interface ParquetFile {
  /** Its columns, in order. */
  readonly names: readonly string[];
  readonly groups: readonly ParquetGroup[];
}

/** A row group: rows that lie together in the file, column after column. */
export interface ParquetGroup {
  readonly rows: number;
  /** Reads one column in row order, each value as its text. Memory holds one column of the group. */
  readColumn(place: number, take: TakeText): Promise<void>;
}

type TakeText = (text: string | null) => void;

/** Opens a Parquet file for as long as `use` takes. Throws a TableError when it cannot be read. */
export async function withParquetFile(path: string, use: (file: ParquetFile) => Promise<void>): Promise<void> {
  const handle = await open(path);
  try {
    await use(await openParquet(handle));
  } catch (error) {
    if (error instanceof TableError) throw error;
    // The library's own words mean nothing to a person.
    throw new TableError('is damaged, cut short or of a kind of Parquet that cannot be read; write it again');
  } finally {
    await handle.close();
  }
}

async function openParquet(handle: FileHandle): Promise<ParquetFile> {
  // Loaded here: most callers read no Parquet.
  const { parquetMetadataAsync, parquetSchema } = await import('hyparquet');
  const file = await bufferOf(handle);
  const metadata = await parquetMetadataAsync(file, { geoparquet: false });
  const columns = parquetSchema(metadata).children.map(({ element }) => element);
  const stored = { ...metadata, schema: metadata.schema.map(withoutLogicalType) };
  let groupStart = 0;
  const groups = metadata.row_groups.map((group): ParquetGroup => {
    const [start, rows] = [groupStart, Number(group.num_rows)];
    groupStart += rows;
    const readColumnTexts: ParquetGroup['readColumn'] = async (place, take) => {
      const element = columns[place];
      if (!element) return;
      refuseWideDeltas(element, encodings(group, element.name));
      await readColumn({ file, metadata: stored, element, start, rows, take });
    };
    return { rows, readColumn: readColumnTexts };
  });
  return { names: columns.map(({ name }) => name), groups };
}

function encodings(group: RowGroup, column: string): readonly string[] {
  return group.columns.flatMap(({ meta_data }) => (meta_data?.path_in_schema[0] === column ? meta_data.encodings : []));
}

/** DuckDB writes their deltas with more than 32 bits, of which the library would drop some. */
function refuseWideDeltas({ name, type, converted_type }: SchemaElement, used: readonly string[]): void {
  if (type !== 'INT32' || converted_type !== 'UINT_32' || !used.includes('DELTA_BINARY_PACKED')) return;
  throw new TableError(`column '${name}' is UINT_32 with delta encoding, which cannot be read; store it as INT64`);
}

async function bufferOf(handle: FileHandle): Promise<AsyncBuffer> {
  const { size: byteLength } = await handle.stat();
  const slice = async (start: number, end = byteLength): Promise<ArrayBuffer> => {
    if (end > byteLength || start < 0 || start > end) throw new TableError('the file is cut short or damaged');
    const bytes = new Uint8Array(new ArrayBuffer(end - start));
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at);
      if (bytesRead === 0) throw new TableError('the file is cut short or damaged');
      at += bytesRead;
    }
    return bytes.buffer;
  };
  return { byteLength, slice };
}

/** Without it the library gives values as they are stored: its own conversion of decimals and instants loses digits. */
function withoutLogicalType(element: SchemaElement): SchemaElement {
  const { converted_type: _converted, logical_type: _logical, ...stored } = element;
  return stored;
}

async function readColumn(args: {
  file: AsyncBuffer;
  metadata: FileMetaData;
  element: SchemaElement;
  start: number;
  rows: number;
  take: TakeText;
}): Promise<void> {
  const { file, metadata, element, start, rows, take } = args;
  const toText = parquetText(element);
  const { parquetRead } = await import('hyparquet');
  let count = 0;
  await parquetRead({
    file,
    metadata,
    columns: [element.name],
    rowStart: start,
    rowEnd: start + rows,
    utf8: false,
    // INT96, which is converted even without a logical type.
    parsers: { timestampFromNanoseconds: (nanoseconds: bigint) => nanoseconds },
    compressors: await decompressors(),
    onPage: ({ columnData }) => {
      count += columnData.length;
      takeTexts(columnData, toText, take);
    },
  });
  if (count !== rows)
    throw new TableError(`column '${element.name}' has ${count} values where the file names ${rows} rows`);
}

function takeTexts(values: ArrayLike<StoredValue | null | undefined>, toText: ToText, take: TakeText): void {
  // The values of a dictionary are the same objects each time.
  const dictionary = new Map<Uint8Array, string>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null || value === undefined) take(null);
    else if (!(value instanceof Uint8Array)) take(toText(value));
    else {
      const text = dictionary.get(value) ?? toText(value);
      dictionary.set(value, text);
      take(text);
    }
  }
}

/** Node's own decompression where it has one; it is faster. */
async function decompressors(): Promise<Compressors> {
  const { compressors } = await import('hyparquet-compressors');
  return {
    ...compressors,
    GZIP: (input, outputLength) => gunzipSync(input, { maxOutputLength: outputLength || 1 }),
    BROTLI: (input, outputLength) => brotliDecompressSync(input, { maxOutputLength: outputLength || 1 }),
  };
}
