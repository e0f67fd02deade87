import type { Reject } from '../../contract/modelMonitorFiles';
import { objectOf, parseLine, textOf } from '../json/jsonRecord';
import type { BodyRow } from '../record/bodyRows';
import { type CaptureBody, captureBodyRows } from '../record/captureBody';
import { type LinePlace, readCaptureLines, textOfLine } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';
import type { LineBytes } from '../source/lineReader';

/** A file of ground truth: JSONL, gzipped or not. */
export interface GroundTruthSource extends CaptureSource {
  /** Start of the hour of its key, UTC: when the truth was collected, not when it was predicted. */
  readonly hour?: Date;
}

/** What turned out to be right for one captured record. */
export interface GroundTruth extends LinePlace {
  /** Of the captured record: its inferenceId, or its eventId where it has no inferenceId. */
  readonly id: string;
  /** `{data, encoding}` as it was written. */
  readonly groundTruthData: CaptureBody;
  readonly rows: BodyRow[];
  readonly hour?: Date;
}

/**
 * Reads `{groundTruthData: {data, encoding}, eventMetadata: {eventId}, eventVersion}` a line; an id under `inferenceId`
 * is taken where there is no `eventId`. Every other line is a reject.
 */
export async function groundTruthRecords(
  sources: Iterable<GroundTruthSource> | AsyncIterable<GroundTruthSource>,
): Promise<{ truths: GroundTruth[]; rejects: Reject[] }> {
  const truths: GroundTruth[] = [];
  const rejects: Reject[] = [];
  const use = (found: LineBytes, { file, hour }: GroundTruthSource) => {
    const record = parseLine(textOfLine(found));
    const groundTruthData: CaptureBody | undefined = objectOf(record, 'groundTruthData');
    if (!groundTruthData) throw new Error("the record has no 'groundTruthData' object");
    const metadata = objectOf(record, 'eventMetadata');
    const id = textOf(metadata, 'eventId') ?? textOf(metadata, 'inferenceId');
    if (id === undefined)
      throw new Error("the record has no text 'eventMetadata.eventId', so it belongs to no capture");
    const rows = rowsOf(groundTruthData);
    truths.push({ file, line: found.line, id, groundTruthData, rows, ...(hour && { hour }) });
  };
  await readCaptureLines({ sources, use, reject: (reject) => rejects.push(reject) });
  return { truths, rejects };
}

function rowsOf(body: CaptureBody): BodyRow[] {
  try {
    return captureBodyRows(body, []);
  } catch (error) {
    throw new Error(`groundTruthData: ${error instanceof Error ? error.message : String(error)}`);
  }
}
