import { type Column, captureKeyOf, type SchemaContent } from '../../contract/captureSchema';
import { envelopeKeys } from '../../contract/envelopeKeys';
import { isPlainObject } from '../../contract/isPlainObject';
import { parseJson } from '../../contract/parseJson';
import { BatchError, type BatchFile, openBatchFile, unjoinedCsv, unjoinedJson } from './batchFile';
import type { CaptureSource } from './captureSource';

/** One input file of a batch transform job, and the model's output for it. */
export interface BatchPair {
  readonly input: CaptureSource;
  readonly output: CaptureSource;
}

type Columns = Pick<SchemaContent, 'output' | 'input'>;

/**
 * A file of a batch transform job as captures: each record of the input with that of the output, as a capture record.
 * Outputs that are joined to their inputs (`DataProcessing.JoinSource`) are separated again, outputs of several inputs
 * (`BatchStrategy: MultiRecord`) get as many inputs as they have rows. `columns` are needed to recognize headers, by their names,
 * and joined CSV, by the number of the output's columns.
 * Reading throws a `BatchError` when the two files have different numbers of records: then none certainly belongs to another.
 */
export function batchRecords(pair: BatchPair, columns: Columns = { output: [], input: [] }): CaptureSource {
  return { file: pair.output.file, open: () => records(pair, columns) };
}

interface OpenPair {
  readonly input: BatchFile;
  readonly output: BatchFile;
}

async function openPair(pair: BatchPair, { output, input }: Columns): Promise<OpenPair> {
  const names = (columns: readonly Column[]) => columns.flatMap((column) => [column.name, captureKeyOf(column)]);
  const ofInput = await openBatchFile(pair.input, new Set(names(input)));
  try {
    return { input: ofInput, output: await openBatchFile(pair.output, new Set(names([...output, ...input]))) };
  } catch (error) {
    await ofInput.records.return(undefined);
    throw error;
  }
}

const closePair = ({ input, output }: OpenPair) =>
  Promise.all([input.records.return(undefined), output.records.return(undefined)]);

async function* records(pair: BatchPair, columns: Columns): AsyncGenerator<Uint8Array> {
  const opened = await openPair(pair, columns);
  const { input, output } = opened;
  try {
    const outputs = await outputsOf(pair, columns, opened);
    const join = joinerOf(opened, columns.output.length);
    // The numbers of records are those of lines, so a header leaves a blank one.
    if (output.header !== undefined) yield Buffer.from('\n');
    for (let lines = 0; ; ) {
      const { value: answer } = await outputs.next();
      const { value: request } = await input.records.next();
      if (answer === undefined && request === undefined) return;
      if (answer === undefined || request === undefined) {
        const [longer, shorter] = request === undefined ? [output.file, input.file] : [input.file, output.file];
        throw new BatchError(
          `${longer}: has more records than ${shorter}, which ends after record ${lines}; both files need the same number of records`,
        );
      }
      const requests = [request, ...(await takeRecords(input.records, answer.rows - 1))];
      lines += requests.length;
      yield Buffer.from(request === '' && answer.text === '' ? '\n' : `${join(requests, answer.text)}\n`);
    }
  } finally {
    // The loop calls `next` itself, so nothing else closes the files when it ends early.
    await closePair(opened);
  }
}

/** An output, and the number of inputs that it is for. */
interface Answer {
  readonly text: string;
  readonly rows: number;
}

/** The outputs that belong to inputs: without one for the input's header, and with the number of their rows if they are grouped. */
async function outputsOf(pair: BatchPair, columns: Columns, { input, output }: OpenPair) {
  const { value: first } = await output.records.next();
  const isOneHeaderOnly = (input.header === undefined) !== (output.header === undefined);
  const mayBeGrouped = first !== undefined && output.format.encoding === 'JSON' && rowsOfAnswer(first) > 1;
  const surplus = isOneHeaderOnly || mayBeGrouped ? await surplusOf(pair, columns) : 0;
  const skipsFirst = isOneHeaderOnly && input.header !== undefined && surplus === -1;
  const isGrouped = mayBeGrouped && surplus > 0 && input.format.observedContentType !== 'application/json';
  async function* outputs(): AsyncGenerator<Answer> {
    const answer = (text: string): Answer => ({ text, rows: isGrouped ? rowsOfAnswer(text) : 1 });
    if (first !== undefined && !skipsFirst) yield answer(first);
    for await (const text of output.records) yield answer(text);
  }
  return outputs();
}

/** How many more records the input has than the output. */
async function surplusOf(pair: BatchPair, columns: Columns): Promise<number> {
  const opened = await openPair(pair, columns);
  try {
    let surplus = 0;
    for await (const _ of opened.input.records) surplus += 1;
    for await (const _ of opened.output.records) surplus -= 1;
    return surplus;
  } finally {
    await closePair(opened);
  }
}

/** The number of rows in a JSON output: those of a list, or of one in a model server's envelope. */
function rowsOfAnswer(output: string): number {
  const value = parseJson(unjoinedJson(output));
  const rows = isPlainObject(value) ? envelopeKeys.rows.map((key) => value[key]).find(Array.isArray) : value;
  return Array.isArray(rows) ? Math.max(1, rows.length) : 1;
}

async function takeRecords(source: AsyncGenerator<string, undefined>, count: number): Promise<string[]> {
  const taken: string[] = [];
  while (taken.length < count) {
    const { value } = await source.next();
    if (value === undefined) break;
    taken.push(value);
  }
  return taken;
}

/** Returns what makes a capture record of inputs and their output. */
function joinerOf({ input, output }: OpenPair, width: number): (requests: readonly string[], answer: string) => string {
  const isCsv = input.format.encoding === 'CSV' && output.format.encoding === 'CSV';
  let isJoined: boolean | undefined;
  let answerHeader = output.header;
  return (requests, answer) => {
    const [request = ''] = requests;
    const unjoined = isCsv ? unjoinedCsv(answer, request) : undefined;
    if (isJoined === undefined) {
      isJoined = unjoined !== undefined && (unjoined.includes('"') ? width > 0 : cellsIn(unjoined) === width);
      if (isJoined) answerHeader = output.header?.split(',').slice(cellsIn(request)).join(',');
    }
    if (isJoined && unjoined === undefined) {
      throw new BatchError(
        `${output.file}: an output does not begin with the values of its input ('${answer.slice(0, shownLength)}'), although the first one does`,
      );
    }
    const text = output.format.encoding === 'JSON' ? unjoinedJson(answer) : ((isJoined ? unjoined : answer) ?? answer);
    return JSON.stringify({
      captureData: {
        endpointInput: bodyOf(input, input.header, requests.join('\n'), 'INPUT'),
        endpointOutput: bodyOf(output, answerHeader, text, 'OUTPUT'),
      },
    });
  };
}

/** Characters of an output that a message shows. */
const shownLength = 80;
const cellsIn = (line: string) => line.split(',').length;

function bodyOf({ format }: BatchFile, header: string | undefined, data: string, mode: 'INPUT' | 'OUTPUT') {
  if (header === undefined) return { ...format, mode, data };
  return { ...format, observedContentType: 'text/csv; header=present', mode, data: `${header}\n${data}` };
}
