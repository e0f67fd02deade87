import type { CaptureSchema, SchemaContent } from '../../../contract/captureSchema';
import { hourMs } from '../../../contract/hours';
import type { Statistics } from '../../../contract/modelMonitorFiles';
import { UserError } from '../../../contract/userError';
import { Kernel, type RowRun } from '../../kernel/kernel';
import { ColumnAccumulator } from '../../profile/columnAccumulator';
import { columnProfile } from '../../profile/columnStatistics';
import { declaredColumns } from '../../profile/declaredColumns';
import type { TableColumn } from '../tableColumns';
import type { JsonRow } from '../trainingRows';
import { TrainingTable } from '../trainingTable';
import { readTable, type TableReading } from './readTable';
import { parseRowTime } from './rowTime';
import { comparedLayout } from './tableLayout';

/** The rows of a table that belong to one window. */
interface TableWindow {
  readonly from: Date;
  readonly to: Date;
  readonly statistics: Statistics;
}

interface WindowArgs extends TableReading {
  /** Columns of a baseline, in its order. */
  readonly names: readonly string[];
  /** @default the sides and types of columns are not known */
  readonly schema?: SchemaContent | undefined;
  /** Column with the time of each row. */
  readonly time: string;
  /** Length of a window; windows begin at midnight UTC. */
  readonly hours: number;
}

/**
 * Cuts table files into windows by the time of their rows, in UTC, the earliest first. Throws a UserError for files that cannot
 * be read, lack a column of the baseline, or have a row without a valid time.
 */
export async function readTableWindows(args: WindowArgs): Promise<{
  readonly windows: readonly TableWindow[];
  readonly rows: number;
  /** Rows that could not be used. */
  readonly rejected: number;
}> {
  const { names, time, hours, format } = args;
  const input = names.map((name) => ({ name, type: 'String' as const }));
  const columns: CaptureSchema = { version: 'v1', output: [], input, ...args.schema };
  const { schema, missing, others } = await comparedLayout(args, columns);
  if (missing.length > 0) {
    throw new UserError(`the table has no column ${missing.join(', ')}; each column of the baseline is required`);
  }
  const known = [...names, ...others];
  const unknownTime = known.includes(time)
    ? undefined
    : new UserError(`--time: unknown column '${time}'; columns of the table and the baseline: ${known.join(', ')}`);
  // Without other columns the table may lack one of the request, which reading it names.
  if (unknownTime && others.length > 0) throw unknownTime;
  const table = new TextTable(schema, format.header);
  await readTable(args, table, names);
  table.finish();
  if (table.problems.length > 0) throw new UserError(table.problems.join('\n'));
  if (unknownTime) throw unknownTime;
  const byWindow = groupRows(table, time, hours * hourMs);
  const windows = [...byWindow].sort(([a], [b]) => a - b);
  return {
    windows: windows.map(([start, rows]) => ({
      from: new Date(start),
      to: new Date(start + hours * hourMs),
      statistics: statisticsOf(table, rows, args),
    })),
    rows: table.rows,
    rejected: table.rejects.count,
  };
}

/** The rows of each window, by its start in milliseconds. */
function groupRows(table: TextTable, time: string, length: number): Map<number, number[]> {
  const byWindow = new Map<number, number[]>();
  for (const [row, text] of table.textsOf(time).entries()) {
    const { at, problem } = parseRowTime(text);
    if (at === undefined) throw new UserError(`${table.placeOf(row)}: column '${time}' ${problem}`);
    const start = Math.floor(at / length) * length;
    const rows = byWindow.get(start);
    if (rows) rows.push(row);
    else byWindow.set(start, [row]);
  }
  return byWindow;
}

function statisticsOf(table: TextTable, rows: readonly number[], { names, schema }: WindowArgs): Statistics {
  const kernel = new Kernel();
  const profiles = names.map((name) => {
    const column = new ColumnAccumulator([], kernel);
    const texts = table.textsOf(name);
    for (const row of rows) column.addText(texts[row] ?? null);
    return columnProfile(name, column);
  });
  const features = declaredColumns(profiles, schema).map(({ statistics }) => statistics);
  return { version: 0, dataset: { item_count: rows.length }, features };
}

/** Collects the texts of table files by column, with the place of each row. */
class TextTable extends TrainingTable {
  private readonly texts = new Map<string, (string | null)[]>();
  private readonly lines: number[] = [];
  private readonly files: { readonly name: string; readonly firstRow: number }[] = [];

  constructor(schema: CaptureSchema, header: boolean) {
    super(schema, () => undefined, header, 'the baseline');
  }

  override beginFile(file: string): void {
    super.beginFile(file);
    this.files.push({ name: file, firstRow: this.rows });
  }

  /** One text a row; null is a missing value. */
  textsOf(column: string): readonly (string | null)[] {
    const texts = this.texts.get(column) ?? [];
    // Rows of JSON, and files without an optional column, may lack it.
    return texts.length === this.rows ? texts : Array.from({ length: this.rows }, (_, row) => texts[row] ?? null);
  }

  /** `flights.csv: line 7`; of a Parquet file its row. */
  placeOf(row: number): string {
    const file = this.files.findLast(({ firstRow }) => firstRow <= row);
    const line = this.lines[row];
    return `${file?.name}: ${line === undefined ? `row ${row - (file?.firstRow ?? 0) + 1}` : `line ${line}`}`;
  }

  protected override takeText({ name }: TableColumn, text: string | null): void {
    const texts = this.texts.get(name);
    if (texts) texts.push(text);
    else this.texts.set(name, [text]);
  }

  protected override takeRun(columns: readonly TableColumn[], run: RowRun): void {
    for (const [row, line] of run.lines.entries()) {
      this.lines[this.rows + row] = line;
      for (const [place, column] of columns.entries()) this.takeText(column, this.fieldOf(run, row, place) || null);
    }
  }

  protected override takeJsonRow(row: JsonRow, at: number): boolean {
    const isTaken = super.takeJsonRow(row, at);
    if (isTaken) this.lines[at] = row.line;
    return isTaken;
  }
}
