import { memberSpan, withoutMembers } from '../json/memberSpan';
import { BatchError } from './batchError';
import type { CaptureSource } from './captureSource';
import { textLines } from './textLines';

/** One file of a batch transform job, and what the model answered to it, line by line. */
export interface BatchPair {
  readonly input: CaptureSource;
  readonly output: CaptureSource;
}

/** Fields that SageMaker appends to an answer when it is to generate inference ids. */
const appended = ['SageMakerInferenceId', 'SageMakerInferenceTime'];
/** The same two in CSV: a UUID and the start of the job. */
const appendedCells =
  /,\s*[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\s*,\s*\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z\s*$/i;
/** What `DataProcessing` writes when it joins answers to their inputs. */
const joined = 'SageMakerOutput';

/**
 * A file of a batch transform job as captures: each line of the input with the line of the output, as a record of data
 * capture. CSV and JSON lines are told by a file's first line. What SageMaker appended to the output is taken off. A
 * `BatchError` is thrown when the two have different numbers of lines: then no line can be trusted to be its neighbour's.
 */
export function batchRecords({ input, output }: BatchPair): CaptureSource {
  return { file: output.file, open: () => records(input, output) };
}

async function* records(input: CaptureSource, output: CaptureSource): AsyncGenerator<Uint8Array> {
  const [asked, answered] = [textLines(input), textLines(output)];
  const forms: { input?: Form; output?: Form } = {};
  for (let lines = 0; ; lines += 1) {
    const [question, answer] = [await asked.next(), await answered.next()];
    if (question.done && answer.done) return;
    if (question.done || answer.done) {
      const [longer, shorter] = question.done ? [output.file, input.file] : [input.file, output.file];
      throw new BatchError(
        `${longer}: has more lines than ${shorter}, which ends after line ${lines}; a batch is joined line by line, so both must have as many, without a header`,
      );
    }
    if (question.value === '' && answer.value === '') {
      yield newline;
      continue;
    }
    forms.input ??= formOf(question.value, input.file);
    forms.output ??= formOf(answer.value, output.file);
    const record = {
      captureData: {
        endpointInput: { ...forms.input, mode: 'INPUT', data: question.value },
        endpointOutput: { ...forms.output, mode: 'OUTPUT', data: withoutAppended(answer.value, forms.output) },
      },
    };
    yield Buffer.from(`${JSON.stringify(record)}\n`);
  }
}

const newline = Buffer.from('\n');

/** Encoding and content type of a body in data capture. */
interface Form {
  readonly encoding: 'CSV' | 'JSON';
  readonly observedContentType: string;
}

const csv: Form = { encoding: 'CSV', observedContentType: 'text/csv' };
const json: Form = { encoding: 'JSON', observedContentType: 'application/jsonlines' };

function formOf(line: string, file: string): Form {
  if (line.startsWith('PAR1')) {
    throw new BatchError(`${file}: is Parquet; a batch is joined line by line, so only CSV and JSON lines can be read`);
  }
  if (!/^\s*[{[]/.test(line)) return csv;
  try {
    JSON.parse(line);
  } catch {
    throw new BatchError(
      `${file}: its first line is no JSON of its own; a batch is joined line by line, so of JSON only JSON lines can be read`,
    );
  }
  if (memberSpan(line, [joined])) {
    throw new BatchError(
      `${file}: has the answers joined to their inputs ('${joined}', by DataProcessing.JoinSource); only plain answers can be read`,
    );
  }
  return json;
}

function withoutAppended(line: string, { encoding }: Form): string {
  if (encoding === 'CSV') return line.replace(appendedCells, '');
  // A later line that is no JSON is set aside by whoever reads the record.
  try {
    JSON.parse(line);
  } catch {
    return line;
  }
  return withoutMembers(line, appended);
}
