import { readTrainingFiles } from '../../../quality/baseline/tables/readTrainingFiles';
import { measureTask } from '../../measure';
import { benchSchema, benchSla } from '../tableData';

/** Exact statistics with sketches, and the constraints, of a CSV or Parquet file. */
void measureTask(async ([file = '']) => {
  const { rows, problems } = await readTrainingFiles({
    files: [{ name: file, path: file }],
    format: { header: true },
    schema: benchSchema,
    sla: benchSla,
  });
  if (rows === 0 || problems.length > 0) throw new Error(problems.join('\n'));
});
