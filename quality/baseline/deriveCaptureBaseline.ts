import { type CaptureSchema, columnsOf } from '../../contract/captureSchema';
import type { Sla } from '../../contract/sla';
import { columnStatistics } from '../profile/columnStatistics';
import type { CaptureProgress } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';
import { readWindowColumns, type WindowColumns } from '../window/windowColumns';
import { windowPlanOf } from '../window/windowPlan';
import { baselineOf, type DerivedBaseline } from './deriveBaseline';

/**
 * Derives a baseline from captures of any size. Columns match the schema by position, the output's first, as in a monitor
 * run. Rows of another width are rejected. Errors of sources that cannot be opened are thrown.
 */
export async function deriveCaptureBaseline(args: {
  captures: Iterable<CaptureSource> | AsyncIterable<CaptureSource>;
  schema: CaptureSchema;
  sla: Sla;
  /** Called after each piece of a file. */
  onProgress?: (progress: CaptureProgress) => void;
}): Promise<DerivedBaseline> {
  const { captures, schema, sla, onProgress } = args;
  const names = columnsOf(schema).map(({ name }) => name);
  const window = await readWindowColumns({
    captures,
    ...windowPlanOf(names, schema),
    trackedValues: names.map((name) => sla.features[name]?.categories),
    use: 'expected',
    whose: `schema ${schema.version} has`,
    onProgress,
  });
  const columns = window.columns.length > 0 ? window.columns : names.map((name) => columnStatistics(name, []));
  const rejects = { kept: window.rejects, count: window.rejectCount };
  return baselineOf({ rows: window.rows, rejects, problems: problemsOf(window, schema), columns }, schema, sla);
}

function problemsOf({ files, usualShape, rows, rejects, rejectCount }: WindowColumns, schema: CaptureSchema): string[] {
  const expected = columnsOf(schema).length;
  if (files === 0) return ['The window has no capture files.'];
  if (usualShape === undefined) {
    const [first] = rejects;
    const reason = first ? `; the first is ${first.file}:${first.line}: ${first.reason}` : '.';
    return [`No valid rows in ${files} capture file(s); ${rejectCount} line(s) were rejected${reason}`];
  }
  if (usualShape.width === expected && rows > 0) return [];
  return [
    `Most rows of the captures have ${usualShape.width} column(s), schema ${schema.version} has ${expected}; use the schema of the captures.`,
  ];
}
