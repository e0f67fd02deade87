import type { Reject } from '../contract/modelMonitorFiles';
import type { BodyRow } from './bodyRows';
import { type CaptureProgress, readCaptureLines, textOfLine } from './captureLines';
import type { CaptureSource } from './captureSource';
import { ColumnAccumulator } from './columnAccumulator';
import { recordRows } from './recordRows';
import { mostKeptRejects, RejectList } from './rejectList';
import { type CellRange, UsualRecords } from './usualRecords';

/** A row with more columns than this, or than twice the baseline's, is set aside: each column needs memory of its own. */
const mostColumns = 10_000;
/** So many widths get columns while a window is read, of so many columns together; the others are only counted. */
const [mostWidths, mostHeldColumns] = [8, 20_000];

/** A window of captures of which every row was taken. */
export interface WindowColumns {
  /** How many columns the chosen rows have; undefined where no row was chosen. */
  readonly width: number | undefined;
  /** Rows of that width. */
  readonly rows: number;
  readonly columns: readonly ColumnAccumulator[];
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
  const { names, choose, oddRow } = args;
  const sources: CaptureSource[] = [];
  const first = new WindowRows(args, undefined);
  const files = await first.read(remembered(args.captures, sources));
  const width = choose(first.counts());
  let read = first;
  if (width !== undefined && first.counts().has(width) && !first.columnsOf(width)) {
    read = new WindowRows(args, width);
    await read.read(sources);
  }
  return {
    width,
    rows: (width !== undefined && read.counts().get(width)) || 0,
    columns: (width !== undefined && read.columnsOf(width)) || [],
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

/** Where a row stands; places are compared by their order in the window. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly order: number;
}

/** The rows of one width. */
interface Width {
  rows: number;
  readonly columns?: readonly ColumnAccumulator[];
  /** The first rows, as far as rejects are kept. */
  readonly places: Place[];
}

class WindowRows {
  private readonly widths = new Map<number, Width>();
  private readonly rejects = new RejectList();
  private readonly rejectOrders: number[] = [];
  private heldWidths = 0;
  private heldColumns = 0;
  private order = 0;
  /** Where the record stands that is being read. */
  private file = '';
  private line = 0;
  private readonly usual = new UsualRecords();

  /** Only rows of the width `only` get columns, where there is one. */
  constructor(
    private readonly args: WindowArgs,
    private readonly only: number | undefined,
  ) {}

  read(sources: WindowArgs['captures']): Promise<number> {
    const { names, onProgress } = this.args;
    return readCaptureLines({
      sources,
      onProgress,
      reject: (reject) => this.reject(reject),
      use: (line, { file }) => {
        this.order += 1;
        this.file = file;
        this.line = line.line;
        if (this.usual.read(line, this.takeCells)) return;
        const text = textOfLine(line);
        if (this.usual.learn(text) && this.usual.read(line, this.takeCells)) return;
        for (const values of recordRows(text, names)) this.takeValues(values);
      },
    });
  }

  counts(): ReadonlyMap<number, number> {
    return new Map([...this.widths].map(([width, { rows }]) => [width, rows]));
  }

  columnsOf(width: number): readonly ColumnAccumulator[] | undefined {
    return this.widths.get(width)?.columns;
  }

  /** Lines that could not be read, and rows of other widths than the chosen one. */
  rejectsOf(chosen: number | undefined, oddRow: WindowArgs['oddRow']): { rejects: Reject[]; rejectCount: number } {
    const found = this.rejects.kept.map((reject, i) => ({ reject, order: this.rejectOrders[i] ?? 0 }));
    let rejectCount = this.rejects.count;
    for (const [width, { rows, places }] of this.widths) {
      if (width === chosen || chosen === undefined) continue;
      rejectCount += rows;
      const reason = oddRow(width, chosen);
      for (const { file, line, order } of places) found.push({ reject: { file, line, reason }, order });
    }
    found.sort((a, b) => a.order - b.order);
    return { rejects: found.slice(0, mostKeptRejects).map(({ reject }) => reject), rejectCount };
  }

  private reject(reject: Reject): void {
    this.order += 1;
    this.rejects.add(reject);
    if (this.rejectOrders.length < this.rejects.kept.length) this.rejectOrders.push(this.order);
  }

  private takeValues(values: BodyRow): void {
    const columns = this.columnsFor(values.length);
    if (!columns) return;
    for (let i = 0; i < columns.length; i++) (columns[i] as ColumnAccumulator).addText(values[i] ?? null);
  }

  private readonly takeCells = (bytes: Buffer, output: CellRange, input: CellRange): void => {
    const columns = this.columnsFor(output.end - output.start + input.end - input.start);
    if (!columns) return;
    let i = 0;
    for (let k = output.start; k < output.end; k++) (columns[i++] as ColumnAccumulator).addCell(bytes, output.cells, k);
    for (let k = input.start; k < input.end; k++) (columns[i++] as ColumnAccumulator).addCell(bytes, input.cells, k);
  };

  /** Counts a row of so many columns; where its values go, if its width has columns. */
  private columnsFor(length: number): readonly ColumnAccumulator[] | undefined {
    const { file, line, order } = this;
    const most = Math.max(mostColumns, 2 * this.args.names.length);
    if (length > most) {
      this.reject({ file, line, reason: `the row has ${length} columns, more than the ${most} that are read.` });
      return undefined;
    }
    const width = this.widths.get(length) ?? this.open(length);
    width.rows += 1;
    if (width.places.length < mostKeptRejects) width.places.push({ file, line, order });
    return width.columns;
  }

  private open(width: number): Width {
    const opened: Width = { rows: 0, places: [], ...(this.mayHold(width) && { columns: this.newColumns(width) }) };
    this.widths.set(width, opened);
    return opened;
  }

  private mayHold(width: number): boolean {
    if (this.only !== undefined) return width === this.only;
    if (width === this.args.names.length) return true;
    return this.heldWidths < mostWidths && this.heldColumns + width <= mostHeldColumns;
  }

  private newColumns(width: number): ColumnAccumulator[] {
    this.heldWidths += 1;
    this.heldColumns += width;
    const { names, watched } = this.args;
    return Array.from(
      { length: width },
      (_, i) => new ColumnAccumulator(width === names.length ? watched[i] : undefined),
    );
  }
}
