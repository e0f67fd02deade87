import type { Column } from '../../contract/captureSchema';
import type { InferredType, Reject } from '../../contract/modelMonitorFiles';
import { objectOf, parseLine } from '../json/jsonRecord';
import { Kernel } from '../kernel/kernel';
import type { ValueType } from '../kernel/kernelColumn';
import { ColumnAccumulator } from '../profile/columnAccumulator';
import { type CaptureBody, captureBodyRows } from '../record/captureBody';
import { planByOrder, type ReadingPlan, readingPlanOf } from '../record/readingPlan';
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
  /** Of a column with a name: rows with and without a value, if some have none. */
  readonly optional?: { readonly present: number; readonly missing: number };
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
  readonly names?: readonly string[] | undefined;
  readonly width: number;
}

/** Limits on the layouts to distinguish and on their columns together; rows of other layouts are only counted. */
const [maxLayouts, maxColumns] = [1000, 100_000];

const anyColumns = planByOrder([]);

/** Values of a column by type, and rows without one. */
interface LayoutColumn {
  readonly types: Readonly<Record<ValueType, number>>;
  readonly missing: number;
}

interface Layout {
  readonly output: Side;
  readonly input: Side;
  readonly columns: readonly LayoutColumn[];
  rows: number;
}

/**
 * Reads the shape of most rows of capture files. Rows of objects that share a key have one shape, with all of their keys. Rows
 * without names get the names of rows that are JSON objects with the same
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
  const all = joinLayouts(layouts.all());
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
    columns.slice(start, start + width).map(({ types, missing }, i): ShapeColumn => {
      const [name, type] = [sideNames?.[i], usualType(types)];
      if (name === undefined) return { type };
      const present = Object.values(types).reduce((sum, count) => sum + count, 0);
      return missing > 0 && present > 0 ? { name, type, optional: { present, missing } } : { name, type };
    });
  return { output: columnsFrom(0, output, names[0]), input: columnsFrom(output.width, input, names[1]) };
}

/** Joins layouts of objects that share keys: those with the keys of all, where each may be missing. */
function joinLayouts(layouts: readonly Layout[]): Layout[] {
  const joined: Layout[] = [];
  for (const layout of layouts) {
    const at = joined.findIndex((other) => isAlike(other.output, layout.output) && isAlike(other.input, layout.input));
    const other = joined[at];
    if (other) joined[at] = joinTwo(other, layout);
    else joined.push(layout);
  }
  const isDone = joined.length === layouts.length;
  return isDone ? joined.sort((a, b) => b.rows - a.rows) : joinLayouts(joined);
}

function isAlike(a: Side, b: Side): boolean {
  if (!a.names || !b.names) return a.names === b.names && a.width === b.width;
  const { names } = a;
  return b.names.length === 0 || names.length === 0 || b.names.some((name) => names.includes(name));
}

function joinTwo(a: Layout, b: Layout): Layout {
  const [output, input] = [joinSides(a.output, b.output), joinSides(a.input, b.input)];
  const columnsOf = (side: 'output' | 'input', { names, width }: Side): LayoutColumn[] =>
    Array.from({ length: width }, (_, i) => {
      const parts = [a, b].map((layout) => ({ rows: layout.rows, column: columnAt(layout, side, names?.[i] ?? i) }));
      return sumColumns(parts);
    });
  return {
    output,
    input,
    columns: [...columnsOf('output', output), ...columnsOf('input', input)],
    rows: a.rows + b.rows,
  };
}

/** The names of both sides; a new one stands behind the one that it follows. */
function joinSides(a: Side, b: Side): Side {
  if (!a.names || !b.names) return a;
  const names = [...a.names];
  for (const [i, name] of b.names.entries()) {
    if (!names.includes(name)) names.splice(names.indexOf(b.names[i - 1] ?? '') + 1, 0, name);
  }
  return { names, width: names.length };
}

function columnAt({ output, input, columns }: Layout, side: 'output' | 'input', key: string | number) {
  const { names } = side === 'output' ? output : input;
  const at = typeof key === 'number' ? key : (names?.indexOf(key) ?? -1);
  return at < 0 ? undefined : columns[side === 'output' ? at : output.width + at];
}

