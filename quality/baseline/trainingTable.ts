import { type CaptureSchema, captureKeyOf, columnsOf } from '../../contract/captureSchema';
import type { Reject, RejectCause } from '../../contract/modelMonitorFiles';
import type { CsvReader } from '../kernel/csvReader';
import { Kernel, type RowRun } from '../kernel/kernel';
import { ColumnAccumulator } from '../profile/columnAccumulator';
import { type ColumnProfile, columnProfile } from '../profile/columnStatistics';
import { RejectList } from '../record/rejectList';
import { type PlacedValue, TypeWatch } from './typeWatch';

/** Rejected lines and rows of a training window. */
export interface TrainingRejects {
  /** The first 10,000. */
  readonly kept: Reject[];
  readonly count: number;
  /** The rows in them, where that is another number. */
  readonly rows?: number;
  /** By their reasons, the most frequent first. */
  readonly causes: readonly RejectCause[];
  /** Captures that could not be read to their end. A table that cannot is refused. */
  readonly truncatedFiles?: readonly string[];
}

/** The rows of a training window. */
export interface TrainingRows {
  readonly rows: number;
  readonly rejects: TrainingRejects;
  /** Problems of the window as a whole, one sentence each. */
  readonly problems: readonly string[];
  /** Profiles of the schema's columns, in schema order. */
  readonly columns: readonly ColumnProfile[];
  /** By column, the first value that its type does not allow. */
  readonly wrongValues: ReadonlyMap<string, PlacedValue>;
}

/** A row of JSON: values by name, or in the order of the schema's columns; null is a missing value. */
export interface JsonRow {
  readonly line: number;
  readonly values: Readonly<Record<string, string | null>> | readonly (string | null)[];
}

/** A column of the schema. */
interface TableColumn {
  readonly name: string;
  /** Name in the captures, which a training file may have too; the column's name if that is another column's. */
  readonly key: string;
  readonly ignored: boolean;
  /** Whether a file may lack the column: it is ignored, or may be empty. */
  readonly optional: boolean;
  readonly accumulator: ColumnAccumulator;
  readonly watch: TypeWatch;
}

/** Collects the rows of training files and matches their columns with the schema. */
export class TrainingTable {
  rows = 0;
  readonly rejects = new RejectList();
  /** Problems of the files as a whole, one sentence each. */
  readonly problems: string[] = [];
  private readonly kernel = new Kernel();
  private readonly columns: ReadonlyMap<string, TableColumn>;
  /** By the names that a file may have. */
  private readonly columnsByKey: ReadonlyMap<string, TableColumn>;
  private file = '';
  /** In file order; undefined until the file's columns are known. */
  private fileColumns: readonly TableColumn[] | undefined;
  /** Names of JSON rows that a reader saw. */
  private readonly seenNames = new Set<string>();

  /**
   * Without a `header` a file's columns are in schema order. `trackedValues` has, by column, values that are counted however
   * many others there are. `expectedBy` names what has the columns, for messages.
   */
  constructor(
    schema: CaptureSchema,
    trackedValues: (name: string) => readonly string[] | undefined,
    private readonly header: boolean,
    private readonly expectedBy = `schema ${schema.version}`,
  ) {
    const names = new Set(columnsOf(schema).map(({ name }) => name));
    this.columns = new Map(
      columnsOf(schema).map((column) => {
        const { name, type, ignored = false, mayBeEmpty = false } = column;
        const accumulator = new ColumnAccumulator(trackedValues(name), this.kernel);
        const watch = new TypeWatch(ignored ? 'String' : type, accumulator);
        const key = names.has(captureKeyOf(column)) ? name : captureKeyOf(column);
        return [name, { name, key, ignored, optional: ignored || mayBeEmpty, accumulator, watch }];
      }),
    );
    const byKey = [...this.columns.values()].map((column): [string, TableColumn] => [column.key, column]);
    this.columnsByKey = new Map([...byKey, ...this.columns]);
  }

  /** Begins a file; `file` is its name in messages. */
  beginFile(file: string): void {
    this.file = file;
    this.fileColumns = undefined;
  }

  private matchNames(names: readonly string[]): void {
    const columns = names.map((name) => this.columnsByKey.get(name));
    const problem = this.headerProblem(names, columns);
    if (problem !== undefined) this.problems.push(problem);
    this.fileColumns = this.problems.length > 0 ? [] : columns.filter((column) => column !== undefined);
  }

