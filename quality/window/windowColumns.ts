import type { ColumnProfile } from '../profile/columnStatistics';
import type { CaptureNotes } from '../record/noteList';
import type { CaptureProgress } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';
import { expectedShape, isSameShape, type RowShape, type ShapeRows, shapeCause, usualShape } from './rowShape';
import { type WindowRejects, WindowRows, type WindowRowsArgs } from './windowRows';

/** A window of captures as columns. */
export interface WindowColumns extends WindowRejects, CaptureNotes {
  /** Whether there is a row of the chosen shape. */
  readonly hasRows: boolean;
  /** Rows of the chosen shape. */
  readonly rows: number;
  /** Profiles of the columns, in order, named as in the baseline; of another shape than the expected `_c0`, `_c1`, ... */
  readonly columns: readonly ColumnProfile[];
  /** The most frequent shape; undefined if there is no row. */
  readonly usualShape: RowShape | undefined;
  /** Why the most frequent shape is not the expected one, in one sentence; undefined if it is. */
  readonly shapeCause: string | undefined;
  readonly files: number;
}

interface WindowArgs extends Omit<WindowRowsArgs, 'onlyShape'> {
  readonly captures: Iterable<CaptureSource> | AsyncIterable<CaptureSource>;
  /** The shape of rows to use: the one that is expected, or the most frequent one. Rows of others are rejects. */
  readonly use: 'expected' | 'usual';
  /** Names the rows of the chosen shape in the reason of a reject, such as `schema v1 has`. */
  readonly whose: string;
  readonly onProgress?: ((progress: CaptureProgress) => void) | undefined;
}

/**
 * Reads a window of captures row by row into columns. The shape of most rows is known only at the end, so several shapes
 * get columns. If the chosen one got none, because the window is very mixed, the files are read once more.
 */
export async function readWindowColumns(args: WindowArgs): Promise<WindowColumns> {
  const { use, whose, onProgress } = args;
  const expected = expectedShape(args.plan, args.names.length);
  const sources: CaptureSource[] = [];
  const first = new WindowRows(args);
  const files = await first.read(collectSources(args.captures, sources), onProgress);
  const usual = usualShape(first.counts(), expected);
  const chosen = use === 'expected' ? expected : usual;
  let window = first;
  if (chosen && first.hasOnlyCounted(chosen)) {
    window = new WindowRows({ ...args, onlyShape: chosen });
    await window.read(sources, onProgress);
  }
  const firstUsual = usual && !isSameShape(usual, expected) ? window.firstRowOf(usual) : undefined;
  const rows = chosen ? rowsOf(window.counts(), chosen) : 0;
  return {
    hasRows: rows > 0,
    rows,
    columns: chosen ? window.profilesOf(chosen) : [],
    usualShape: usual,
    shapeCause: usual && firstUsual ? shapeCause(usual, expected, firstUsual) : undefined,
    ...window.rejectsFor(chosen, whose),
    ...window.notes,
    files,
  };
}

function rowsOf(counts: readonly ShapeRows[], chosen: RowShape): number {
  return counts.find(({ shape }) => isSameShape(shape, chosen))?.rows ?? 0;
}

/** Passes sources on, and keeps them for a second reading. */
async function* collectSources(captures: WindowArgs['captures'], sources: CaptureSource[]) {
  for await (const source of captures) {
    sources.push(source);
    yield source;
  }
}
