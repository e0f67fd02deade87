import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as duckdb from '@duckdb/node-api';
import { UserError } from '../../contract/userError';
import { duckdbMacros } from '../../queries/queryTable';
import type { QueryEngine, QueryRow } from './queryEngine';

/** Loads DuckDB, an optional dependency. Throws a UserError that names it if it is not installed. */
function loadDuckdb(): typeof duckdb {
  try {
    return require('@duckdb/node-api') as typeof duckdb;
  } catch {
    throw new UserError('DuckDB is not installed; run npm install @duckdb/node-api, or use --athena');
  }
}

/**
 * Opens DuckDB in memory with the macros that make it run Athena's SQL. `prepare` writes files into a temporary folder and
 * returns the statements that make tables of them.
 */
export async function openDuckdb(prepare: (folder: string) => Promise<readonly string[]>): Promise<QueryEngine> {
  const { DuckDBInstance } = loadDuckdb();
  const folder = await mkdtemp(join(tmpdir(), 'model-observability-'));
  try {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    for (const statement of [...duckdbMacros, ...(await prepare(folder))]) await connection.run(statement);
    return {
      run: async (sql) => {
        const reader = await connection.runAndReadAll(sql);
        return reader.getRowObjectsJson().map(textRow);
      },
      close: () => {
        connection.closeSync();
        instance.closeSync();
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The values as Athena returns them: all are texts. */
function textRow(row: Readonly<Record<string, unknown>>): QueryRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === null ? undefined : String(value as string | number)]),
  );
}
