import { objectOf, parseLine } from '../json/jsonRecord';
import { type BodyRow, withNumbersAsText } from './bodyRows';
import { type CaptureBody, captureBodyRows } from './captureBody';
import { joinedRows } from './joinedRows';

/**
 * The rows of one capture record: the output's columns first, as Model Monitor sees them. `names` are the baseline's
 * columns. Throws an Error with one clause for people when it can't be read.
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
    ? joinedRows({ what: 'the output', rows: first.rows }, { what: 'the input', rows: second.rows })
    : first.rows;
}

/** JSON that was captured as an object, not as a text, loses `39.0` in JSON.parse: read it with numbers as texts. */
function withDataAsText(body: CaptureBody, line: string, name: string): CaptureBody {
  if (body.encoding !== 'JSON' || typeof body.data === 'string') return body;
  const captureData = objectOf(JSON.parse(withNumbersAsText(line)), 'captureData');
  return (captureData && (objectOf(captureData, name) as CaptureBody | undefined)) ?? body;
}
