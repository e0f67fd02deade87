import type { Reject } from '../contract/modelMonitorFiles';
import { type BodyRow, withNumbersAsText } from './bodyRows';
import { type CaptureBody, captureBodyRows } from './captureBody';

/** A file that data capture wrote. */
export interface CaptureFile {
  /** The file's key or path. */
  readonly file: string;
  /** JSONL. */
  readonly text: string;
  /** Lines, counted from 1, that could not be decoded, with the reason; blank in `text`. */
  readonly undecoded?: ReadonlyMap<number, string>;
}

/** One row of a capture record: the output's columns first, as Model Monitor sees them. */
export interface CaptureRow {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly values: BodyRow;
}

/** The rows of capture files, in the files' order, and every line that could not be read, with its reason. */
export function captureRecords(
  captures: readonly CaptureFile[],
  names: readonly string[],
): { rows: CaptureRow[]; rejects: Reject[] } {
  const rows: CaptureRow[] = [];
  const rejects: Reject[] = [];
  for (const { file, text, undecoded } of captures) {
    text.split(/\r?\n/).forEach((content, i) => {
      const line = i + 1;
      const unread = undecoded?.get(line);
      if (unread) rejects.push({ file, line, reason: `${unread}.` });
      if (content.trim() === '') return;
      try {
        for (const values of recordRows(content, names)) rows.push({ file, line, values });
      } catch (error) {
        rejects.push({ file, line, reason: `${error instanceof Error ? error.message : String(error)}.` });
      }
    });
  }
  return { rows, rejects };
}

function recordRows(line: string, names: readonly string[]): BodyRow[] {
  const captureData = memberOf(parseLine(line), 'captureData');
  if (!captureData) throw new Error("the record has no 'captureData' object");
  const sides = ['endpointOutput', 'endpointInput'].flatMap((name) => {
    const body = memberOf(captureData, name) as CaptureBody | undefined;
    if (!body) return [];
    try {
      return [{ name, rows: captureBodyRows(withDataAsText(body, line, name), names) }];
    } catch (error) {
      throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  const [first, second] = sides;
  if (!first) throw new Error("'captureData' has neither 'endpointOutput' nor 'endpointInput'");
  return second ? joined(first.rows, second.rows) : first.rows;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error('the line is not JSON');
  }
}

/** JSON that was captured as an object, not as a text, loses `39.0` in JSON.parse: read it with numbers as texts. */
function withDataAsText(body: CaptureBody, line: string, name: string): CaptureBody {
  if (body.encoding !== 'JSON' || typeof body.data === 'string') return body;
  const captureData = memberOf(JSON.parse(withNumbersAsText(line)), 'captureData');
  return (captureData && (memberOf(captureData, name) as CaptureBody | undefined)) ?? body;
}

function memberOf(value: unknown, key: string): object | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  const member = (value as Record<string, unknown>)[key];
  return typeof member === 'object' && member !== null && !Array.isArray(member) ? member : undefined;
}

/** Puts a prediction before each of its input rows. A flat array of predictions, one an input row, is a column. */
function joined(output: BodyRow[], input: BodyRow[]): BodyRow[] {
  const [only] = output;
  const column = output.length === 1 && input.length > 1 && only?.length === input.length;
  const predictions = column && only ? only.map((value) => [value]) : output;
  if (predictions.length !== input.length) {
    throw new Error(`the output has ${predictions.length} row(s), the input ${input.length}`);
  }
  return input.map((row, i) => [...(predictions[i] ?? []), ...row]);
}
