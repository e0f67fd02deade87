import { columnsOf } from '../../contract/captureSchema';
import type { Reject, RejectCause } from '../../contract/modelMonitorFiles';
import { listedTexts } from '../../queries/captureCounts';
import { type UnreadableRecord, unreadableRecords } from '../../queries/captureRows';
import { type ColumnProfile, type CountedValues, columnProfile, ignoredProfile } from '../profile/columnStatistics';
import { NoteList } from '../record/noteList';
import { EmptyWindowError } from '../window/emptyWindowError';
import type { WindowRejects } from '../window/windowRows';
import { type Comparison, judgeWindow, type WindowAnalysis } from './judgeWindow';

/** A row of the result of `countCaptures`, by column; undefined for null. */
export type CountRow = Readonly<Record<string, string | undefined>>;

/**
 * Compares a window that a query has counted with a baseline. Counts by type, bin and category are exact; of each bin the
 * sketch has the least and the greatest value, half of the bin's rows each. Throws an `EmptyWindowError` if no row could be read.
 */
export function analyzeCounts(rows: readonly CountRow[], files: number, comparison: Comparison): WindowAnalysis {
  const { schema, constraints } = comparison;
  const cells = rows.map(readCell);
  const rowCells = cells.filter(({ column }) => column === 0);
  const counted = rowCells.find(({ cell }) => cell === 'rows:counted')?.rows ?? 0;
  const rejects = rejectsOf(rowCells.filter(({ cell }) => cell !== 'rows:counted'));
  const notes = new NoteList().notes;
  if (counted === 0) throw new EmptyWindowError(files, { ...rejects, ...notes });
  const declared = schema ? columnsOf(schema) : [];
  const columns = constraints.features.map(({ name }, i): ColumnProfile => {
    if (declared[i]?.ignored) return ignoredProfile(name);
    return columnProfile(name, countedValues(cells.filter(({ column }) => column === i + 1)));
  });
  return judgeWindow({ rows: counted, files, columns, ...rejects, ...notes }, comparison);
}

/** Values that are counted together. */
interface Cell {
  readonly column: number;
  readonly cell: string;
  readonly rows: number;
  /** Rows of the records, at least. */
  readonly recordRows: number;
  readonly integral: number;
  readonly fractional: number;
  readonly boolean: number;
  readonly distinct: number;
  /** Absent for texts. */
  readonly numbers?: {
    readonly low: number;
    readonly high: number;
    readonly total: number;
    readonly deviation: number;
    readonly squares: number;
  };
  readonly file: string;
  /** The most frequent other texts, with their rows. */
  readonly texts: readonly (readonly [string, number])[];
}

function readCell(row: CountRow): Cell {
  const number = (name: string) => Number(row[name] ?? 0);
  const texts = JSON.parse(row['texts'] ?? '[]') as string[];
  const textRows = JSON.parse(row['text_rows'] ?? '[]') as number[];
  return {
    column: number('column_number'),
    cell: row['cell'] ?? '',
    rows: number('value_rows'),
    recordRows: number('record_rows'),
    integral: number('integral_rows'),
    fractional: number('fractional_rows'),
    boolean: number('boolean_rows'),
    distinct: number('distinct_values'),
    ...(row['low'] !== undefined && {
      numbers: {
        low: number('low'),
        high: number('high'),
        total: number('total'),
        deviation: number('deviation'),
        squares: number('squares'),
      },
    }),
    file: row['example_file'] ?? '',
    texts: texts.map((text, i) => [text, textRows[i] ?? 0]),
  };
}

const sum = (cells: readonly Cell[], of: (cell: Cell) => number) => cells.reduce((total, cell) => total + of(cell), 0);
const textPrefix = 'text:';

function countedValues(cells: readonly Cell[]): CountedValues {
  const missing = sum(
    cells.filter(({ cell }) => cell === 'missing'),
    ({ rows }) => rows,
  );
  const present = cells.filter(({ cell }) => cell !== 'missing');
  const types = {
    Integral: sum(present, ({ integral }) => integral),
    Fractional: sum(present, ({ fractional }) => fractional),
    Boolean: sum(present, ({ boolean }) => boolean),
  };
  const others = sum(present, ({ rows }) => rows) - types.Integral - types.Fractional - types.Boolean;
  const texts = present.filter(({ cell }) => cell.startsWith('text'));
  const valueCounts = new Map(
    texts.flatMap(({ cell, rows, texts: listed }): (readonly [string, number])[] =>
      cell.startsWith(textPrefix) ? [[cell.slice(textPrefix.length), rows]] : [...listed],
    ),
  );
  const numbers = present.flatMap(({ numbers, rows }) => (numbers ? [{ ...numbers, rows }] : []));
  return {
    types: { ...types, String: others },
    missing,
    valueCounts,
    // Numbers among texts are not listed as texts.
    overflowed:
      texts.length < present.length || texts.some(({ cell, distinct }) => cell === 'texts' && distinct > listedTexts),
    distinctCount: sum(present, ({ distinct }) => distinct),
    moments: momentsOf(numbers),
    levels: levelsOf(numbers),
  };
}

type Numbers = NonNullable<Cell['numbers']> & Pick<Cell, 'rows'>;

/** Squares are added up around a number near the mean: the variance is theirs less that of the mean. */
function momentsOf(cells: readonly Numbers[]): CountedValues['moments'] {
  const add = (of: (cell: Numbers) => number) => cells.reduce((total, cell) => total + of(cell), 0);
  const rows = add((cell) => cell.rows);
  const deviation = add((cell) => cell.deviation) / rows;
  const variance = add((cell) => cell.squares) / rows - deviation * deviation;
  return {
    sum: add(({ total }) => total),
    min: cells.reduce((least, { low }) => Math.min(least, low), Number.POSITIVE_INFINITY),
    max: cells.reduce((greatest, { high }) => Math.max(greatest, high), Number.NEGATIVE_INFINITY),
    standardDeviation: Math.sqrt(Math.max(0, variance)),
  };
}

/**
 * A sketch whose items of level h stand for 2^h rows: of each cell the least number for half of its rows and the greatest for
 * the others, at the levels of their binary digits.
 */
function levelsOf(cells: readonly Numbers[]): number[][] {
  const items = cells.flatMap(({ low, high, rows }): [number, number][] => [
    [low, Math.ceil(rows / 2)],
    [high, Math.floor(rows / 2)],
  ]);
  const most = items.reduce((greatest, [, rows]) => Math.max(greatest, rows), 1);
  return Array.from({ length: Math.floor(Math.log2(most)) + 1 }, (_, level) =>
    items.filter(([, rows]) => Math.floor(rows / 2 ** level) % 2 === 1).map(([value]) => value),
  );
}

/** The rejects of a query: one for each cause, as it numbers no lines. */
function rejectsOf(cells: readonly Cell[]): WindowRejects {
  const rejectCauses = cells
    .map(({ cell, rows, file }): RejectCause => {
      const reason = unreadableRecords[cell.slice('rows:'.length) as UnreadableRecord];
      return { file, line: 1, reason: `${reason} (somewhere in this file; a query numbers no lines).`, count: rows };
    })
    .sort((a, b) => b.count - a.count);
  return {
    rejects: rejectCauses.map(({ file, line, reason }): Reject => ({ file, line, reason })),
    rejectCount: sum(cells, ({ rows }) => rows),
    rejectedRows: sum(cells, ({ recordRows }) => recordRows),
    rejectCauses,
    truncatedFiles: [],
  };
}
