import { readTrainingFile } from '../../../quality/baseline/tables/readTrainingFile';
import { measureTask } from '../../measure';
import { benchSchema } from '../tableData';

/** Exact statistics with sketches, and the constraints, of a CSV. */
void measureTask(async ([file = '']) => {
  const sla = { endpoint: 'bench', owner: 'o', runbook: 'https://example.com', freshnessHours: 2, features: {} };
  const { rows, problems } = await readTrainingFile({ file, header: true, schema: benchSchema, sla });
  if (rows === 0 || problems.length > 0) throw new Error(problems.join('\n'));
});
