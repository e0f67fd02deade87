import type { InferredType, Reject } from '../../contract/modelMonitorFiles';
import { objectOf, parseLine } from '../json/jsonRecord';
import { Kernel } from '../kernel/kernel';
import type { ValueType } from '../kernel/kernelColumn';
import { ColumnAccumulator } from '../profile/columnAccumulator';
import { type CaptureBody, captureBodyRows, objectKeysOf } from '../record/captureBody';
import { recordRows } from '../record/recordRows';
import { RejectList } from '../record/rejectList';
import { type CaptureProgress, readCaptureLines, textOfLine } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';

/** One column as captures show it. */
export interface ShapeColumn {
  /** Where the rows are JSON objects. */
  readonly name?: string;
  /** `Unknown` where no value was seen. */
  readonly type: InferredType;
}

/** What captures look like, side by side. */
export interface CaptureShape {
  readonly output: readonly ShapeColumn[];
  readonly input: readonly ShapeColumn[];
}

export interface CapturedShape {
  /** That of most rows; undefined where no row could be read. */
  readonly shape?: CaptureShape;
  /** Rows of that shape. */
  readonly rows: number;
  /** How many of them are JSON objects, and so name their columns. */
  readonly namedRows: number;
  /** Rows of other shapes. */
  readonly otherRows: number;
  /** The first 10,000 lines that were set aside. */
  readonly rejects: readonly Reject[];
  /** How many were set aside. */
  readonly rejectCount: number;
}

/** How one side of a record is laid out: its names where it has some, and how many columns. */
interface Side {
  readonly names?: readonly string[];
  readonly width: number;
}

/** So many layouts, of so many columns together, are told apart; rows of others are only counted. */
const [mostLayouts, mostColumns] = [1000, 100_000];

interface Layout {
  readonly output: Side;
  readonly input: Side;
  readonly columns: readonly ColumnAccumulator[];
  rows: number;
}

/**
 * The shape that most rows of capture files have. Rows without names borrow those of rows that are JSON objects of the
 * same widths and types. Memory does not grow with the files, which are read as a stream.
 */
export async function capturedShape(
  captures: Iterable<CaptureSource> | AsyncIterable<CaptureSource>,
  onProgress?: (progress: CaptureProgress) => void,
): Promise<CapturedShape> {
  const layouts = new Layouts();
  const setAside = new RejectList();
  await readCaptureLines({
    sources: captures,
    use: (line) => layouts.take(textOfLine(line)),
    reject: (reject) => setAside.add(reject),
    onProgress,
  });
  const { kept: rejects, count: rejectCount } = setAside;
  const all = layouts.all();
  const [usual] = all;
  if (!usual) return { rows: 0, namedRows: 0, otherRows: 0, rejects, rejectCount };
  const named = hasNames(usual) ? usual : all.find((layout) => hasNames(layout) && sameTypes(layout, usual));
  const alike = all.filter((layout) => layout === usual || layout === named);
  const rows = alike.reduce((sum, layout) => sum + layout.rows, 0);
  return {
    shape: shapeOf(usual, named),
    rows,
    namedRows: named?.rows ?? 0,
    otherRows: layouts.rows - rows,
    rejects,
    rejectCount,
  };
}

function hasNames({ output, input }: Layout): boolean {
  return [output, input].some(({ names }) => names !== undefined);
}

function sameTypes(a: Layout, b: Layout): boolean {
  if (a.output.width !== b.output.width || a.input.width !== b.input.width) return false;
  return a.columns.every((column, i) => {
    const [left, right] = [column, b.columns[i]].map((each) => (each ? usualType(each.types) : 'Unknown'));
    return left === right || left === 'Unknown' || right === 'Unknown';
  });
}

function shapeOf({ output, input, columns }: Layout, named: Layout | undefined): CaptureShape {
  const names = [output, input].map((side, i) => side.names ?? (i === 0 ? named?.output : named?.input)?.names);
  const columnsFrom = (start: number, { width }: Side, given: readonly string[] | undefined): ShapeColumn[] =>
    columns.slice(start, start + width).map(({ types }, i) => {
      const [name, type] = [given?.[i], usualType(types)];
      return name === undefined ? { type } : { name, type };
    });
  return { output: columnsFrom(0, output, names[0]), input: columnsFrom(output.width, input, names[1]) };
}

/** The layouts of records, each with what its columns hold. */
class Layouts {
  /** Of all layouts. */
  rows = 0;
  private readonly kernel = new Kernel();
  private readonly layouts = new Map<string, Layout>();
  private columns = 0;

  /** The most frequent one first. */
  all(): Layout[] {
    return [...this.layouts.values()].sort((a, b) => b.rows - a.rows);
  }

  take(line: string): void {
    const rows = recordRows(line, []);
    const captureData = objectOf(parseLine(line), 'captureData');
    const input = sideOf(captureData && objectOf(captureData, 'endpointInput'));
    const answer = captureData && objectOf(captureData, 'endpointOutput');
    const names = answer && objectKeysOf(answer);
    for (const values of rows) {
      this.rows += 1;
      const width = values.length - input.width;
      const layout = this.layoutOf(names?.length === width ? { names, width } : { width }, input);
      if (!layout) continue;
      layout.rows += 1;
      for (const [i, value] of values.entries()) layout.columns[i]?.addText(value);
    }
  }

  /** Undefined for a layout that is one too many. */
  private layoutOf(output: Side, input: Side): Layout | undefined {
    const key = JSON.stringify([output, input]);
    const known = this.layouts.get(key);
    if (known) return known;
    const width = output.width + input.width;
    if (this.layouts.size === mostLayouts || this.columns + width > mostColumns) return undefined;
    this.columns += width;
    const columns = Array.from({ length: width }, () => new ColumnAccumulator([], this.kernel));
    const layout = { output, input, columns, rows: 0 };
    this.layouts.set(key, layout);
    return layout;
  }
}

function sideOf(body: CaptureBody | undefined): Side {
  if (!body) return { width: 0 };
  const width = captureBodyRows(body, [])[0]?.length ?? 0;
  const names = objectKeysOf(body);
  return names?.length === width ? { names, width } : { width };
}

/**
 * What most values of a column are. Among numbers one fraction decides, as it does for the monitor; a few texts do not,
 * because a broken producer is no new shape.
 */
function usualType(types: Readonly<Record<ValueType, number>>): InferredType {
  const numbers = types.Integral + types.Fractional;
  if (types.String + types.Boolean > numbers) return 'String';
  if (types.Fractional > 0) return 'Fractional';
  return numbers > 0 ? 'Integral' : 'Unknown';
}
