import type { CaptureSchema, Column } from '../../contract/captureSchema';
import { deriveBaseline } from '../../quality/baseline/deriveBaseline';
import type { Comparison } from '../../quality/monitor/judgeWindow';
import { churnSla as sla } from './churnSla';

const column = (name: string, type: Column['type']): Column => ({ name, type });

/** A baseline with a number of columns on each side, all of them texts but the first ones. */
export function comparisonOfWidths(output: number, input: number): Comparison {
  const columnsOf = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, i) => column(`${prefix}${i}`, i === 0 ? 'Fractional' : 'String'));
  const widths: CaptureSchema = { version: 'v1', output: columnsOf(output, 'o'), input: columnsOf(input, 'i') };
  const columns = [...widths.output, ...widths.input];
  const rows = Array.from({ length: 50 }, (_, i) =>
    columns.map(({ type }) => (type === 'String' ? 'x' : `${i}.5`)).join(','),
  );
  const text = `${columns.map(({ name }) => name).join(',')}\n${rows.join('\n')}\n`;
  const { statistics, constraints } = deriveBaseline({
    training: { file: 'training.csv', text },
    schema: widths,
    sla: { ...sla, features: {} },
  });
  return { statistics, constraints, schema: widths };
}
