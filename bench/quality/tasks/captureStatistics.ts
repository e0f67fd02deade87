import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { columnsOf } from '../../../contract/captureSchema';
import { suggestConstraints } from '../../../quality/constraints/suggestConstraints';
import { analyzeWindow } from '../../../quality/monitor/analyzeWindow';
import { columnStatistics } from '../../../quality/profile/columnStatistics';
import { measureTask } from '../../measure';
import { benchSchema } from '../tableData';

/** A baseline of one row: its content does not change the reading time. */
const statistics = {
  version: 0,
  dataset: { item_count: 1 },
  features: columnsOf(benchSchema).map(({ name }) => columnStatistics(name, ['1']).statistics),
};

/** A monitor's run over a folder of captures. */
void measureTask(async ([folder = '']) => {
  const captures = readdirSync(folder)
    .sort()
    .map((name) => {
      const file = join(folder, name);
      return { file, open: () => createReadStream(file, { highWaterMark: 1 << 18 }) };
    });
  const { rows, rejectCount } = await analyzeWindow({
    captures,
    statistics,
    constraints: suggestConstraints(statistics),
    schema: benchSchema,
  });
  if (rows === 0 || rejectCount > 0) throw new Error(`${rows} rows, ${rejectCount} rejected`);
});
