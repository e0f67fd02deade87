import { DuckDBInstance } from '@duckdb/node-api';
import { task } from '../../task';

/** What the statistics are measured against: DuckDB loads the CSV into a table. */
void task(async ([csv = '']) => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`CREATE TABLE loaded AS FROM read_csv('${csv.replaceAll("'", "''")}')`);
});
