import type { Cause } from '../../contract/likelyCause';
import type { SeededRandom } from '../../tests/simulation/seededRandom';
import type { Table } from './table';

type Row = readonly (string | null)[];

/** A fault with the cause that it has by construction; undefined if the table has no fitting column. */
export type Fault = (table: Table, random: SeededRandom) => Table | undefined;

/** Columns by what their values are. */
interface Columns {
  readonly numeric: readonly number[];
  readonly category: readonly number[];
}

function columnsOf({ names, rows }: Table): Columns {
  const values = names.map((_, i) => rows.flatMap((row) => row[i] ?? []));
  const isNumeric = values.map(
    (list) => list.length > 0 && list.every((text) => text.trim() !== '' && !Number.isNaN(Number(text))),
  );
  const distinct = values.map((list) => new Set(list).size);
  const at = names.map((_, i) => i);
  return {
    numeric: at.filter((i) => isNumeric[i] && (distinct[i] ?? 0) >= 5),
    category: at.filter((i) => !isNumeric[i] && (distinct[i] ?? 0) >= 2 && (distinct[i] ?? 0) <= 60),
  };
}

function pick<T>(items: readonly T[], random: SeededRandom): T | undefined {
  return items[random.below(Math.max(1, items.length))];
}

function pickSeveral<T>(items: readonly T[], count: number, random: SeededRandom): T[] {
  const left = [...items];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(random.below(left.length), 1)[0] as T);
}

/** The table with cells of some columns changed in a share of the rows; the same rows in each column. */
function changeCells(
  table: Table,
  columns: readonly number[],
  share: number,
  random: SeededRandom,
  change: (value: string | null, row: Row, column: number) => string | null,
): Table {
  const rows = table.rows.map((row) => {
    if (!random.chance(share)) return row;
    return row.map((value, i) => (columns.includes(i) ? change(value, row, i) : value));
  });
  return { ...table, rows };
}

const ofNumber = (convert: (value: number) => number) => (text: string | null) =>
  text === null ? null : String(convert(Number(text)));

/** Number columns whose values a conversion changes: a column of zeros stays as it is. */
const convertible = (table: Table) =>
  columnsOf(table).numeric.filter((i) => {
    const values = table.rows.flatMap((row) => (row[i] === null ? [] : [Number(row[i])]));
    return values.filter((value) => value !== 0).length > 0.6 * values.length;
  });

const convertUnit =
  (factor: number, offset = 0, share = 1): Fault =>
  (table, random) => {
    const column = pick(convertible(table), random);
    const convert = ofNumber((value) => value * factor + offset);
    return column === undefined ? undefined : changeCells(table, [column], share, random, convert);
  };

const sticking =
  (share: number, value?: string): Fault =>
  (table, random) => {
    const { numeric, category } = columnsOf(table);
    const column = pick(value === undefined ? [...numeric, ...category] : numeric, random);
    if (column === undefined) return undefined;
    const last = value ?? table.rows.flatMap((row) => row[column] ?? []).at(-1) ?? null;
    return changeCells(table, [column], share, random, () => last);
  };

const losing =
  (columns: number, share: number): Fault =>
  (table, random) => {
    const chosen = pickSeveral([...table.names.keys()], columns, random);
    return chosen.length < columns ? undefined : changeCells(table, chosen, share, random, () => null);
  };

const newCategories =
  (share: number, values: readonly string[]): Fault =>
  (table, random) => {
    const column = pick(columnsOf(table).category, random);
    return column === undefined
      ? undefined
      : changeCells(table, [column], share, random, () => pick(values, random) ?? '');
  };

/** Spells categories in another case. */
const respelling =
  (share: number): Fault =>
  (table, random) => {
    const column = pick(columnsOf(table).category, random);
    const spell = (value: string | null) =>
      value === value?.toLowerCase() ? ` ${value}` : (value?.toLowerCase() ?? null);
    return column === undefined ? undefined : changeCells(table, [column], share, random, spell);
  };

const swapping =
  (kind: 'numeric' | 'any'): Fault =>
  (table, random) => {
    const { numeric, category } = columnsOf(table);
    const [a, b] =
      kind === 'numeric' ? pickSeveral(numeric, 2, random) : [pick(numeric, random), pick(category, random)];
    if (a === undefined || b === undefined) return undefined;
    return changeCells(table, [a, b], 1, random, (_, row, column) => row[column === a ? b : a] ?? null);
  };

