import type { Reject } from '../../contract/modelMonitorFiles';
import type { ColumnProfile } from '../profile/columnStatistics';
import type { CaptureProgress } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';
import { WindowRows } from './windowRows';

/** A window of captures as columns. */
export interface WindowColumns {
  /** The chosen number of columns; undefined if there is no row. */
  readonly width: number | undefined;
  /** Rows of that width. */
  readonly rows: number;
  /** Profiles of the columns, in order, named as in the baseline; of another width than the baseline's `_c0`, `_c1`, ... */
  readonly columns: readonly ColumnProfile[];
  /** The most frequent width. */
  readonly usualWidth: number | undefined;
  /** The first 10,000 rejected lines and rows, in the files' order. */
  readonly rejects: Reject[];
  readonly rejectCount: number;
  readonly files: number;
}

interface WindowArgs {
  readonly captures: Iterable<CaptureSource> | AsyncIterable<CaptureSource>;
  /** The columns of the baseline or schema, in order. */
  readonly names: readonly string[];
  /** Of each of these columns, values that are counted however many others there are. */
  readonly trackedValues: readonly (readonly string[] | undefined)[];
  /** Chooses a width by the number of rows of each. Rows of other widths are rejects. */
  readonly chooseWidth: (rows: ReadonlyMap<number, number>) => number | undefined;
  /** The reason of a reject of another width. */
  readonly rejectReason: (width: number, chosen: number) => string;
  readonly onProgress?: ((progress: CaptureProgress) => void) | undefined;
}

/**
 * Reads a window of captures row by row into columns. The width of most rows is known only at the end, so several widths
 * get columns. If the chosen one got none, because the window is very mixed, the files are read once more.
 */
export async function readWindowColumns(args: WindowArgs): Promise<WindowColumns> {
  const { names, chooseWidth, rejectReason, onProgress } = args;
  const sources: CaptureSource[] = [];
  const first = new WindowRows(args);
  const files = await first.read(collectSources(args.captures, sources), onProgress);
  const width = chooseWidth(first.counts());
  let rows = first;
  if (width !== undefined && first.counts().has(width) && !first.hasColumns(width)) {
    rows = new WindowRows({ ...args, onlyWidth: width });
    await rows.read(sources, onProgress);
  }
  return {
    width,
    rows: (width !== undefined && rows.counts().get(width)) || 0,
    columns: width === undefined ? [] : rows.profilesOf(width),
    usualWidth: usualWidth(rows.counts(), names.length),
    ...rows.rejectsFor(width, rejectReason),
    files,
  };
}

/** The most frequent width; of equally frequent ones the expected width, else the smallest. */
export function usualWidth(rows: ReadonlyMap<number, number>, expected: number): number | undefined {
  let best: number | undefined;
  for (const [width, count] of rows) {
    const bestCount = best === undefined ? -1 : (rows.get(best) ?? 0);
    const isPreferred = best !== expected && (width === expected || width < (best ?? 0));
    if (count > bestCount || (count === bestCount && isPreferred)) best = width;
  }
  return best;
}

/** Passes sources on, and keeps them for a second reading. */
async function* collectSources(captures: WindowArgs['captures'], sources: CaptureSource[]) {
  for await (const source of captures) {
    sources.push(source);
    yield source;
  }
}
