import type { Reject, RejectCause } from '../../contract/modelMonitorFiles';
import { shownText } from '../../contract/shownText';
import { Kernel, type RowRun } from '../kernel/kernel';
import type { TemplateReader } from '../kernel/templateReader';
import { ColumnAccumulator } from '../profile/columnAccumulator';
import { type ColumnProfile, columnProfile } from '../profile/columnStatistics';
import { type PlacedValue, TypeWatch } from '../profile/typeWatch';
import type { BodyRow } from '../record/jsonRows';
import { type CaptureNotes, type FilePlace, type LinePlaceInOrder, NoteList } from '../record/noteList';
import { RecordError, recordRows } from '../record/recordRows';
import { RejectCauses } from '../record/rejectCauses';
import { maxKeptRejects, RejectList } from '../record/rejectList';
import { type CaptureProgress, readCaptureLines, textOfLine } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';
import type { LineBytes } from '../source/lineReader';
import {
  columnCount,
  expectedShape,
  isSameShape,
  type PlacedRow,
  type RowShape,
  type ShapeRows,
  shapeReason,
} from './rowShape';
import type { WindowPlan } from './windowPlan';

/** A row with more columns than this, and than twice the baseline's, is rejected: each column needs its own memory. */
const minColumnLimit = 10_000;
/** Limits of the shapes that get columns while a window is read, and of all their columns. Other rows are only counted. */
const [maxShapes, maxOpenColumns] = [8, 20_000];
/** Values of a row of which a message may show the beginning. */
const shownValues = 20;

export interface WindowRowsArgs extends WindowPlan {
  /** Of each column, values that are counted however many others there are. */
  readonly trackedValues: readonly (readonly string[] | undefined)[];
  /** Of each column, the type that is expected of its values. @default any */
  readonly types?: readonly string[];
  /** Only rows of this shape get columns. @default those of the first eight shapes */
  readonly onlyShape?: RowShape;
}

interface PlacedReject extends LinePlaceInOrder {
  readonly reason: string;
}

/** The rows of one shape. */
interface RowsOfShape extends ShapeRows {
  rows: number;
  /** Undefined for rows that are only counted. */
  readonly columns: readonly ColumnAccumulator[] | undefined;
  /** The columns that values are added to: not those that are ignored. */
  readonly filled: readonly (ColumnAccumulator | undefined)[];
  /** Of the columns of the expected shape, those whose first value of another type is looked for. */
  readonly watches: readonly { readonly column: number; readonly watch: TypeWatch }[];
  /** The first rows, as many as rejects are kept: they are rejects if another shape is chosen. */
  readonly places: LinePlaceInOrder[];
  /** The beginning of the first row, as it is shown in a message; undefined until there is one. */
  text?: string;
}

/** The rejects of a window. */
export interface WindowRejects {
  /** The first 10,000 rejected lines and rows, in the files' order. */
  readonly rejects: Reject[];
  /** The number of rejected lines and rows. */
  readonly rejectCount: number;
  /** Rows that were rejected, with those of rejected lines as far as they can be counted. */
  readonly rejectedRows: number;
  /** The rejects by their reasons, the most frequent first. */
  readonly rejectCauses: RejectCause[];
  /** Files that could not be read to their end; each is a reject too. */
  readonly truncatedFiles: readonly string[];
}

/** The rows of a window by their shape, added to columns, the rejects, and what else the records show. */
export class WindowRows {
  private readonly kernel = new Kernel();
  private readonly shapes = new Map<string, RowsOfShape>();
  private readonly rejects = new RejectList<PlacedReject>();
  private readonly truncatedFiles: string[] = [];
  private readonly noteList = new NoteList();
  private readonly columnLimit: number;
  private readonly expected: RowShape;
  private readonly templateReader: TemplateReader;

  constructor(private readonly args: WindowRowsArgs) {
    const { names, plan } = args;
    this.columnLimit = Math.max(minColumnLimit, 2 * names.length);
    this.expected = expectedShape(plan, names.length);
    this.templateReader = this.kernel.templateReader(plan, this.columnLimit);
  }

