import { type CaptureSchema, columnsOf } from '../../contract/captureSchema';
import type { Sla } from '../../contract/sla';
import { columnStatistics } from '../profile/columnStatistics';
import type { CaptureProgress } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';
import { readWindowColumns, type WindowColumns } from '../window/windowColumns';
import { baselineOf, type DerivedBaseline } from './deriveBaseline';

/**
 * The baseline of a window of captures, of any size: columns match the schema by their place, the output's first, as
 * they do when a window is compared with it. A row of another width is a reject. Throws what a source throws that can't be opened.
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
    names,
    trackedValues: names.map((name) => sla.features[name]?.categories),
    chooseWidth: () => names.length,
    rejectReason: (width) => `the row has ${width} column(s), schema ${schema.version} ${names.length}.`,
    onProgress,
  });
  const columns = window.columns.length > 0 ? window.columns : names.map((name) => columnStatistics(name, []));
  const rejects = { kept: window.rejects, count: window.rejectCount };
  return baselineOf({ rows: window.rows, rejects, problems: problemsOf(window, schema), columns }, schema, sla);
}

function problemsOf({ files, usualWidth, rejects, rejectCount }: WindowColumns, schema: CaptureSchema): string[] {
  const expected = columnsOf(schema).length;
  if (files === 0) return ['The window has no capture file.'];
  if (usualWidth === undefined) {
    const [first] = rejects;
    const reason = first ? `; the first is ${first.file}:${first.line}: ${first.reason}` : '.';
    return [`No row could be read from ${files} capture file(s), ${rejectCount} line(s) were set aside${reason}`];
  }
  if (usualWidth === expected) return [];
  return [
    `Most rows of the captures have ${usualWidth} column(s), schema ${schema.version} has ${expected}; give the captures' own schema.`,
  ];
}
