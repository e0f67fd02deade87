import { DuckDBInstance } from '@duckdb/node-api';
import type { QueryEngine, QueryRow } from '../../cli/query/queryEngine';
import { toDuckdb } from '../../queries/duckdbTable';
import { duckdbMacros } from '../../queries/queryTable';
import { quoteText } from '../../queries/sqlText';

/** A capture file, by its key. */
export interface KeyedFile {
  readonly key: string;
  readonly text: string;
}

const keyPattern =
  /^captures\/(?<endpoint>[^/]+)\/schema=(?<schema>[^/]+)\/[^/]+\/(?<variant>[^/]+)\/(?<hour>\d{4}\/\d\d\/\d\d\/\d\d)\//;

/** DuckDB in the place of Athena: its table `captures` has the lines of the files that exist when a query runs. */
export async function openCaptures(filesOf: () => readonly KeyedFile[]): Promise<QueryEngine> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const macro of duckdbMacros) await connection.run(macro);
  const columns = ['endpoint', 'capture_schema', 'variant', 'hour', '"$path"', 'line'];
  await connection.run(`CREATE TABLE captures (${columns.map((column) => `${column} VARCHAR`).join(', ')})`);
  return {
    run: async (sql) => {
      await connection.run('DELETE FROM captures');
      const rows = filesOf().flatMap(({ key, text }) => {
        const { endpoint = '', schema = '', variant = '', hour = '' } = keyPattern.exec(key)?.groups ?? {};
        const place = [endpoint, schema, variant, hour, `s3://store/${key}`];
        return text.split('\n').map((line) => `(${[...place, line].map(quoteText).join(', ')})`);
      });
      if (rows.length > 0) await connection.run(`INSERT INTO captures VALUES ${rows.join(', ')}`);
      const reader = await connection.runAndReadAll(toDuckdb(sql));
      return reader.getRowObjectsJson().map(textRow);
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** The values as Athena returns them: all are texts. */
function textRow(row: Readonly<Record<string, unknown>>): QueryRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === null ? undefined : String(value as string | number)]),
  );
}
