import { type CaptureSchema, columnsOf } from '../contract/captureSchema';
import type { Sla } from '../contract/sla';
import { ColumnAccumulator } from './columnAccumulator';
import { columnProfile } from './columnStatistics';
import { CsvReader, type CsvRecord } from './csvReader';
import { RejectList } from './rejectList';
import type { TrainingRows } from './trainingRows';

/** A training window, row by row: columns of a file find their places in the schema. */
export class TrainingTable {
  rows = 0;
  readonly rejects = new RejectList();
  /** What is wrong with the file as a whole, one sentence each. */
  readonly problems: string[] = [];
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
      columnsOf(schema).map(({ name }) => [name, new ColumnAccumulator(sla.features[name]?.categories)]),
    );
    if (!header) this.places = [...this.columns.values()];
  }

  private name(names: readonly string[]): void {
    this.problems.push(...headerProblems(this.file, names, this.schema));
    this.places = this.problems.length > 0 ? [] : names.flatMap((name) => this.columns.get(name) ?? []);
  }

  /** A reader of this table's CSV. */
  csvReader(): CsvReader {
    return new CsvReader((record) => {
      if (this.places) this.add(record, this.places);
      else this.name(namesIn(record));
    });
  }

  /** Takes some rows of a file that names its columns itself, column by column. */
  addColumns(names: readonly string[], columns: readonly (readonly (string | null)[])[]): void {
    if (!this.places) this.name(names);
    if (this.problems.length > 0) return;
    if (columns.length !== this.columns.size) {
      this.problems.push(
        `${this.file}: has ${columns.length} column(s), schema ${this.schema.version} has ${this.columns.size}.`,
      );
      return;
    }
    columns.forEach((values, i) => {
      for (const value of values) this.places?.[i]?.addText(value || null);
    });
    this.rows += columns[0]?.length ?? 0;
  }

  /** Says that the file can't be read as what it should be. */
  refuse(form: string, reason: unknown): void {
    // DuckDB's errors show the query below their first line.
    const text = (reason instanceof Error ? reason.message : String(reason)).split('\n')[0];
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

  private add({ bytes, cells, line }: CsvRecord, places: readonly ColumnAccumulator[]): void {
    if (this.problems.length > 0) return;
    const { count } = cells;
    if (count !== places.length) {
      const whose = this.header ? 'the header' : `schema ${this.schema.version}`;
      const reason = `the row has ${count} column(s), ${whose} ${places.length}.`;
      this.rejects.add({ file: this.file, line, reason });
      return;
    }
    for (let i = 0; i < count; i++) {
      (places[i] as ColumnAccumulator).addCell(bytes, cells, i);
    }
    this.rows += 1;
  }
}

function namesIn({ bytes, cells: { starts, ends, count } }: CsvRecord): string[] {
  return Array.from({ length: count }, (_, i) => bytes.toString('utf8', starts[i], ends[i]));
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
