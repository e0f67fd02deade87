import type { Reject } from '../../contract/modelMonitorFiles';
import { objectOf, parseLine, textOf } from '../json/jsonRecord';
import { type CaptureBody, captureBodyRows } from '../record/captureBody';
import type { BodyRow } from '../record/jsonRows';
import { planByOrder } from '../record/readingPlan';
import { type LinePlace, readCaptureLines, textOfLine } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';
import type { LineBytes } from '../source/lineReader';

/** A ground truth file: JSONL, optionally gzipped. */
export interface GroundTruthSource extends CaptureSource {
  /** Start of the hour in its key, UTC: when the truth was collected, not when the prediction was made. */
  readonly hour?: Date;
}

/** The ground truth of one captured record. */
export interface GroundTruth extends LinePlace {
  /** The captured record's inferenceId, or its eventId if it has no inferenceId. */
  readonly id: string;
  /** `{data, encoding}` as written. */
  readonly groundTruthData: CaptureBody;
  readonly rows: readonly BodyRow[];
  readonly hour?: Date;
}

/**
 * Reads one `{groundTruthData: {data, encoding}, eventMetadata: {eventId}, eventVersion}` per line; `inferenceId` stands in
 * for a missing `eventId`. Other lines are rejects.
 */
export async function readGroundTruth(
  sources: Iterable<GroundTruthSource> | AsyncIterable<GroundTruthSource>,
): Promise<{ truths: GroundTruth[]; rejects: Reject[] }> {
  const truths: GroundTruth[] = [];
  const rejects: Reject[] = [];
  const use = (line: LineBytes, { file, hour }: GroundTruthSource) => {
    const record = parseLine(textOfLine(line));
    const groundTruthData: CaptureBody | undefined = objectOf(record, 'groundTruthData');
    if (!groundTruthData) throw new Error("the record has no 'groundTruthData' object");
    const metadata = objectOf(record, 'eventMetadata');
    const id = textOf(metadata, 'eventId') ?? textOf(metadata, 'inferenceId');
    if (id === undefined) throw new Error("the record has no text 'eventMetadata.eventId' to match it with a capture");
    const rows = rowsOf(groundTruthData);
    truths.push({ file, line: line.line, id, groundTruthData, rows, hour });
  };
  await readCaptureLines({ sources, use, reject: (reject) => rejects.push(reject) });
  return { truths, rejects };
}

const { input: anyColumns } = planByOrder([]);

function rowsOf(body: CaptureBody): readonly BodyRow[] {
  try {
    const { rows } = captureBodyRows(body, anyColumns);
    if (rows.every((row) => row.every((value) => value === null))) throw new Error('the data is empty');
    return rows;
  } catch (error) {
    throw new Error(`groundTruthData: ${error instanceof Error ? error.message : String(error)}`);
  }
}
