import type { InferredType, Reject } from '../../contract/modelMonitorFiles';
import { objectOf, parseLine } from '../json/jsonRecord';
import { Kernel } from '../kernel/kernel';
import type { ValueType } from '../kernel/kernelColumn';
import { ColumnAccumulator } from '../profile/columnAccumulator';
import { type CaptureBody, captureBodyRows } from '../record/captureBody';
import { planByOrder } from '../record/readingPlan';
import { recordRows } from '../record/recordRows';
import { RejectList } from '../record/rejectList';
import { type CaptureProgress, readCaptureLines, textOfLine } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';

/** A column as seen in captures. */
export interface ShapeColumn {
  /** Only if the rows are JSON objects. */
  readonly name?: string;
  /** `Unknown` if no value was seen. */
  readonly type: InferredType;
}

/** The columns of captures. */
export interface CaptureShape {
  readonly output: readonly ShapeColumn[];
  readonly input: readonly ShapeColumn[];
}

export interface CapturedShape {
  /** The shape of most rows; undefined if no row could be read. */
  readonly shape?: CaptureShape;
  /** Rows of that shape. */
  readonly rows: number;
  /** The number of these rows that are JSON objects and name their columns. */
  readonly namedRows: number;
  /** Rows of other shapes. */
  readonly otherRows: number;
  /** The first 10,000 rejected lines. */
  readonly rejects: readonly Reject[];
  /** The number of rejected lines. */
  readonly rejectCount: number;
}

/** The layout of one side of a record. Names exist only for JSON objects. */
interface Side {
  readonly names?: readonly string[];
  readonly width: number;
}

/** Limits on the layouts to distinguish and on their columns together; rows of other layouts are only counted. */
const [maxLayouts, maxColumns] = [1000, 100_000];

const anyColumns = planByOrder([]);

interface Layout {
  readonly output: Side;
  readonly input: Side;
  readonly columns: readonly ColumnAccumulator[];
  rows: number;
}

/**
 * Reads the shape of most rows of capture files. Rows without names get the names of rows that are JSON objects with the same
 * widths and types. The files are read as a stream; memory does not grow with them.
 */
export async function readCapturedShape(
  captures: Iterable<CaptureSource> | AsyncIterable<CaptureSource>,
  onProgress?: (progress: CaptureProgress) => void,
): Promise<CapturedShape> {
  const layouts = new Layouts();
  const rejectList = new RejectList();
  await readCaptureLines({
    sources: captures,
    use: (line) => layouts.add(textOfLine(line)),
    reject: (reject) => rejectList.add(reject),
    onProgress,
  });
  const { kept: rejects, count: rejectCount } = rejectList;
  const all = layouts.all();
  const [usual] = all;
  if (!usual) return { rows: 0, namedRows: 0, otherRows: 0, rejects, rejectCount };
  const named = hasNames(usual) ? usual : all.find((layout) => hasNames(layout) && hasSameTypes(layout, usual));
  const matching = all.filter((layout) => layout === usual || layout === named);
  const rows = matching.reduce((sum, layout) => sum + layout.rows, 0);
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

function hasSameTypes(a: Layout, b: Layout): boolean {
  if (a.output.width !== b.output.width || a.input.width !== b.input.width) return false;
  return a.columns.every((column, i) => {
    const left = usualType(column.types);
    const right = b.columns[i] ? usualType(b.columns[i].types) : 'Unknown';
    return left === right || left === 'Unknown' || right === 'Unknown';
  });
}

function shapeOf({ output, input, columns }: Layout, named: Layout | undefined): CaptureShape {
  const names = [output, input].map((side, i) => side.names ?? (i === 0 ? named?.output : named?.input)?.names);
  const columnsFrom = (start: number, { width }: Side, sideNames: readonly string[] | undefined): ShapeColumn[] =>
    columns.slice(start, start + width).map(({ types }, i) => {
      const [name, type] = [sideNames?.[i], usualType(types)];
      return name === undefined ? { type } : { name, type };
    });
  return { output: columnsFrom(0, output, names[0]), input: columnsFrom(output.width, input, names[1]) };
}

/** The layouts of records, each with its columns' values. */
class Layouts {
  /** Rows of all layouts. */
  rows = 0;
  private readonly kernel = new Kernel();
  private readonly layouts = new Map<string, Layout>();
  private columns = 0;

  /** The most frequent one first. */
  all(): Layout[] {
    return [...this.layouts.values()].sort((a, b) => b.rows - a.rows);
  }

  add(line: string): void {
    const { rows } = recordRows(line, anyColumns);
    const captureData = objectOf(parseLine(line), 'captureData');
    const input = sideOf(captureData && objectOf(captureData, 'endpointInput'));
    const output = captureData && objectOf(captureData, 'endpointOutput');
    const names = output && captureBodyRows(output, anyColumns.output).names;
    for (const values of rows) {
      this.rows += 1;
      const width = values.length - input.width;
      const layout = this.layoutOf(names?.length === width ? { names, width } : { width }, input);
      if (!layout) continue;
      layout.rows += 1;
      for (const [i, value] of values.entries()) layout.columns[i]?.addText(value);
    }
  }

  /** Returns undefined for a layout beyond the limits. */
  private layoutOf(output: Side, input: Side): Layout | undefined {
    const key = JSON.stringify([output, input]);
    const existing = this.layouts.get(key);
    if (existing) return existing;
    const width = output.width + input.width;
    if (this.layouts.size === maxLayouts || this.columns + width > maxColumns) return undefined;
    this.columns += width;
    const columns = Array.from({ length: width }, () => new ColumnAccumulator([], this.kernel));
    const layout = { output, input, columns, rows: 0 };
    this.layouts.set(key, layout);
    return layout;
  }
}

function sideOf(body: CaptureBody | undefined): Side {
  if (!body) return { width: 0 };
  const { rows, names } = captureBodyRows(body, anyColumns.input);
  const width = rows[0]?.length ?? 0;
  return names?.length === width ? { names, width } : { width };
}

/**
 * The type of most values of a column. One fraction among numbers makes it Fractional, as in the monitor. A few texts do not
 * make it String: a broken producer does not change the shape.
 */
function usualType(types: Readonly<Record<ValueType, number>>): InferredType {
  const numbers = types.Integral + types.Fractional;
  if (types.String + types.Boolean > numbers) return 'String';
  if (types.Fractional > 0) return 'Fractional';
  return numbers > 0 ? 'Integral' : 'Unknown';
}
