import { readTrainingFile } from '../../../quality/baseline/tables/readTrainingFile';
import { measureTask } from '../../measure';
import { benchSchema, benchSla } from '../tableData';

/** Exact statistics with sketches, and the constraints, of a CSV or Parquet file. */
void measureTask(async ([file = '']) => {
  const { rows, problems } = await readTrainingFile({ file, header: true, schema: benchSchema, sla: benchSla });
  if (rows === 0 || problems.length > 0) throw new Error(problems.join('\n'));
});
