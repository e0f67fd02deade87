import type { Reject } from '../../contract/modelMonitorFiles';
import { Kernel } from '../kernel/kernel';
import { ColumnAccumulator } from '../profile/columnAccumulator';
import { type ColumnProfile, columnProfile } from '../profile/columnStatistics';
import type { BodyRow } from '../record/bodyRows';
import { recordRows } from '../record/recordRows';
import { maxKeptRejects, RejectList } from '../record/rejectList';
import { type CaptureProgress, readCaptureLines, textOfLine } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';

/** A row with more columns than this, and than twice the baseline's, is rejected: each column needs its own memory. */
const minColumnLimit = 10_000;
/** Limits of the widths that get columns while a window is read, and of all their columns. Other rows are only counted. */
const [maxWidths, maxOpenColumns] = [8, 20_000];

interface WindowRowsArgs {
  /** The columns of the baseline or schema, in order. */
  readonly names: readonly string[];
  /** Of each of these columns, values that are counted however many others there are. */
  readonly trackedValues: readonly (readonly string[] | undefined)[];
  /** Only rows of this width get columns. @default those of the first eight widths */
  readonly onlyWidth?: number;
}

/** A capture file, and its place in the order of the window's files. */
interface FilePlace {
  readonly file: string;
  readonly fileOrder: number;
}

interface RowPlace extends FilePlace {
  readonly line: number;
}

interface PlacedReject extends RowPlace {
  readonly reason: string;
}

/** The rows of one width. */
interface RowsOfWidth {
  rows: number;
  /** Undefined for rows that are only counted. */
  readonly columns: readonly ColumnAccumulator[] | undefined;
  /** The first rows, as many as rejects are kept: they are rejects if another width is chosen. */
  readonly places: RowPlace[];
}

/** The rows of a window by their number of columns, added to columns, and the rejects. */
export class WindowRows {
  private readonly kernel = new Kernel();
  private readonly widths = new Map<number, RowsOfWidth>();
  private readonly rejects = new RejectList<PlacedReject>();
  private readonly columnLimit: number;

  constructor(private readonly args: WindowRowsArgs) {
    this.columnLimit = Math.max(minColumnLimit, 2 * args.names.length);
  }

  /** Reads the files. Returns their number. Call it once. */
  read(
    sources: Iterable<CaptureSource> | AsyncIterable<CaptureSource>,
    onProgress: ((progress: CaptureProgress) => void) | undefined,
  ): Promise<number> {
    const { names } = this.args;
    const templateReader = this.kernel.templateReader(names, this.columnLimit);
    return readCaptureLines({
      sources,
      onProgress,
      reject: (reject, fileOrder) => this.rejects.add({ ...reject, fileOrder }),
      block: (block, onLine, { file }, fileOrder) =>
        templateReader.read(block, () => this.addKernelRows({ file, fileOrder }), onLine),
      use: (line, { file }, fileOrder) => {
        const place = { file, fileOrder, line: line.line };
        for (const values of recordRows(textOfLine(line), names)) this.addRow(values, place);
      },
    });
  }

  /** The number of rows by width. */
  counts(): ReadonlyMap<number, number> {
    return new Map([...this.widths].map(([width, { rows }]) => [width, rows]));
  }

  /** Whether the rows of a width were added to columns. */
  hasColumns(width: number): boolean {
    return this.widths.get(width)?.columns !== undefined;
  }

  /** Profiles of the columns of a width, named as in the baseline; of another width than the baseline's `_c0`, `_c1`, ... */
  profilesOf(width: number): ColumnProfile[] {
    const names = width === this.args.names.length ? this.args.names : [];
    const columns = this.widths.get(width)?.columns ?? [];
    return columns.map((column, i) => columnProfile(names[i] ?? `_c${i}`, column));
  }

  /** Rejected lines, and the rows of other widths than the chosen one, in the files' order. */
  rejectsFor(
    chosen: number | undefined,
    reasonFor: (width: number, chosen: number) => string,
  ): { rejects: Reject[]; rejectCount: number } {
    const otherWidths = chosen === undefined ? [] : [...this.widths].filter(([width]) => width !== chosen);
    const rejectedRows = otherWidths.flatMap(([width, { places }]): PlacedReject[] => {
      const reason = reasonFor(width, chosen ?? 0);
      return places.map((place) => ({ ...place, reason }));
    });
    const inOrder = [...this.rejects.kept, ...rejectedRows].sort(
      (a, b) => a.fileOrder - b.fileOrder || a.line - b.line,
    );
    return {
      rejects: inOrder.slice(0, maxKeptRejects).map(({ file, line, reason }) => ({ file, line, reason })),
      rejectCount: otherWidths.reduce((sum, [, { rows }]) => sum + rows, this.rejects.count),
    };
  }

  /** Adds the kernel's rows column by column, consecutive rows of one width together. */
  private addKernelRows(file: FilePlace): void {
    for (const run of this.kernel.runs()) {
      const columns = this.countRows(run.width, run.lines, file);
      if (columns) ColumnAccumulator.addRun(columns, run);
    }
  }

  private addRow(values: BodyRow, { line, ...file }: RowPlace): void {
    const { length } = values;
    if (length > this.columnLimit) {
      const reason = `the row has ${length} columns; the maximum is ${this.columnLimit}.`;
      this.rejects.add({ ...file, line, reason });
      return;
    }
    const columns = this.countRows(length, [line], file);
    for (const [i, value] of values.entries()) columns?.[i]?.addText(value);
  }

  /** Counts rows of one width, given by their lines. Returns the columns that their values go to, if any. */
  private countRows(
    width: number,
    lines: ArrayLike<number>,
    { file, fileOrder }: FilePlace,
  ): readonly ColumnAccumulator[] | undefined {
    const rows = this.widths.get(width) ?? this.openWidth(width);
    rows.rows += lines.length;
    for (let i = 0; i < lines.length && rows.places.length < maxKeptRejects; i++) {
      rows.places.push({ file, fileOrder, line: lines[i] as number });
    }
    return rows.columns;
  }

  private openWidth(width: number): RowsOfWidth {
    const columns = this.mayOpenColumns(width) ? this.newColumns(width) : undefined;
    const rows: RowsOfWidth = { rows: 0, places: [], columns };
    this.widths.set(width, rows);
    return rows;
  }

  private mayOpenColumns(width: number): boolean {
    const { onlyWidth, names } = this.args;
    if (onlyWidth !== undefined) return width === onlyWidth;
    if (width === names.length) return true;
    const open = [...this.widths.values()].flatMap(({ columns }) => (columns ? [columns.length] : []));
    return open.length < maxWidths && open.reduce((sum, count) => sum + count, width) <= maxOpenColumns;
  }

  private newColumns(width: number): ColumnAccumulator[] {
    const { names, trackedValues } = this.args;
    const tracked = width === names.length ? trackedValues : [];
    return Array.from({ length: width }, (_, i) => new ColumnAccumulator(tracked[i], this.kernel));
  }
}
