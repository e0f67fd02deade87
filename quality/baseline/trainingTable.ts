import type { CaptureSchema } from '../../contract/captureSchema';
import { shownText } from '../../contract/shownText';
import type { CsvReader } from '../kernel/csvReader';
import { Kernel, type RowRun } from '../kernel/kernel';
import { ColumnAccumulator } from '../profile/columnAccumulator';
import { columnProfile } from '../profile/columnStatistics';
import type { PlacedValue } from '../profile/typeWatch';
import { RejectList } from '../record/rejectList';
import { headerProblem } from './headerProblem';
import { HeaderWatch, withoutHeaders } from './repeatedHeaders';
import { addMissing, type TableColumn, tableColumns, valueOfKey } from './tableColumns';
import type { JsonRow, TrainingRows } from './trainingRows';

/** Collects the rows of training files and matches their columns with the schema. */
export class TrainingTable {
  rows = 0;
  headerRows = 0;
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
    const columns = tableColumns(schema, trackedValues, this.kernel);
    this.columns = new Map(columns.map((column) => [column.name, column]));
    this.columnsByKey = new Map(columns.flatMap((column) => column.keys.map((key) => [key, column])));
  }

  /** Begins a file; `file` is its name in messages. */
  beginFile(file: string): void {
    this.file = file;
    this.fileColumns = undefined;
  }

  private matchNames(names: readonly string[]): void {
    const known = [...this.columns.values()];
    const columns = names.map((name) => this.columnsByKey.get(name));
    const problem = headerProblem(names, columns, known);
    if (problem !== undefined) {
      const all = known.map(({ name }) => name).join(', ');
      this.problems.push(`${this.file}: ${problem}; ${this.expectedBy} has ${all}.`);
    }
    this.fileColumns = this.problems.length > 0 ? [] : columns.filter((column) => column !== undefined);
  }

  /** A reader that adds the rows of a CSV. */
  csvReader(separator = ','): Pick<CsvReader, 'push' | 'end'> {
    const { kernel } = this;
    const headers = new HeaderWatch();
    let names: readonly string[] = [];
    const reader = kernel.csvReader(() => {
      const isFirst = !this.fileColumns;
      if (isFirst) names = firstFields(kernel);
      if (isFirst && this.header) this.matchNames(names);
      this.fileColumns ??= this.columnsOfWidth(names.length);
      const mayRepeat = this.header && headers.mayRepeat;
      this.addRows(isFirst && this.header ? 1 : 0, this.fileColumns, mayRepeat ? names : undefined);
    }, separator);
    const push = (piece: Uint8Array) => {
      headers.see(piece);
      reader.push(piece);
    };
    return { push, end: () => reader.end() };
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
    const column = this.fileColumns?.[place];
    if (column) this.takeText(column, text || null);
  }

  /** Counts the next value of a column. */
  protected takeText({ accumulator }: TableColumn, text: string | null): void {
    accumulator.addText(text);
  }

  /** Counts rows of the kernel. */
  protected takeRun(columns: readonly TableColumn[], run: RowRun): void {
    ColumnAccumulator.addRun(
      columns.map(({ accumulator }) => accumulator),
      run,
    );
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
    const taken: JsonRow[] = [];
    for (const row of rows) if (this.takeJsonRow(row, this.rows + taken.length)) taken.push(row);
    this.rows += taken.length;
    for (const column of this.columns.values()) {
      if (!column.watch.isDue) continue;
      const textIn = ({ values }: JsonRow) =>
        (isList(values) ? values[this.columnsOfWidth(values.length).indexOf(column)] : valueOfKey(values, column)) ??
        '';
      column.watch.find(taken.map((row) => ({ file: this.file, line: row.line, value: textIn(row) })));
    }
  }

  /** Counts a row of JSON, the row `at` of the table; returns false if it is rejected. */
  protected takeJsonRow({ line, values }: JsonRow, _at: number): boolean {
    const { columns } = this;
    if (isList(values)) {
      const placed = this.columnsOfWidth(values.length);
      if (values.length !== placed.length) return this.reject(line, values, placed.length, 'schema');
      for (const [place, column] of placed.entries()) {
        this.takeText(column, values[place] || null);
        this.seenNames.add(column.name);
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
      this.takeText(column, value || null);
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
    const { rows, rejects, problems, headerRows } = this;
    const columns = [...this.columns.values()];
    for (const { accumulator, optional } of columns) if (optional) addMissing(accumulator, rows);
    return {
      rows,
      rejects,
      problems,
      headerRows,
      columns: columns.map(({ name, accumulator, watch: { first } }) => {
        const profile = columnProfile(name, accumulator);
        return first ? { ...profile, firstOther: first } : profile;
      }),
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
  private addRows(from: number, columns: readonly TableColumn[], names: readonly string[] | undefined): void {
    if (this.problems.length > 0) return;
    for (const run of this.runsFrom(from, names)) {
      if (run.width !== columns.length) {
        const by = this.header ? 'header' : 'schema';
        for (const [row, line] of run.lines.entries()) {
          this.reject(line, this.valuesOfRow(run, row), columns.length, by);
        }
        continue;
      }
      this.takeRun(columns, run);
      this.rows += run.lines.length;
      for (const [place, { watch }] of columns.entries()) if (watch.isDue) watch.find(this.valuesOf(run, place));
    }
  }

  /** The kernel's rows from `from` on; `names` are left out if they may stand among them. */
  private *runsFrom(from: number, names: readonly string[] | undefined): Generator<RowRun> {
    for (const run of this.kernel.runs(from)) {
      if (!names) yield run;
      else {
        const { parts, headers } = withoutHeaders(run, names, (field) => this.kernel.fieldText(field));
        this.headerRows += headers;
        yield* parts;
      }
    }
  }

  private valuesOfRow(run: RowRun, row: number): string[] {
    return Array.from({ length: run.width }, (_, place) => this.fieldOf(run, row, place));
  }

  /** The text of a field of the kernel's rows. */
  protected fieldOf({ start, width }: RowRun, row: number, place: number): string {
    return this.kernel.fieldText(start + row * width + place);
  }

  private *valuesOf(run: RowRun, place: number): Generator<PlacedValue> {
    for (const [row, line] of run.lines.entries()) {
      yield { file: this.file, line, value: this.fieldOf(run, row, place) };
    }
  }

  private reject(line: number, values: readonly (string | null)[], width: number, by: 'header' | 'schema'): false {
    const expected = by === 'header' ? 'the header' : this.expectedBy;
    const row = shownText(values.map((value) => value ?? '').join(','));
    this.rejectLine(line, `the row has ${values.length} column(s); ${expected} has ${width} (row: ${row}).`);
    return false;
  }
}

function isList(values: JsonRow['values']): values is readonly (string | null)[] {
  return Array.isArray(values);
}

/** The fields of the first record. */
function firstFields(kernel: Kernel): string[] {
  const [first] = kernel.runs();
  return Array.from({ length: first?.width ?? 0 }, (_, i) => kernel.fieldText(i));
}
