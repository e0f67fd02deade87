import type { DuckDBConnection } from '@duckdb/node-api';

/** Some rows of a Parquet file, column by column, each value as its text. */
export type ColumnTexts = readonly (readonly (string | null)[])[];

/**
 * The columns of a Parquet file, in row order, a few thousand rows at a time. A number is the text that reads back to
 * it: whole numbers have no decimal part, doubles have one. Throws when it is no Parquet.
 */
export async function* parquetColumns(file: string): AsyncGenerator<{ names: readonly string[]; texts: ColumnTexts }> {
  // Loaded here: most callers read no Parquet, and the library is large.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '256MB', threads: '2' });
  const connection = await instance.connect();
  try {
    yield* chunks(connection, file);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function* chunks(connection: DuckDBConnection, file: string) {
  // A path with * or ? must name one file, so that they are matched as themselves.
  const path = file.replace(/[*?[]/g, '[$&]').replaceAll("'", "''");
  const result = await connection.stream(`SELECT COLUMNS(*)::VARCHAR FROM read_parquet('${path}')`);
  const names = result.columnNames();
  let chunk = await result.fetchChunk();
  if (!chunk || chunk.rowCount === 0) yield { names, texts: names.map(() => []) };
  while (chunk && chunk.rowCount > 0) {
    yield { names, texts: chunk.getColumns() as unknown as ColumnTexts };
    chunk = await result.fetchChunk();
  }
}
