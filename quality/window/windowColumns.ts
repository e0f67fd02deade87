import type { Reject } from '../../contract/modelMonitorFiles';
import type { ColumnProfile } from '../profile/columnStatistics';
import type { CaptureProgress } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';
import { WindowRows } from './windowRows';

/** A window of captures of which every row was taken. */
export interface WindowColumns {
  /** How many columns the chosen rows have; undefined where no row was chosen. */
  readonly width: number | undefined;
  /** Rows of that width. */
  readonly rows: number;
  /** Profiles of the columns, in order; `_c` and its place is the name of one that the baseline does not name. */
  readonly columns: readonly ColumnProfile[];
  /** The most frequent width. */
  readonly usualWidth: number | undefined;
  /** The first 10,000 lines and rows that were set aside, in the files' order. */
  readonly rejects: Reject[];
  readonly rejectCount: number;
  readonly files: number;
}

interface WindowArgs {
  readonly captures: Iterable<CaptureSource> | AsyncIterable<CaptureSource>;
  /** The columns of the baseline or schema, in order. */
  readonly names: readonly string[];
  /** Values of each of these columns that are counted however many others there are. */
  readonly watched: readonly (readonly string[] | undefined)[];
  /** Which of the widths is taken, by the rows of each; rows of others are rejects. */
  readonly choose: (rows: ReadonlyMap<number, number>) => number | undefined;
  /** Why a row of another width is one. */
  readonly oddRow: (width: number, chosen: number) => string;
  readonly onProgress?: ((progress: CaptureProgress) => void) | undefined;
}

/**
 * Reads a window of captures row by row into columns. Only at its end is known how many columns most rows have, so
 * several widths get columns until then; where the one chosen got none, which takes a very mixed window, the files
 * are read once more.
 */
export async function readWindowColumns(args: WindowArgs): Promise<WindowColumns> {
  const { names, choose, oddRow, onProgress } = args;
  const sources: CaptureSource[] = [];
  const first = new WindowRows(args);
  const files = await first.read(remembered(args.captures, sources), onProgress);
  const width = choose(first.counts());
  let read = first;
  if (width !== undefined && first.counts().has(width) && !first.holds(width)) {
    read = new WindowRows({ ...args, only: width });
    await read.read(sources, onProgress);
  }
  return {
    width,
    rows: (width !== undefined && read.counts().get(width)) || 0,
    columns: width === undefined ? [] : read.profilesOf(width),
    usualWidth: usualWidth(read.counts(), names.length),
    ...read.rejectsOf(width, oddRow),
    files,
  };
}

/** The most frequent number of columns; of equally frequent ones the expected, else the smallest. */
export function usualWidth(rows: ReadonlyMap<number, number>, expected: number): number | undefined {
  let best: number | undefined;
  for (const [width, count] of rows) {
    const bestCount = best === undefined ? -1 : (rows.get(best) ?? 0);
    const sooner = best !== expected && (width === expected || width < (best ?? 0));
    if (count > bestCount || (count === bestCount && sooner)) best = width;
  }
  return best;
}

async function* remembered(captures: WindowArgs['captures'], sources: CaptureSource[]) {
  for await (const source of captures) {
    sources.push(source);
    yield source;
  }
}