function sumColumns(
  parts: readonly { readonly rows: number; readonly column: LayoutColumn | undefined }[],
): LayoutColumn {
  const types = { Integral: 0, Fractional: 0, Boolean: 0, String: 0 };
  for (const { column } of parts) {
    for (const type of Object.keys(types) as ValueType[]) types[type] += column?.types[type] ?? 0;
  }
  return { types, missing: parts.reduce((sum, { rows, column }) => sum + (column?.missing ?? rows), 0) };
}

/** A layout while records are read. */
interface FilledLayout extends Layout {
  readonly values: readonly ColumnAccumulator[];
}

/** The names of a record's sides; undefined of one whose rows are not objects. */
interface SideNames {
  readonly output: readonly string[] | undefined;
  readonly input: readonly string[] | undefined;
}

/** The layouts of records, each with its columns' values. */
class Layouts {
  /** Rows of all layouts. */
  rows = 0;
  private readonly kernel = new Kernel();
  private readonly layouts = new Map<string, FilledLayout>();
  private readonly plans = new Map<string, ReadingPlan>();
  private columns = 0;

  /** The most frequent one first. */
  all(): Layout[] {
    return [...this.layouts.values()].sort((a, b) => b.rows - a.rows);
  }

  add(line: string): void {
    const captureData = objectOf(parseLine(line), 'captureData');
    const bodies = {
      output: captureData && objectOf(captureData, 'endpointOutput'),
      input: captureData && objectOf(captureData, 'endpointInput'),
    };
    const names = { output: namesOf(bodies.output), input: namesOf(bodies.input) };
    const plan = this.planOf(names);
    const { rows, outputWidths } = recordRows(line, plan);
    for (const [i, values] of rows.entries()) {
      this.rows += 1;
      const width = outputWidths[i] ?? 0;
      const output = { names: names.output, width };
      const layout = this.layoutOf(output, { names: names.input, width: values.length - width });
      if (!layout) continue;
      layout.rows += 1;
      for (const [place, value] of values.entries()) layout.values[place]?.addText(value);
    }
  }

  /** How a record is read whose sides have these names, as far as they have any: key by key. */
  private planOf(names: SideNames): ReadingPlan {
    const id = JSON.stringify(names);
    const known = this.plans.get(id);
    if (known) return known;
    const columnsOf = (keys: readonly string[] = []) => keys.map((name): Column => ({ name, type: 'String' }));
    const named = readingPlanOf({ output: columnsOf(names.output), input: columnsOf(names.input) });
    const plan = {
      ...named,
      output: names.output ? named.output : anyColumns.output,
      input: names.input ? named.input : anyColumns.input,
    };
    if (this.plans.size < maxLayouts) this.plans.set(id, plan);
    return plan;
  }

  /** Returns undefined for a layout beyond the limits. */
  private layoutOf(output: Side, input: Side): FilledLayout | undefined {
    const key = JSON.stringify([output, input]);
    const existing = this.layouts.get(key);
    if (existing) return existing;
    const width = output.width + input.width;
    if (this.layouts.size === maxLayouts || this.columns + width > maxColumns) return undefined;
    this.columns += width;
    const values = Array.from({ length: width }, () => new ColumnAccumulator([], this.kernel));
    const layout = { output, input, columns: values, values, rows: 0 };
    this.layouts.set(key, layout);
    return layout;
  }
}

/** The keys of a body's rows; undefined if they have none, or cannot be read. */
function namesOf(body: CaptureBody | undefined): readonly string[] | undefined {
  if (!body) return undefined;
  try {
    const { names = [] } = captureBodyRows(body, anyColumns.input);
    if (names.length === 0) return undefined;
    const first = readingPlanOf({ output: [], input: names.map((name): Column => ({ name, type: 'String' })) });
    return [...names, ...captureBodyRows(body, first.input).unknownKeys.keys()];
  } catch {
    // Reading the record fails too, and its message names the side.
    return undefined;
  }
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
