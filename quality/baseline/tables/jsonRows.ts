import { isPlainObject } from '../../../contract/isPlainObject';
import { flattenJoinedRow } from '../../json/joinedRow';
import { parseWithNumberTexts } from '../../json/jsonRecord';
import { hasDuplicateKeys } from '../../record/bodyOddities';
import type { JsonRow } from '../trainingRows';

/** Reads a row of JSON: an object by its names, or a list. Throws an Error with one clause for anything else. */
export function readJsonRow(json: string, line: number): JsonRow {
  const parsed = parseWithNumberTexts(json, 'the row');
  if (hasDuplicateKeys(json, parsed)) throw new Error('the row has a key twice');
  const value = isPlainObject(parsed) ? flattenJoinedRow(parsed) : parsed;
  if (Array.isArray(value)) return { line, values: value.map((item, i) => scalarText(item, `column ${i + 1}`)) };
  if (!isPlainObject(value)) throw new Error('a row must be an object with the column names as keys, or a list');
  refuseOtherShapes(value);
  const entries = Object.entries(value).map(([name, item]) => [name, scalarText(item, `column '${name}'`)]);
  return { line, values: Object.fromEntries(entries) };
}

/** Throws an Error for JSON that is not a row, but a table written in another way, or a capture. */
function refuseOtherShapes(value: Readonly<Record<string, unknown>>): void {
  const items = Object.values(value);
  if (isPlainObject(value['captureData'])) {
    throw new Error('the row is a captured record, not a row of a table; pass the file with --captures');
  }
  if (Array.isArray(value['columns']) && Array.isArray(value['data'])) {
    throw new Error(
      "the JSON has its rows under 'data', as pandas writes it with orient='split'; write it with to_json(orient='records', lines=True)",
    );
  }
  const [key = ''] = Object.keys(value);
  const isTable = items.length > 0 && (items.every(isPlainObject) || items.every(Array.isArray));
  if (isTable && items.length === 1) {
    throw new Error(`the JSON has its rows under '${key}'; write them as JSON lines, one object for each row`);
  }
  if (isTable) {
    throw new Error("the JSON is by column, as pandas writes it; write it with to_json(orient='records', lines=True)");
  }
}

function scalarText(value: unknown, column: string): string | null {
  if (value === null) return null;
  if (typeof value === 'string') {
    if (/\p{Surrogate}/u.test(value))
      throw new Error(`${column} has half a character (a lone surrogate), as after a cut`);
    return value;
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${column} has ${Array.isArray(value) ? 'a list' : 'an object'} instead of one value`);
}
