import { parseWithNumbers, parseWithNumberTexts } from '../json/jsonRecord';
import type { BodyLayout } from './bodyFormat';
import { hasDuplicateKeys } from './bodyOddities';
import { csvLines } from './csvText';
import type { Json } from './jsonEnvelopes';
import { type BodyRow, mayBeOneColumn, type RowsRead, textOrNull } from './jsonRows';
import type { SidePlan } from './readingPlan';

/** The rows of a body. A blank line is a missing value of a side with one column, or no row: also an alternative. */
export interface BodyRows extends RowsRead {
  /** Whether JSON is anything else than one object of single values. */
  readonly nested: boolean;
  /** Whether an object of JSON has a key twice. */
  readonly hasDuplicateKeys: boolean;
}

/** Reads the rows of a text, by its layout. Throws an Error with one clause when the text cannot be read. */
export const bodyRows = {
  csv: csvRows,
  json: jsonRows,
  jsonLines: jsonLinesRows,
} as const satisfies Record<BodyLayout, (text: string, side: SidePlan, header: boolean) => BodyRows>;

type LineRows = readonly BodyRow[];

function csvRows(text: string, side: SidePlan, header: boolean): BodyRows {
  const lines = csvLines(text);
  const unknownKeys = new Map<string, number>();
  const isNull = ({ length, 0: value }: readonly string[]) => side.nullIsMissing && length === 1 && value === 'null';
  let rowOf = (line: readonly string[]): BodyRow => (isNull(line) ? [null] : line.map(textOrNull));
  if (header) {
    const at = lines.findIndex((line) => line.length > 0);
    const names = lines[at] ?? [];
    lines.splice(0, at + 1);
    if (lines.length === 0) throw new Error('the data has only a header');
    if (side.width !== undefined) rowOf = headedRows(names, side, unknownKeys);
  }
  const groups = lines.map((line) => (line.length === 0 ? undefined : [rowOf(line)]));
  return {
    ...lineRows(groups, side),
    names: undefined,
    unknownKeys,
    nested: false,
    hasDuplicateKeys: false,
    readsValues: false,
  };
}

/** Reads lines of values below a header by its names. */
function headedRows(
  names: readonly string[],
  { width = 0, places }: SidePlan,
  unknownKeys: Map<string, number>,
): (line: readonly string[]) => BodyRow {
  const placeOfCell = names.map((name) => places.get(name) ?? places.get(name.trim()));
  return (line) => {
    if (line.length !== names.length) {
      throw new Error(`a row has ${valueCount(line.length)}, its header ${valueCount(names.length)}`);
    }
    const row = new Array<string | null>(width).fill(null);
    for (const [i, place] of placeOfCell.entries()) {
      const name = names[i] ?? '';
      if (place === undefined) unknownKeys.set(name, (unknownKeys.get(name) ?? 0) + 1);
      else row[place] = textOrNull(line[i] ?? '');
    }
    return row;
  };
}

function jsonRows(json: string, side: SidePlan): BodyRows {
  if (!side.needsNumbers) {
    const body = parseWithNumberTexts(json, 'the data') as Json;
    return { ...side.rowsOfJson(body), nested: !isFlatObject(body), hasDuplicateKeys: hasDuplicateKeys(json, body) };
  }
  const { value, texts } = parseWithNumbers(json, 'the data');
  const body = value as Json;
  return {
    ...side.rowsOfJson(body, texts),
    nested: !isFlatObject(body),
    hasDuplicateKeys: hasDuplicateKeys(json, body),
  };
}

/** A list, a single value, and an object with lists or objects in it are not what Model Monitor calls flattened. */
function isFlatObject(body: Json): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  return Object.values(body).every((value) => typeof value !== 'object' || value === null);
}

function jsonLinesRows(text: string, side: SidePlan): BodyRows {
  const unknownKeys = new Map<string, number>();
  let names: BodyRows['names'];
  let readsValues = false;
  let nested = false;
  let duplicateKeys = false;
  const groups = text.split(/\r?\n/).map((line, i): LineRows | undefined => {
    if (line.trim() === '') return undefined;
    try {
      const read = jsonRows(line, side);
      names ??= read.names;
      readsValues ||= read.readsValues;
      nested ||= read.nested;
      duplicateKeys ||= read.hasDuplicateKeys;
      for (const [key, rows] of read.unknownKeys) unknownKeys.set(key, (unknownKeys.get(key) ?? 0) + rows);
      // A line is one row.
      return read.alternatives[0] ?? read.rows;
    } catch (error) {
      throw new Error(`line ${i + 1} of the data: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  return { ...lineRows(groups, side), names, unknownKeys, nested, hasDuplicateKeys: duplicateKeys, readsValues };
}

/**
 * The rows of lines; a blank line is undefined. What follows the last line end is a line too. Where the columns are not
 * known, a blank line is a row only if there is no other, or if the other side has as many.
 */
function lineRows(
  lines: readonly (LineRows | undefined)[],
  { width }: SidePlan,
): Pick<BodyRows, 'rows' | 'alternatives'> {
  const filled = lines.flatMap((line) => line ?? []);
  if (!mayBeOneColumn(width) || filled.length === lines.length) return { rows: filled, alternatives: [] };
  const all = lines.flatMap((line) => line ?? [[null]]);
  const endsInBlank = lines.length > 1 && lines.at(-1) === undefined;
  const withBlanks = endsInBlank ? [all.slice(0, -1), all] : [all];
  const readings = width === 1 || filled.length === 0 ? [...withBlanks, filled] : [filled, ...withBlanks];
  const [rows = filled, ...alternatives] = readings;
  return { rows, alternatives };
}

const valueCount = (count: number) => (count === 1 ? '1 value' : `${count} values`);