  /** Reads the files. Returns their number. Call it once. */
  async read(
    sources: Iterable<CaptureSource> | AsyncIterable<CaptureSource>,
    onProgress: ((progress: CaptureProgress) => void) | undefined,
  ): Promise<number> {
    const { templateReader, noteList } = this;
    const files = await readCaptureLines({
      sources,
      onProgress,
      reject: (reject, fileOrder) => this.rejects.add({ ...reject, fileOrder }),
      truncated: (file) => this.truncatedFiles.push(file),
      block: (block, onLine, { file }, fileOrder) =>
        templateReader.read(block, { file, fileOrder }, () => this.addKernelRows({ file, fileOrder }), onLine),
      use: (line, { file }, fileOrder) => this.addRecord(line, { file, fileOrder, line: line.line }),
    });
    for (const { notes, place, records } of templateReader.notes()) noteList.add(notes, place, records);
    return files;
  }

  /** What the records show besides their rows. */
  get notes(): CaptureNotes {
    const { notes } = this.noteList;
    return this.args.hasPreprocessor ? { ...notes, containerRefusals: [] } : notes;
  }

  /** The number of rows of each shape. */
  counts(): readonly ShapeRows[] {
    return [...this.shapes.values()];
  }

  /** Whether rows of a shape were counted, but not added to columns. */
  hasOnlyCounted(shape: RowShape): boolean {
    const rows = this.shapes.get(shapeKey(shape));
    return rows !== undefined && rows.columns === undefined;
  }

  /** Profiles of the columns of a shape, named as in the baseline; of another shape than the expected `_c0`, `_c1`, ... */
  profilesOf(shape: RowShape): ColumnProfile[] {
    const names = isSameShape(shape, this.expected) ? this.args.names : [];
    const columns = this.shapes.get(shapeKey(shape))?.columns ?? [];
    const watches = this.shapes.get(shapeKey(shape))?.watches ?? [];
    const firstOthers = new Map(watches.map(({ column, watch }) => [column, watch.first]));
    return columns.map((column, i) => {
      const profile = columnProfile(names[i] ?? `_c${i}`, column);
      const firstOther = firstOthers.get(i);
      return firstOther ? { ...profile, firstOther } : profile;
    });
  }

  /** The first row of a shape. */
  firstRowOf(shape: RowShape): PlacedRow | undefined {
    const { places: [first] = [], text = '' } = this.shapes.get(shapeKey(shape)) ?? {};
    return first && { file: first.file, line: first.line, text };
  }

  /** Rejected lines, and the rows of other shapes than the chosen one; `whose` names the rows of the chosen shape. */
  rejectsFor(chosen: RowShape | undefined, whose: string): WindowRejects {
    const others =
      chosen === undefined ? [] : [...this.shapes.values()].filter(({ shape }) => !isSameShape(shape, chosen));
    const causes = new RejectCauses(this.rejects.causes);
    const rejectedRows = others.flatMap(({ shape, rows, places, text }): PlacedReject[] => {
      const reason = `${shapeReason(shape, chosen ?? shape, whose, text)}.`;
      const [first] = places;
      if (first) causes.add({ ...first, reason }, rows);
      return places.map((place) => ({ ...place, reason }));
    });
    const inOrder = [...this.rejects.kept, ...rejectedRows].sort(
      (a, b) => a.fileOrder - b.fileOrder || a.line - b.line,
    );
    const otherRows = others.reduce((sum, { rows }) => sum + rows, 0);
    return {
      rejects: inOrder.slice(0, maxKeptRejects).map(({ file, line, reason }) => ({ file, line, reason })),
      rejectCount: this.rejects.count + otherRows,
      rejectedRows: this.rejects.rows + otherRows,
      rejectCauses: causes.list,
      truncatedFiles: this.truncatedFiles,
    };
  }

  /** Adds the kernel's rows column by column, consecutive rows of one width together. */
  private addKernelRows(file: FilePlace): void {
    const { outputWidth } = this.expected;
    for (const run of this.kernel.runs()) {
      const rows = this.countRows({ width: run.width, outputWidth }, run.lines, file);
      const { filled, watches } = rows;
      rows.text ??= rowText(Math.min(run.width, shownValues), (i) => this.kernel.fieldText(run.start + i));
      ColumnAccumulator.addRun(filled, run);
      for (const { column, watch } of watches) if (watch.isDue) watch.find(this.valuesOf(run, column, file));
    }
  }

