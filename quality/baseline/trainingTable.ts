import { type CaptureSchema, columnsOf } from '../../contract/captureSchema';
import type { Sla } from '../../contract/sla';
import type { CsvReader } from '../kernel/csvReader';
import { Kernel } from '../kernel/kernel';
import { ColumnAccumulator } from '../profile/columnAccumulator';
import { columnProfile } from '../profile/columnStatistics';
import { RejectList } from '../record/rejectList';
import type { TrainingRows } from './trainingRows';

/** A training window, row by row: columns of a file find their places in the schema. */
export class TrainingTable {
  rows = 0;
  readonly rejects = new RejectList();
  /** What is wrong with the file as a whole, one sentence each. */
  readonly problems: string[] = [];
  private readonly kernel = new Kernel();
  private readonly columns: ReadonlyMap<string, ColumnAccumulator>;
  /** By the place in the file; undefined until its columns are known. */
  private places: readonly ColumnAccumulator[] | undefined;

  /** Without a `header` the file's columns are the schema's, in its order. */
  constructor(
    private readonly file: string,
    private readonly schema: CaptureSchema,
    sla: Sla,
    private readonly header: boolean,
  ) {
    this.columns = new Map(
      columnsOf(schema).map(({ name }) => [name, new ColumnAccumulator(sla.features[name]?.categories, this.kernel)]),
    );
    if (!header) this.places = [...this.columns.values()];
  }

  private name(names: readonly string[]): void {
    this.problems.push(...headerProblems(this.file, names, this.schema));
    this.places = this.problems.length > 0 ? [] : names.flatMap((name) => this.columns.get(name) ?? []);
  }

  /** A reader of this table's CSV. */
  csvReader(): CsvReader {
    const { kernel } = this;
    return kernel.csvReader(() => {
      const from = this.places ? 0 : 1;
      if (!this.places) this.name(namesIn(kernel));
      if (this.places) this.add(from, this.places);
    });
  }

  /** Matches the columns of a file that names them itself with the schema's; false where they are not the schema's. */
  setColumns(names: readonly string[]): boolean {
    if (!this.places) this.name(names);
    else if (names.length !== this.columns.size) {
      this.problems.push(
        `${this.file}: has ${names.length} column(s), schema ${this.schema.version} has ${this.columns.size}.`,
      );
    }
    return this.problems.length === 0;
  }

  /** Adds the next value of one of the file's columns; an empty text is a missing value. */
  addValue(place: number, text: string | null): void {
    this.places?.[place]?.addText(text || null);
  }

  /** Says that the file can't be read as what it should be. */
  refuse(form: string, reason: unknown): void {
    const text = reason instanceof Error ? reason.message : String(reason);
    this.problems.splice(0, this.problems.length, `${this.file}: is not ${form} (${text}).`);
  }

  /** To be called after the last row. */
  finished(): TrainingRows {
    if (!this.places) this.name([]);
    if (this.problems.length === 0 && this.rows === 0) {
      this.problems.push(`${this.file}: has ${this.header ? 'a header, but no row below it' : 'no row'}.`);
    }
    const { rows, rejects, problems } = this;
    const columns = [...this.columns].map(([name, column]) => columnProfile(name, column));
    return { rows, rejects, problems, columns };
  }

  /** Takes the kernel's records from `from` on, column by column, as many together as have the same number of fields. */
  private add(from: number, places: readonly ColumnAccumulator[]): void {
    if (this.problems.length > 0) return;
    for (const run of this.kernel.runs(from)) {
      if (run.width === places.length) {
        ColumnAccumulator.addRun(places, run);
        this.rows += run.lines.length;
      } else {
        for (const line of run.lines) this.reject(line, run.width, places.length);
      }
    }
  }

  private reject(line: number, count: number, width: number): void {
    const whose = this.header ? 'the header' : `schema ${this.schema.version}`;
    this.rejects.add({ file: this.file, line, reason: `the row has ${count} column(s), ${whose} ${width}.` });
  }
}

/** The fields of the first record. */
function namesIn(kernel: Kernel): string[] {
  const [first] = kernel.runs();
  return Array.from({ length: first?.width ?? 0 }, (_, i) => kernel.fieldText(i));
}

function headerProblems(file: string, header: readonly string[], schema: CaptureSchema): string[] {
  const known = columnsOf(schema).map((column) => column.name);
  const list = known.join(', ');
  return [
    ...known
      .filter((name) => !header.includes(name))
      .map((name) => `${file}: the header lacks column '${name}' of schema ${schema.version}.`),
    ...header
      .filter((name) => !known.includes(name))
      .map((name) => `${file}: schema ${schema.version} has no column '${name}'; it has ${list}.`),
    ...header
      .filter((name, i) => header.indexOf(name) !== i)
      .map((name) => `${file}: the header names column '${name}' twice.`),
  ];
}
