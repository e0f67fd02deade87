import { DuckDBInstance } from '@duckdb/node-api';
import { measureTask } from '../../measure';

/** What the statistics are measured against: DuckDB loads the CSV into a table. */
void measureTask(async ([csv = '']) => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`CREATE TABLE loaded AS FROM read_csv('${csv.replaceAll("'", "''")}')`);
});
