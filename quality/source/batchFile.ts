import { parseJson } from '../../contract/parseJson';
import { joinedAnswerKey } from '../json/joinedRow';
import { JsonCutter } from '../json/jsonCutter';
import { findMember, removeMembers } from '../json/jsonSpans';
import type { CaptureSource } from './captureSource';
import { GzipError, unpackedPieces } from './unpackedPieces';

/** A batch that cannot be read as a whole. The message is one sentence. */
export class BatchError extends Error {
  override readonly name = 'BatchError';
}

/** Encoding and content type of a body in data capture. */
export interface BatchFormat {
  readonly encoding: 'CSV' | 'JSON';
  readonly observedContentType: string;
}

const csv: BatchFormat = { encoding: 'CSV', observedContentType: 'text/csv' };
const jsonLines: BatchFormat = { encoding: 'JSON', observedContentType: 'application/jsonlines' };
const json: BatchFormat = { encoding: 'JSON', observedContentType: 'application/json' };

/** A file of a batch transform job, opened. */
export interface BatchFile {
  readonly file: string;
  readonly format: BatchFormat;
  /** The header of a CSV; it is not among the records. */
  readonly header: string | undefined;
  /** Lines of CSV or JSON lines, or JSON values over several lines, without what SageMaker appended. */
  readonly records: AsyncGenerator<string, undefined>;
}

/**
 * Opens a file of a batch transform job. Its first line decides between CSV, JSON lines and JSON over several lines. A first
 * line of CSV whose every value is among `names` is its header.
 */
export async function openBatchFile(source: CaptureSource, names: ReadonlySet<string>): Promise<BatchFile> {
  const { file } = source;
  const lines = textLines(source);
  const { value: first } = await lines.next();
  const format = formatOf(first ?? '', file);
  const isHeader = first !== undefined && format === csv && isHeaderOf(first, names);
  const rest = first === undefined || isHeader ? lines : precededByLine(first, lines);
  const values = format === json ? jsonValues(rest, file) : rest;
  return { file, format, header: isHeader ? first : undefined, records: withoutAppended(values, format) };
}

function formatOf(line: string, file: string): BatchFormat {
  if (line.startsWith('PAR1')) throw new BatchError(`${file}: is Parquet, which cannot be read here`);
  if (!/^\s*[{[]/.test(line)) return csv;
  return parseJson(line) === undefined ? json : jsonLines;
}

function isHeaderOf(line: string, names: ReadonlySet<string>): boolean {
  const cells = line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  return names.size > 0 && cells.every((cell) => names.has(cell));
}

async function* precededByLine(first: string, rest: AsyncGenerator<string, undefined>) {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
  return undefined;
}

/** The values of a JSON text, one after the other. */
async function* jsonValues(lines: AsyncGenerator<string, undefined>, file: string) {
  let values: string[] = [];
  const cutter = new JsonCutter(0, (value) => values.push(value.trim()));
  try {
    for await (const line of lines) {
      cutter.push(Buffer.from(`${line}\n`));
      yield* values;
      values = [];
    }
    cutter.end();
  } catch (error) {
    throw error instanceof BatchError ? error : new BatchError(`${file}: ${(error as Error).message}`);
  }
  yield* values;
  return undefined;
}

/** Fields that SageMaker appends to an output if the job generates inference ids. */
const appendedMembers = ['SageMakerInferenceId', 'SageMakerInferenceTime'];
/** The same two in CSV: a UUID and the start of the job. */
const appendedCells =
  /,\s*[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\s*,\s*\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z\s*$/i;

async function* withoutAppended(records: AsyncGenerator<string, undefined>, { encoding }: BatchFormat) {
  for await (const record of records) {
    if (encoding === 'CSV') yield record.replace(appendedCells, '');
    // A later line that is not JSON is rejected when the record is read.
    else yield parseJson(record) === undefined ? record : removeMembers(record, appendedMembers);
  }
  return undefined;
}

/** The answer in a JSON output that is joined to its input; other outputs are returned as they are. */
export function unjoinedJson(output: string): string {
  if (!output.includes(`"${joinedAnswerKey}"`) || parseJson(output) === undefined) return output;
  const answer = findMember(output, [joinedAnswerKey]);
  return answer ? output.slice(answer.start, answer.end) : output;
}

/** The answer in a line of CSV that is joined to its input: what follows the input's values; undefined if it is not joined. */
export function unjoinedCsv(output: string, input: string): string | undefined {
  if (output.startsWith(`${input},`)) return output.slice(input.length + 1);
  if (output.includes('"') || input.includes('"')) return undefined;
  const [answered, asked] = [output.split(','), input.split(',')];
  // SageMaker may write numbers in another way.
  const isSame = (cell: string, i: number) =>
    cell.trim() === answered[i]?.trim() || (cell.trim() !== '' && Number(cell) === Number(answered[i]));
  return answered.length > asked.length && asked.every(isSame) ? answered.slice(asked.length).join(',') : undefined;
}

/** The lines of a file in UTF-8, gzipped or not, without line ends. Throws a `BatchError` if it is neither. */
async function* textLines({ file, open }: CaptureSource): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let incomplete: string[] = [];
  try {
    for await (const piece of unpackedPieces(open())) {
      const [first = '', ...others] = decoder.decode(piece, { stream: true }).split('\n');
      incomplete.push(first);
      for (const next of others) {
        yield withoutReturn(incomplete.join(''));
        incomplete = [next];
      }
    }
    incomplete.push(decoder.decode());
  } catch (error) {
    if (error instanceof GzipError) {
      throw new BatchError(`${file}: the gzip data is damaged or cut short; copy the file again`);
    }
    if (error instanceof TypeError) throw new BatchError(`${file}: is not UTF-8 text`);
    throw error;
  }
  const last = incomplete.join('');
  if (last !== '') yield withoutReturn(last);
  return undefined;
}

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line);
