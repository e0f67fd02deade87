import type { Reject } from '../../contract/modelMonitorFiles';
import { objectOf, parseLine, textOf } from '../json/jsonRecord';
import type { BodyRow } from '../record/bodyRows';
import { joinRows, recordRows } from '../record/recordRows';
import { type CaptureProgress, type LinePlace, readCaptureLines, textOfLine } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';
import { type GroundTruth, type GroundTruthSource, groundTruthRecords } from './groundTruthRecords';

/** A captured record with its ground truth. */
export interface MergedRecord extends LinePlace {
  readonly id: string;
  /** The captured line with `groundTruthData` in it: a line of the merged JSONL. */
  readonly text: string;
  /** Each row's truth, before the captured output's and input's columns. */
  readonly rows: BodyRow[];
  /** Hours from the prediction to the start of the hour in which its truth was collected, 0 at least; undefined where one is unknown. */
  readonly latencyHours?: number;
}

/** A record of either side that found no partner. */
export interface UnmergedRecord extends LinePlace {
  readonly id: string;
  /** One sentence. */
  readonly reason: string;
  /** When a captured record was predicted, where it says so. */
  readonly inferenceTime?: Date;
}

/** What a merge of captures and ground truth gives. Every captured line is in exactly one of the lists. */
export interface GroundTruthMerge {
  readonly merged: MergedRecord[];
  readonly withoutTruth: UnmergedRecord[];
  readonly withoutCapture: UnmergedRecord[];
  /** Truths in whose place a later one of the same id came. */
  readonly replaced: UnmergedRecord[];
  /** Lines of either side that can't be used. */
  readonly rejects: Reject[];
}

interface Captured extends LinePlace {
  readonly id: string;
  readonly content: string;
  readonly rows: BodyRow[];
  readonly eventId?: string;
  readonly inferenceTime?: Date;
}

/**
 * Puts ground truth beside the captures that it belongs to: by the captured inferenceId where there is one, else by the
 * eventId, as Model Monitor's merge job does. Of several truths of one id the last collected counts, so that a label
 * can be corrected; several captures of one id all get its truth. `names` are the baseline's columns. All of it is held
 * in memory, as either side may match whatever comes last.
 */
export async function mergeGroundTruth(args: {
  captures: Iterable<CaptureSource> | AsyncIterable<CaptureSource>;
  truths: Iterable<GroundTruthSource> | AsyncIterable<GroundTruthSource>;
  names?: readonly string[];
  /** Called after each piece of a capture file. */
  onProgress?: (progress: CaptureProgress) => void;
}): Promise<GroundTruthMerge> {
  const read = await groundTruthRecords(args.truths);
  const { latest, replaced } = latestById(read.truths);
  const captured: Captured[] = [];
  const unread: Reject[] = [];
  await readCaptureLines({
    sources: args.captures,
    use: (line, { file }) =>
      captured.push({ file, line: line.line, ...capturedRecord(textOfLine(line), args.names ?? []) }),
    reject: (reject) => unread.push(reject),
    onProgress: args.onProgress,
  });
  const merged: MergedRecord[] = [];
  const withoutTruth: UnmergedRecord[] = [];
  const mismatched: Reject[] = [];
  for (const capture of captured) {
    const truth = latest.get(capture.id);
    if (!truth) withoutTruth.push(withoutTruthOf(capture));
    else {
      const record = mergedRecord(capture, truth);
      if ('reason' in record) mismatched.push(record);
      else merged.push(record);
    }
  }
  const ids = new Set(captured.map(({ id }) => id));
  const alone = [...latest.values()].filter(({ id }) => !ids.has(id));
  const rejects = [...unread, ...mismatched, ...read.rejects];
  return { merged, withoutTruth, withoutCapture: alone.map(withoutCaptureOf(captured)), replaced, rejects };
}

/** Of several truths of one id the last by hour, then by the files' order. */
function latestById(truths: readonly GroundTruth[]) {
  const latest = new Map<string, GroundTruth>();
  const replaced: UnmergedRecord[] = [];
  const byHour = [...truths].sort((a, b) => (a.hour?.getTime() ?? 0) - (b.hour?.getTime() ?? 0));
  for (const truth of byHour) {
    const before = latest.get(truth.id);
    if (before) {
      const reason = `a later ground truth of id '${truth.id}' takes its place: ${truth.file}:${truth.line}.`;
      replaced.push({ file: before.file, line: before.line, id: before.id, reason });
    }
    latest.set(truth.id, truth);
  }
  return { latest, replaced };
}

function capturedRecord(content: string, names: readonly string[]): Omit<Captured, keyof LinePlace> {
  const record = parseLine(content);
  const rows = recordRows(content, names);
  if (objectOf(record, 'groundTruthData')) throw new Error("the record holds 'groundTruthData' already");
  const metadata = objectOf(record, 'eventMetadata');
  const eventId = textOf(metadata, 'eventId');
  const id = textOf(metadata, 'inferenceId') ?? eventId;
  if (id === undefined) throw new Error("the record has neither 'eventMetadata.inferenceId' nor '.eventId'");
  const at = new Date(textOf(metadata, 'inferenceTime') ?? Number.NaN);
  const inferenceTime = Number.isNaN(at.getTime()) ? undefined : at;
  return { id, content, rows, ...(eventId && { eventId }), ...(inferenceTime && { inferenceTime }) };
}

function mergedRecord(capture: Captured, truth: GroundTruth): MergedRecord | Reject {
  const { file, line, id, content, inferenceTime } = capture;
  try {
    const rows = joinRows({ name: 'the ground truth', rows: truth.rows }, { name: 'the capture', rows: capture.rows });
    // Only the start changes: rewriting the record would lose how its numbers are written.
    const text = `{"groundTruthData":${JSON.stringify(truth.groundTruthData)},${content.trim().slice(1)}`;
    const latencyHours = inferenceTime && truth.hour && hoursBetween(inferenceTime, truth.hour);
    return { file, line, id, text, rows, ...(latencyHours !== undefined && { latencyHours }) };
  } catch (error) {
    return { file, line, reason: `${error instanceof Error ? error.message : String(error)}.` };
  }
}

/** A key tells only the hour, so truth of the prediction's own hour seems to come before it. */
function hoursBetween(from: Date, to: Date): number {
  return Math.max(0, (to.getTime() - from.getTime()) / 3_600_000);
}

function withoutTruthOf({ file, line, id, inferenceTime }: Captured): UnmergedRecord {
  return { file, line, id, reason: `no ground truth has the id '${id}'.`, ...(inferenceTime && { inferenceTime }) };
}

/** A frequent mistake has a reason of its own: the eventId of a record that also has an inferenceId matches nothing. */
function withoutCaptureOf(captured: readonly Captured[]): (truth: GroundTruth) => UnmergedRecord {
  const byEvent = new Map(captured.flatMap((each) => (each.eventId === undefined ? [] : [[each.eventId, each]])));
  return ({ file, line, id }) => {
    const other = byEvent.get(id);
    const reason = other
      ? `'${id}' is the eventId of a capture that has an inferenceId; write that one, '${other.id}'.`
      : `no capture has the id '${id}'.`;
    return { file, line, id, reason };
  };
}
