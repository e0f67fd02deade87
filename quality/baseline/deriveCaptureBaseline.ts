import { type CaptureSchema, columnsOf } from '../../contract/captureSchema';
import type { Sla } from '../../contract/sla';
import { columnStatistics } from '../profile/columnStatistics';
import { describeNotes } from '../record/describeNotes';
import type { CaptureProgress } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';
import { isSameShape, shapeReason } from '../window/rowShape';
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
    types: columnsOf(schema).map(({ type }) => type),
    use: 'expected',
    whose: `schema ${schema.version} has`,
    onProgress,
  });
  const columns = window.columns.length > 0 ? window.columns : names.map((name) => columnStatistics(name, []));
  const { rejects: kept, rejectCount: count, rejectedRows, rejectCauses: causes, truncatedFiles } = window;
  const rejects = { kept, count, rows: rejectedRows, causes, truncatedFiles };
  const notes = describeNotes(window);
  return {
    ...baselineOf({ rows: window.rows, rejects, problems: problemsOf(window, schema), columns }, schema, sla),
    notes,
  };
}

function problemsOf(
  { files, usualShape, shapeCause, rejects, rejectCount }: WindowColumns,
  schema: CaptureSchema,
): string[] {
  const expected = { width: columnsOf(schema).length, outputWidth: schema.output.length };
  if (files === 0) return ['The window has no capture files.'];
  if (usualShape === undefined) {
    const [first] = rejects;
    const reason = first ? `; the first is ${first.file}:${first.line}: ${first.reason}` : '.';
    return [`No valid rows in ${files} capture file(s); ${rejectCount} line(s) were rejected${reason}`];
  }
  if (isSameShape(usualShape, expected)) return [];
  const difference = shapeReason(usualShape, expected, `schema ${schema.version} has`);
  return [
    `Most rows of the captures have another shape than the schema: ${difference}; use the schema of the captures. ${shapeCause ?? ''}`.trim(),
  ];
}
