import { DuckDBInstance } from '@duckdb/node-api';
import { TrainingTable } from '../../../quality/baseline/trainingTable';
import { measureTask } from '../../measure';
import { benchSchema, benchSla } from '../tableData';

/** The same statistics from values that DuckDB streams as texts: what the Parquet reader is measured against. */
void measureTask(async ([parquet = '']) => {
  const connection = await (await DuckDBInstance.create(':memory:', { memory_limit: '256MB' })).connect();
  const table = new TrainingTable(benchSchema, (name) => benchSla.features[name]?.categories, true);
  table.beginFile(parquet);
  const result = await connection.stream(`SELECT COLUMNS(*)::VARCHAR FROM '${parquet.replaceAll("'", "''")}'`);
  table.setColumns(result.columnNames());
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (const [place, texts] of chunk.getColumns().entries()) {
      for (const text of texts) table.addValue(place, text as string | null);
    }
    table.rows += chunk.rowCount;
  }
  const { rows, problems } = table.finish();
  if (rows === 0 || problems.length > 0) throw new Error(problems.join('\n'));
});
