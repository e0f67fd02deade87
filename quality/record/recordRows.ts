import { objectOf, parseLine, parseWithNumberTexts } from '../json/jsonRecord';
import type { BodyRow } from './bodyRows';
import { type CaptureBody, captureBodyRows } from './captureBody';

/**
 * Reads the rows of one capture record: the output's columns first, as in Model Monitor. `names` are the baseline's
 * columns. Throws an Error with one clause when the record cannot be read.
 */
export function recordRows(line: string, names: readonly string[]): BodyRow[] {
  const captureData = objectOf(parseLine(line), 'captureData');
  if (!captureData) throw new Error("the record has no 'captureData' object");
  const sides = ['endpointOutput', 'endpointInput'].flatMap((name) => {
    const body = objectOf(captureData, name) as CaptureBody | undefined;
    if (!body) return [];
    try {
      return [{ name, rows: captureBodyRows(withDataAsText(body, line, name), names) }];
    } catch (error) {
      throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  const [first, second] = sides;
  if (!first) throw new Error("'captureData' has neither 'endpointOutput' nor 'endpointInput'");
  return second
    ? joinRows({ name: 'the output', rows: first.rows }, { name: 'the input', rows: second.rows })
    : first.rows;
}

/** Data that was captured as an object instead of a text loses `39.0` in JSON.parse: read it with numbers as texts. */
function withDataAsText(body: CaptureBody, line: string, name: string): CaptureBody {
  if (body.encoding !== 'JSON' || typeof body.data === 'string') return body;
  const captureData = objectOf(parseWithNumberTexts(line, 'the line'), 'captureData');
  return (captureData && (objectOf(captureData, name) as CaptureBody | undefined)) ?? body;
}

/** Rows, and their name in a message. */
interface NamedRows {
  readonly name: string;
  readonly rows: readonly BodyRow[];
}

/**
 * Puts each row of `first` before that of `second`. One row with as many values as `second` has rows is a column: a flat
 * array of predictions. Throws an Error with one clause when their numbers of rows differ.
 */
export function joinRows(first: NamedRows, second: NamedRows): BodyRow[] {
  const [firstRow] = first.rows;
  const isColumn = first.rows.length === 1 && second.rows.length > 1 && firstRow?.length === second.rows.length;
  const rows = isColumn && firstRow ? firstRow.map((value) => [value]) : first.rows;
  if (rows.length !== second.rows.length) {
    throw new Error(`${first.name} has ${rows.length} row(s), but ${second.name} has ${second.rows.length}`);
  }
  return second.rows.map((row, i) => [...(rows[i] ?? []), ...row]);
}