/** All rows of one category are missing. */
const dropping =
  (minimum: number, maximum: number): Fault =>
  (table, random) => {
    const options = columnsOf(table).category.flatMap((column) => {
      const rows = new Map<string, number>();
      for (const row of table.rows) rows.set(row[column] ?? '', (rows.get(row[column] ?? '') ?? 0) + 1);
      return rows.size < 3
        ? []
        : [...rows].flatMap(([value, count]) => {
            const share = count / table.rows.length;
            return share >= minimum && share <= maximum ? [{ column, value }] : [];
          });
    });
    const chosen = pick(options, random);
    return chosen && { ...table, rows: table.rows.filter((row) => (row[chosen.column] ?? '') !== chosen.value) };
  };

const appendingUnit =
  (share: number, unit: string): Fault =>
  (table, random) => {
    const column = pick(columnsOf(table).numeric, random);
    return column === undefined
      ? undefined
      : changeCells(table, [column], share, random, (value) => (value === null ? null : `${value}${unit}`));
  };

/** Keeps mostly the rows above or below the middle of a number column, as another population would. */
const selecting =
  (kept: number, side: 'above' | 'below'): Fault =>
  (table, random) => {
    const column = pick(columnsOf(table).numeric, random);
    if (column === undefined) return undefined;
    const numbers = table.rows.map((row) => Number(row[column] ?? 0)).sort((a, b) => a - b);
    const middle = numbers[Math.floor(numbers.length / 2)] ?? 0;
    const isInside = (row: Row) =>
      side === 'above' ? Number(row[column] ?? 0) > middle : Number(row[column] ?? 0) <= middle;
    return { ...table, rows: table.rows.filter((row) => isInside(row) || random.chance(1 - kept)) };
  };

/** Adds part of the spread to every value, each time another part: not a constant factor. */
const shifting =
  (spreads: number): Fault =>
  (table, random) => {
    const column = pick(columnsOf(table).numeric, random);
    if (column === undefined) return undefined;
    const numbers = table.rows
      .flatMap((row) => (row[column] == null ? [] : [Number(row[column])]))
      .sort((a, b) => a - b);
    const at = (share: number) => numbers[Math.floor(share * (numbers.length - 1))] ?? 0;
    const spread = Math.max(at(0.75) - at(0.25), (at(0.95) - at(0.05)) / 3, 1);
    const shift = ofNumber((value) => value + spread * spreads * (0.5 + random.next()));
    return changeCells(table, [column], 1, random, shift);
  };

/** Faults by cause. The first half of each is for building patterns, the other is kept to test them. */
export const labelledFaults = {
  'unit-change': [
    convertUnit(1.609344),
    convertUnit(1 / 60),
    convertUnit(100),
    convertUnit(1.852, 0, 0.5),
    convertUnit(0.3048),
    convertUnit(5 / 9, -160 / 9),
    convertUnit(0.001),
    convertUnit(2.54, 0, 0.6),
  ],
  'stuck-value': [sticking(1), sticking(0.4, '0'), sticking(0.7), sticking(0.3, '-999')],
  'lost-join': [losing(3, 1), losing(2, 0.4), losing(4, 0.7), losing(3, 0.15)],
  'missing-field': [losing(1, 1), losing(1, 0.3), losing(1, 0.7), losing(1, 0.15)],
  'new-category': [newCategories(0.3, ['ZZ9']), respelling(1), newCategories(0.15, ['ZZ8', 'ZZ7']), respelling(0.5)],
  'swapped-columns': [swapping('numeric'), swapping('any'), swapping('numeric'), swapping('any')],
  'client-gone': [dropping(0.2, 0.6), dropping(0.12, 0.6)],
  'type-change': [appendingUnit(1, ' mi'), appendingUnit(0.3, ' kg')],
  'population-shift': [selecting(0.9, 'above'), shifting(1), selecting(0.75, 'below'), shifting(0.6)],
} as const satisfies Partial<Record<Cause, readonly Fault[]>>;

/** Faults with other parameters, for one measurement of what no pattern was built or changed on. */
export const unseenFaults = {
  'unit-change': [convertUnit(0.453592), convertUnit(1_000), convertUnit(9 / 5, 32), convertUnit(3.6, 0, 0.7)],
  'stuck-value': [sticking(0.85), sticking(0.5, '99')],
  'lost-join': [losing(3, 0.5), losing(2, 0.8)],
  'missing-field': [losing(1, 0.45), losing(1, 0.9)],
  'new-category': [newCategories(0.2, ['unknown']), newCategories(0.1, ['A1', 'B2', 'C3'])],
  'swapped-columns': [swapping('numeric'), swapping('any')],
  'client-gone': [dropping(0.15, 0.5)],
  'type-change': [appendingUnit(0.6, ' km')],
  'population-shift': [selecting(0.85, 'above'), shifting(0.8)],
} as const satisfies Record<keyof typeof labelledFaults, readonly Fault[]>;