  /** A reader that adds the rows of a CSV. */
  csvReader(separator = ','): CsvReader {
    const { kernel } = this;
    return kernel.csvReader(() => {
      const from = this.header && !this.fileColumns ? 1 : 0;
      const first = this.fileColumns ? [] : firstFields(kernel);
      if (!this.fileColumns && this.header) this.matchNames(first);
      this.fileColumns ??= this.columnsOfWidth(first.length);
      this.addRows(from, this.fileColumns);
    }, separator);
  }

  /** Matches a file's column names with the schema. Returns false if they do not match. */
  setColumns(names: readonly string[]): boolean {
    if (this.header) this.matchNames(names);
    else {
      this.fileColumns = this.columnsOfWidth(names.length);
      const { length } = this.fileColumns;
      if (names.length !== length)
        this.problems.push(`${this.file}: has ${names.length} column(s), ${this.expectedBy} has ${length}.`);
    }
    return this.problems.length === 0;
  }

  /** The columns of rows without names, in schema order: without the ignored ones if the rows have none for them. */
  private columnsOfWidth(width: number): readonly TableColumn[] {
    const all = [...this.columns.values()];
    const analyzed = all.filter(({ ignored }) => !ignored);
    return width === analyzed.length ? analyzed : all;
  }

  /** Adds the next value of one of the file's columns; an empty text is a missing value. */
  addValue(place: number, text: string | null): void {
    this.fileColumns?.[place]?.accumulator.addText(text || null);
  }

  /** Whether the values that were added last to one of the file's columns have the first one of a wrong type. */
  isWatching(place: number): boolean {
    return this.fileColumns?.[place]?.watch.isDue ?? false;
  }

  /** Looks for that value among the values that were added last, the first of which stands in the row `firstRow`. */
  findWrongValue(place: number, texts: readonly (string | null)[], firstRow: number): void {
    const values = texts.map((text, i) => ({ file: this.file, line: firstRow + i, value: text ?? '' }));
    this.fileColumns?.[place]?.watch.find(values);
  }

  /** Adds rows of JSON. A row with a name that the schema does not have, or of another width, is rejected. */
  addJsonRows(rows: readonly JsonRow[]): void {
    const taken = rows.filter((row) => this.takeJsonRow(row));
    this.rows += taken.length;
    for (const column of this.columns.values()) {
      if (!column.watch.isDue) continue;
      const textIn = ({ values }: JsonRow) =>
        (isList(values) ? values[this.columnsOfWidth(values.length).indexOf(column)] : valueOfKey(values, column)) ??
        '';
      column.watch.find(taken.map((row) => ({ file: this.file, line: row.line, value: textIn(row) })));
    }
  }

  private takeJsonRow({ line, values }: JsonRow): boolean {
    const { columns } = this;
    if (isList(values)) {
      const placed = this.columnsOfWidth(values.length);
      if (values.length !== placed.length) return this.reject(line, values.length, placed.length, 'schema');
      for (const [place, { name, accumulator }] of placed.entries()) {
        accumulator.addText(values[place] || null);
        this.seenNames.add(name);
      }
      return true;
    }
    const unknown = Object.keys(values).find((key) => !this.columnsByKey.has(key));
    if (unknown !== undefined) {
      const known = [...columns.keys()].join(', ');
      const reason = `unknown key '${unknown}'; ${this.expectedBy} has ${known}.`;
      this.rejectLine(line, reason);
      return false;
    }
    for (const [name, column] of columns) {
      const value = valueOfKey(values, column);
      if (value !== undefined) this.seenNames.add(name);
      column.accumulator.addText(value || null);
    }
    return true;
  }

  /** Ends a file of JSON rows: its problems are the columns that no row had. */
  endJson(): void {
    const missing = [...this.columns.values()]
      .filter(({ name, optional }) => !optional && !this.seenNames.has(name))
      .map(({ name }) => name);
    if (this.rows === 0 || missing.length === 0) return;
    const names = missing.map((name) => `'${name}'`).join(', ');
    this.problems.push(`${this.file}: no row has the key ${names} of ${this.expectedBy}.`);
  }

  /** Rejects an unusable line; the reason is one sentence. */
  rejectLine(line: number, reason: string): void {
    this.rejects.add({ file: this.file, line, reason });
  }

