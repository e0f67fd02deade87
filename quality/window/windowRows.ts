import type { Reject } from '../../contract/modelMonitorFiles';
import { Kernel } from '../kernel/kernel';
import type { TemplateReader } from '../kernel/templateReader';

import { ColumnAccumulator } from '../profile/columnAccumulator';
import { type ColumnProfile, columnProfile } from '../profile/columnStatistics';
import type { BodyRow } from '../record/bodyRows';
import { recordRows } from '../record/recordRows';
import { mostKeptRejects, RejectList } from '../record/rejectList';
import { type CaptureProgress, readCaptureLines, textOfLine } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';

/** A row with more columns than this, or than twice the baseline's, is set aside: each column needs memory of its own. */
const mostColumns = 10_000;
/** So many widths get columns while a window is read, of so many columns together; the others are only counted. */
const [mostWidths, mostHeldColumns] = [8, 20_000];

interface WindowRowsArgs {
  /** The columns of the baseline or schema, in order. */
  readonly names: readonly string[];
  /** Values of each of these columns that are counted however many others there are. */
  readonly watched: readonly (readonly string[] | undefined)[];
  /** Only rows of this width get columns. @default those of the first eight widths */
  readonly only?: number;
}

/** Where a row or a reject stands, by the order of the files. */
interface Place {
  readonly file: string;
  readonly fileOrder: number;
  readonly line: number;
}

/** The rows of one width. */
interface Width {
  rows: number;
  readonly columns?: readonly ColumnAccumulator[];
  /** The first rows, as far as rejects are kept. */
  readonly places: Place[];
}

/** A window's rows by their number of columns, taken into columns, and what was set aside. */
export class WindowRows {
  private readonly kernel = new Kernel();
  private readonly widths = new Map<number, Width>();
  private readonly rejects = new RejectList();
  private readonly rejectPlaces: Place[] = [];
  private heldWidths = 0;
  private heldColumns = 0;
  private file = '';
  private fileOrder = 0;
  private readonly most: number;
  private readonly usual: TemplateReader;

  constructor(private readonly args: WindowRowsArgs) {
    this.most = Math.max(mostColumns, 2 * args.names.length);
    this.usual = this.kernel.templateReader(args.names, this.most);
  }

  /** Reads the files; how many there were. To be called once. */
  read(
    sources: Iterable<CaptureSource> | AsyncIterable<CaptureSource>,
    onProgress: ((progress: CaptureProgress) => void) | undefined,
  ): Promise<number> {
    const begun = async function* (rows: WindowRows) {
      for await (const source of sources) {
        rows.file = source.file;
        rows.fileOrder += 1;
        yield source;
      }
    };
    return readCaptureLines({
      sources: begun(this),
      onProgress,
      reject: ({ line, reason }) => this.reject(line, reason),
      block: (block, each) => this.usual.read(block, () => this.takeRows(), each),
      use: (line) => {
        for (const values of recordRows(textOfLine(line), this.args.names)) this.takeValues(values, line.line);
      },
    });
  }

  /** Rows by width. */
  counts(): ReadonlyMap<number, number> {
    return new Map([...this.widths].map(([width, { rows }]) => [width, rows]));
  }

  /** Whether rows of this width got columns. */
  holds(width: number): boolean {
    return this.widths.get(width)?.columns !== undefined;
  }

  /** Profiles of the columns of rows of this width; `_c` and its place is the name of one that the baseline does not name. */
  profilesOf(width: number): ColumnProfile[] {
    const names = width === this.args.names.length ? this.args.names : [];
    const columns = this.widths.get(width)?.columns ?? [];
    return columns.map((column, i) => columnProfile(names[i] ?? `_c${i}`, column));
  }

  /** Lines that could not be read, and rows of other widths than the chosen one, in the files' order. */
  rejectsOf(
    chosen: number | undefined,
    oddRow: (width: number, chosen: number) => string,
  ): { rejects: Reject[]; rejectCount: number } {
    const found = this.rejects.kept.map(({ reason }, i) => ({ reason, place: this.rejectPlaces[i] as Place }));
    let rejectCount = this.rejects.count;
    for (const [width, { rows, places }] of this.widths) {
      if (width === chosen || chosen === undefined) continue;
      rejectCount += rows;
      const reason = oddRow(width, chosen);
      for (const place of places) found.push({ reason, place });
    }
    found.sort(({ place: a }, { place: b }) => a.fileOrder - b.fileOrder || a.line - b.line);
    const kept = found.slice(0, mostKeptRejects);
    return { rejects: kept.map(({ reason, place: { file, line } }) => ({ file, line, reason })), rejectCount };
  }

  private reject(line: number, reason: string): void {
    this.rejects.add({ file: this.file, line, reason });
    if (this.rejectPlaces.length < this.rejects.kept.length) this.rejectPlaces.push(this.placeOf(line));
  }

  private placeOf(line: number): Place {
    return { file: this.file, fileOrder: this.fileOrder, line };
  }

  /** Takes the kernel's rows, column by column, as many together as have the same width. */
  private takeRows(): void {
    for (const run of this.kernel.runs()) {
      const columns = this.columnsFor(run.width, run.lines);
      if (columns) ColumnAccumulator.addRun(columns, run);
    }
  }

  private takeValues(values: BodyRow, line: number): void {
    const { length } = values;
    if (length > this.most) {
      this.reject(line, `the row has ${length} columns, more than the ${this.most} that are read.`);
      return;
    }
    const columns = this.columnsFor(length, [line]);
    for (let i = 0; columns && i < length; i++) columns[i]?.addText(values[i] ?? null);
  }

  /** Counts rows of so many columns, by their lines; where their values go, if their width has columns. */
  private columnsFor(length: number, lines: ArrayLike<number>): readonly ColumnAccumulator[] | undefined {
    const width = this.widths.get(length) ?? this.open(length);
    width.rows += lines.length;
    for (let i = 0; i < lines.length && width.places.length < mostKeptRejects; i++) {
      width.places.push(this.placeOf(lines[i] as number));
    }
    return width.columns;
  }

  private open(width: number): Width {
    const opened: Width = { rows: 0, places: [], ...(this.mayHold(width) && { columns: this.newColumns(width) }) };
    this.widths.set(width, opened);
    return opened;
  }

  private mayHold(width: number): boolean {
    const { only, names } = this.args;
    if (only !== undefined) return width === only;
    if (width === names.length) return true;
    return this.heldWidths < mostWidths && this.heldColumns + width <= mostHeldColumns;
  }

  private newColumns(width: number): ColumnAccumulator[] {
    this.heldWidths += 1;
    this.heldColumns += width;
    const { names, watched } = this.args;
    return Array.from(
      { length: width },
      (_, i) => new ColumnAccumulator(width === names.length ? watched[i] : undefined, this.kernel),
    );
  }
}