  private addRecord(line: LineBytes, place: LinePlaceInOrder): void {
    try {
      const { rows, outputWidths, notes } = recordRows(textOfLine(line), this.args.plan);
      for (const [i, values] of rows.entries()) this.addRow(values, outputWidths[i] ?? 0, place);
      this.noteList.add(notes, place);
    } catch (error) {
      const reason = `${error instanceof Error ? error.message : String(error)}.`;
      this.rejects.add({ ...place, reason }, error instanceof RecordError ? error.rows : 1);
    }
  }

  private addRow(values: BodyRow, output: number, place: LinePlaceInOrder): void {
    const { length: width } = values;
    if (width > this.columnLimit) {
      this.rejects.add({ ...place, reason: `the row has ${columnCount(width)}; the maximum is ${this.columnLimit}.` });
      return;
    }
    const outputWidth = this.expected.outputWidth === undefined ? undefined : output;
    const rows = this.countRows({ width, outputWidth }, [place.line], place);
    const { filled, watches } = rows;
    rows.text ??= rowText(Math.min(width, shownValues), (i) => values[i] ?? '');
    for (const [i, value] of values.entries()) filled[i]?.addText(value);
    const { file, line } = place;
    for (const { column, watch } of watches) {
      if (watch.isDue) watch.find([{ file, line, value: values[column] ?? '' }]);
    }
  }

  private *valuesOf({ lines, start, width }: RowRun, column: number, { file }: FilePlace): Generator<PlacedValue> {
    for (const [row, line] of lines.entries()) {
      yield { file, line, value: this.kernel.fieldText(start + row * width + column) };
    }
  }

  /** Counts rows of one shape, given by their lines. Returns the shape, with the columns that their values go to. */
  private countRows(shape: RowShape, lines: ArrayLike<number>, { file, fileOrder }: FilePlace): RowsOfShape {
    const rows = this.shapes.get(shapeKey(shape)) ?? this.openShape(shape);
    rows.rows += lines.length;
    for (let i = 0; i < lines.length && rows.places.length < maxKeptRejects; i++) {
      rows.places.push({ file, fileOrder, line: lines[i] as number });
    }
    return rows;
  }

  private openShape(shape: RowShape): RowsOfShape {
    const columns = this.mayOpenColumns(shape) ? this.newColumns(shape) : undefined;
    const { ignored } = this.args;
    const isIgnored = (i: number) => isSameShape(shape, this.expected) && ignored.has(i);
    const filled = (columns ?? []).map((column, i) => (isIgnored(i) ? undefined : column));
    const watches = isSameShape(shape, this.expected) ? this.newWatches(filled) : [];
    const rows: RowsOfShape = { shape, rows: 0, places: [], columns, filled, watches };
    this.shapes.set(shapeKey(shape), rows);
    return rows;
  }

  private newWatches(columns: RowsOfShape['filled']): RowsOfShape['watches'] {
    const { types = [] } = this.args;
    return columns.flatMap((accumulator, column) => {
      const type = types[column];
      if (!accumulator || (type !== 'Integral' && type !== 'Fractional')) return [];
      return [{ column, watch: new TypeWatch(type, accumulator) }];
    });
  }

  private mayOpenColumns(shape: RowShape): boolean {
    const { onlyShape } = this.args;
    if (onlyShape !== undefined) return isSameShape(shape, onlyShape);
    if (isSameShape(shape, this.expected)) return true;
    const open = [...this.shapes.values()].flatMap(({ columns }) => (columns ? [columns.length] : []));
    return open.length < maxShapes && open.reduce((sum, count) => sum + count, shape.width) <= maxOpenColumns;
  }

  private newColumns(shape: RowShape): ColumnAccumulator[] {
    const tracked = isSameShape(shape, this.expected) ? this.args.trackedValues : [];
    return Array.from({ length: shape.width }, (_, i) => new ColumnAccumulator(tracked[i], this.kernel));
  }
}

function rowText(count: number, textOf: (i: number) => string): string {
  return shownText(Array.from({ length: count }, (_, i) => textOf(i)).join(','));
}

function shapeKey({ width, outputWidth }: RowShape): string {
  return `${outputWidth ?? ''}:${width}`;
}