  /** Reports that the file cannot be used, in one clause. */
  refuse(clause: string): void {
    this.problems.splice(0, this.problems.length, `${this.file}: ${clause}.`);
  }

  /** Returns the rows; call it after the last row. */
  finish(): TrainingRows {
    if (this.problems.length === 0 && this.rows === 0) this.problems.push(this.noRows());
    const { rows, rejects, problems } = this;
    const columns = [...this.columns.values()];
    for (const { accumulator, optional } of columns) if (optional) addMissing(accumulator, rows);
    return {
      rows,
      rejects,
      problems,
      columns: columns.map(({ name, accumulator }) => columnProfile(name, accumulator)),
      wrongValues: new Map(columns.flatMap(({ name, watch: { first } }) => (first ? [[name, first]] : []))),
    };
  }

  private noRows(): string {
    const [first] = this.rejects.kept;
    if (first) {
      const { count } = this.rejects;
      return `${first.file}: line ${first.line}: ${first.reason.replace(/\.$/, '')}; none of the ${count} row(s) fits.`;
    }
    if (this.header && !this.fileColumns) return `${this.file}: is empty.`;
    return `${this.file}: has ${this.header ? 'a header but no rows' : 'no rows'}.`;
  }

  /** Adds the kernel's records from `from` on, column by column, in runs with the same number of fields. */
  private addRows(from: number, columns: readonly TableColumn[]): void {
    if (this.problems.length > 0) return;
    const accumulators = columns.map(({ accumulator }) => accumulator);
    for (const run of this.kernel.runs(from)) {
      if (run.width !== columns.length) {
        for (const line of run.lines) this.reject(line, run.width, columns.length, this.header ? 'header' : 'schema');
        continue;
      }
      ColumnAccumulator.addRun(accumulators, run);
      this.rows += run.lines.length;
      for (const [place, { watch }] of columns.entries()) if (watch.isDue) watch.find(this.valuesOf(run, place));
    }
  }

  private *valuesOf({ lines, start, width }: RowRun, place: number): Generator<PlacedValue> {
    for (const [row, line] of lines.entries()) {
      yield { file: this.file, line, value: this.kernel.fieldText(start + row * width + place) };
    }
  }

  private headerProblem(names: readonly string[], columns: readonly (TableColumn | undefined)[]): string | undefined {
    const known = [...this.columns.values()];
    const quoted = (list: readonly string[]) => list.map((name) => `'${name}'`).join(', ');
    const missing = known.filter((column) => !column.optional && !columns.includes(column)).map(({ name }) => name);
    const unknown = names.filter((_, i) => columns[i] === undefined);
    const twice = names.filter((_, i) => columns[i] !== undefined && columns.indexOf(columns[i]) !== i);
    const clauses = [
      ...(missing.length > 0 ? [`lacks ${quoted(missing)}`] : []),
      ...(unknown.length > 0 ? [`has unknown column(s) ${quoted(unknown)}`] : []),
      ...(twice.length > 0 ? [`has duplicate column(s) ${quoted(twice)}`] : []),
    ];
    if (clauses.length === 0) return undefined;
    const all = known.map(({ name }) => name).join(', ');
    return `${this.file}: the header ${clauses.join(' and ')}; ${this.expectedBy} has ${all}.`;
  }

  private reject(line: number, count: number, width: number, by: 'header' | 'schema'): false {
    const expected = by === 'header' ? 'the header' : this.expectedBy;
    this.rejectLine(line, `the row has ${count} column(s); ${expected} has ${width}.`);
    return false;
  }
}

function isList(values: JsonRow['values']): values is readonly (string | null)[] {
  return Array.isArray(values);
}

/** A value of a JSON object, under the column's name or the one in captures; undefined if it has neither. */
function valueOfKey(
  values: Readonly<Record<string, string | null>>,
  { name, key }: TableColumn,
): string | null | undefined {
  if (Object.hasOwn(values, name)) return values[name];
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

/** Adds missing values up to a number of rows, for a column that some file lacked. */
function addMissing(column: ColumnAccumulator, rows: number): void {
  const { types, missing } = column;
  const counted = missing + types.Integral + types.Fractional + types.Boolean + types.String;
  for (let i = counted; i < rows; i++) column.addText(null);
}

/** The fields of the first record. */
function firstFields(kernel: Kernel): string[] {
  const [first] = kernel.runs();
  return Array.from({ length: first?.width ?? 0 }, (_, i) => kernel.fieldText(i));
}
