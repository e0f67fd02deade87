import { JsonCutter } from '../../json/jsonCutter';
import { forEachLine, LineReader } from '../../source/lineReader';
import type { JsonRow } from '../trainingRows';
import { readJsonRow } from './jsonRows';
import type { JsonLayout, TextReader } from './openTable';
import { clauseOf } from './tableFile';

/** What takes the rows of a JSON text, some at a time. */
export interface JsonSink {
  addJsonRows(rows: readonly JsonRow[]): void;
  /** An unusable line; the reason is one sentence. */
  rejectLine(line: number, reason: string): void;
  endJson(): void;
}

const maxLineBytes = 1 << 27;
/** Rows that are handed on at a time. */
const batchRows = 1000;

/** A reader of JSON rows. */
export function jsonReader(layout: JsonLayout, sink: JsonSink): TextReader {
  let batch: JsonRow[] = [];
  const flush = () => {
    sink.addJsonRows(batch);
    batch = [];
  };
  const add = (json: string, line: number) => {
    try {
      batch.push(readJsonRow(json, line));
    } catch (error) {
      sink.rejectLine(line, `${clauseOf(error)}.`);
    }
    if (batch.length >= batchRows) flush();
  };
  const cutter = layout === 'lines' ? lineCutter(sink, add) : new JsonCutter(layout === 'array' ? 1 : 0, add);
  const end = () => {
    cutter.end();
    flush();
    sink.endJson();
  };
  return { push: (piece) => cutter.push(piece), end };
}

function lineCutter(sink: JsonSink, add: (json: string, line: number) => void): TextReader {
  const addLine = (bytes: Buffer, line: number) => {
    const json = bytes.toString();
    if (json.trim() !== '') add(json, line);
  };
  return new LineReader(
    maxLineBytes,
    (block) => forEachLine(block, ({ bytes, start, end, line }) => addLine(bytes.subarray(start, end), line)),
    (line) => sink.rejectLine(line, `the line has more than ${maxLineBytes} bytes.`),
  );
}
