import { findMember, removeMembers } from '../json/jsonSpans';
import type { CaptureSource } from './captureSource';
import { GzipError, unpackedPieces } from './unpackedPieces';

/** A batch that cannot be read as a whole. The message is one sentence. */
export class BatchError extends Error {
  override readonly name = 'BatchError';
}

/** One input file of a batch transform job, and the model's output for it, line by line. */
export interface BatchPair {
  readonly input: CaptureSource;
  readonly output: CaptureSource;
}

/** Fields that SageMaker appends to an output if the job generates inference ids. */
const appendedMembers = ['SageMakerInferenceId', 'SageMakerInferenceTime'];
/** The same two in CSV: a UUID and the start of the job. */
const appendedCells =
  /,\s*[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\s*,\s*\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z\s*$/i;
/** The key under which `DataProcessing` joins outputs to their inputs. */
const joinedOutput = 'SageMakerOutput';

/**
 * A file of a batch transform job as captures: each line of the input with the line of the output, as a capture record.
 * The first line of a file decides between CSV and JSON lines. What SageMaker appended to the output is removed. Reading
 * throws a `BatchError` when the two files have different numbers of lines: then no line certainly belongs to another.
 */
export function batchRecords(pair: BatchPair): CaptureSource {
  return { file: pair.output.file, open: () => records(pair) };
}

async function* records({ input, output }: BatchPair): AsyncGenerator<Uint8Array> {
  const [inputLines, outputLines] = [textLines(input), textLines(output)];
  const formats: { input?: BatchFormat; output?: BatchFormat } = {};
  try {
    for (let lines = 0; ; lines += 1) {
      const [request, response] = [await inputLines.next(), await outputLines.next()];
      if (request.done && response.done) return;
      if (request.done || response.done) {
        const [longer, shorter] = request.done ? [output.file, input.file] : [input.file, output.file];
        throw new BatchError(
          `${longer}: has more lines than ${shorter}, which ends after line ${lines}; both files need the same number of lines, without a header`,
        );
      }
      if (request.value === '' && response.value === '') {
        yield Buffer.from('\n');
        continue;
      }
      formats.input ??= formatOf(request.value, input.file);
      formats.output ??= formatOf(response.value, output.file);
      const record = {
        captureData: {
          endpointInput: { ...formats.input, mode: 'INPUT', data: request.value },
          endpointOutput: { ...formats.output, mode: 'OUTPUT', data: removeAppended(response.value, formats.output) },
        },
      };
      yield Buffer.from(`${JSON.stringify(record)}\n`);
    }
  } finally {
    // The loop calls `next` itself, so nothing else closes the files when it ends early.
    await Promise.all([inputLines.return(undefined), outputLines.return(undefined)]);
  }
}

/** Encoding and content type of a body in data capture. */
interface BatchFormat {
  readonly encoding: 'CSV' | 'JSON';
  readonly observedContentType: string;
}

const csv: BatchFormat = { encoding: 'CSV', observedContentType: 'text/csv' };
const jsonLines: BatchFormat = { encoding: 'JSON', observedContentType: 'application/jsonlines' };

function formatOf(line: string, file: string): BatchFormat {
  if (line.startsWith('PAR1')) throw new BatchError(`${file}: is Parquet; only CSV and JSON lines are supported`);
  if (!/^\s*[{[]/.test(line)) return csv;
  if (parseJson(line) === undefined) {
    throw new BatchError(
      `${file}: the first line is not JSON; JSON is only supported as JSON lines, one document per line`,
    );
  }
  if (findMember(line, [joinedOutput])) {
    throw new BatchError(
      `${file}: the outputs are joined to their inputs ('${joinedOutput}', by DataProcessing.JoinSource); only plain outputs are supported`,
    );
  }
  return jsonLines;
}

function removeAppended(line: string, { encoding }: BatchFormat): string {
  if (encoding === 'CSV') return line.replace(appendedCells, '');
  // A later line that is not JSON is rejected when the record is read.
  return parseJson(line) === undefined ? line : removeMembers(line, appendedMembers);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
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
    if (error instanceof GzipError)
      throw new BatchError(`${file}: the gzip data cannot be unpacked (${error.message})`);
    if (error instanceof TypeError) throw new BatchError(`${file}: is not UTF-8 text`);
    throw error;
  }
  const last = incomplete.join('');
  if (last !== '') yield withoutReturn(last);
  return undefined;
}

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line);
