import { type CaptureSchema, columnsOf } from '../../contract/captureSchema';
import type { Reject } from '../../contract/modelMonitorFiles';
import type { Sla } from '../../contract/sla';
import type { CsvReader } from '../kernel/csvReader';
import { Kernel } from '../kernel/kernel';
import { ColumnAccumulator } from '../profile/columnAccumulator';
import { type ColumnProfile, columnProfile } from '../profile/columnStatistics';
import { RejectList } from '../record/rejectList';

/** The rows of a training window. */
export interface TrainingRows {
  readonly rows: number;
  /** The first 10,000 rejected rows, and the number of all. */
  readonly rejects: { readonly kept: Reject[]; readonly count: number };
  /** Problems of the window as a whole, one sentence each. */
  readonly problems: readonly string[];
  /** Profiles of the schema's columns, in schema order. */
  readonly columns: readonly ColumnProfile[];
}

/** Collects the rows of a training file and matches its columns with the schema. */
export class TrainingTable {
  rows = 0;
  readonly rejects = new RejectList();
  /** Problems of the file as a whole, one sentence each. */
  readonly problems: string[] = [];
  private readonly kernel = new Kernel();
  private readonly columns: ReadonlyMap<string, ColumnAccumulator>;
  /** In file order; undefined until the file's columns are known. */
  private fileColumns: readonly ColumnAccumulator[] | undefined;

  /** Without a `header` the file's columns are in schema order. */
  constructor(
    private readonly file: string,
    private readonly schema: CaptureSchema,
    sla: Sla,
    private readonly header: boolean,
  ) {
    this.columns = new Map(
      columnsOf(schema).map(({ name }) => [name, new ColumnAccumulator(sla.features[name]?.categories, this.kernel)]),
    );
    if (!header) this.fileColumns = [...this.columns.values()];
  }

  private matchNames(names: readonly string[]): void {
    this.problems.push(...headerProblems(this.file, names, this.schema));
    this.fileColumns = this.problems.length > 0 ? [] : names.flatMap((name) => this.columns.get(name) ?? []);
  }

  /** A reader that adds the rows of a CSV. */
  csvReader(): CsvReader {
    const { kernel } = this;
    return kernel.csvReader(() => {
      const from = this.fileColumns ? 0 : 1;
      if (!this.fileColumns) this.matchNames(headerNames(kernel));
      if (this.fileColumns) this.addRows(from, this.fileColumns);
    });
  }

  /** Matches a file's column names with the schema. Returns false if they do not match. */
  setColumns(names: readonly string[]): boolean {
    if (!this.fileColumns) this.matchNames(names);
    else if (names.length !== this.columns.size) {
      this.problems.push(
        `${this.file}: has ${names.length} column(s), schema ${this.schema.version} has ${this.columns.size}.`,
      );
    }
    return this.problems.length === 0;
  }

  /** Adds the next value of one of the file's columns; an empty text is a missing value. */
  addValue(place: number, text: string | null): void {
    this.fileColumns?.[place]?.addText(text || null);
  }

  /** Reports that the file is not valid in its format. */
  refuse(format: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.problems.splice(0, this.problems.length, `${this.file}: is not valid ${format} (${reason}).`);
  }

  /** Returns the rows; call it after the last row. */
  finish(): TrainingRows {
    if (!this.fileColumns) this.matchNames([]);
    if (this.problems.length === 0 && this.rows === 0) {
      this.problems.push(`${this.file}: has ${this.header ? 'a header but no rows' : 'no rows'}.`);
    }
    const { rows, rejects, problems } = this;
    const columns = [...this.columns].map(([name, column]) => columnProfile(name, column));
    return { rows, rejects, problems, columns };
  }

  /** Adds the kernel's records from `from` on, column by column, in runs with the same number of fields. */
  private addRows(from: number, columns: readonly ColumnAccumulator[]): void {
    if (this.problems.length > 0) return;
    for (const run of this.kernel.runs(from)) {
      if (run.width === columns.length) {
        ColumnAccumulator.addRun(columns, run);
        this.rows += run.lines.length;
      } else {
        for (const line of run.lines) this.reject(line, run.width, columns.length);
      }
    }
  }

  private reject(line: number, count: number, width: number): void {
    const expected = this.header ? 'the header' : `schema ${this.schema.version}`;
    this.rejects.add({ file: this.file, line, reason: `the row has ${count} column(s); ${expected} has ${width}.` });
  }
}

/** The fields of the first record. */
function headerNames(kernel: Kernel): string[] {
  const [first] = kernel.runs();
  return Array.from({ length: first?.width ?? 0 }, (_, i) => kernel.fieldText(i));
}

function headerProblems(file: string, header: readonly string[], schema: CaptureSchema): string[] {
  const known = columnsOf(schema).map((column) => column.name);
  const list = known.join(', ');
  return [
    ...known
      .filter((name) => !header.includes(name))
      .map((name) => `${file}: column '${name}' of schema ${schema.version} is missing from the header.`),
    ...header
      .filter((name) => !known.includes(name))
      .map((name) => `${file}: unknown column '${name}': schema ${schema.version} has ${list}.`),
    ...header
      .filter((name, i) => header.indexOf(name) !== i)
      .map((name) => `${file}: duplicate column '${name}' in the header.`),
  ];
}
