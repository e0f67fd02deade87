import { hourMs, parseInstant } from '../../contract/hours';
import type { Reject } from '../../contract/modelMonitorFiles';
import { objectOf, parseLine, textOf } from '../json/jsonRecord';
import { joinSides } from '../record/joinSides';
import type { BodyRow } from '../record/jsonRows';
import { planByOrder, type ReadingPlan } from '../record/readingPlan';
import { recordRows } from '../record/recordRows';
import { type CaptureProgress, type LinePlace, readCaptureLines, textOfLine } from '../source/captureLines';
import type { CaptureSource } from '../source/captureSource';
import { type GroundTruth, type GroundTruthSource, readGroundTruth } from './groundTruthRecords';

/** A captured record with its ground truth. */
export interface MergedRecord extends LinePlace {
  readonly id: string;
  /** The captured line with `groundTruthData` added: a line of the merged JSONL. */
  readonly text: string;
  /** Per row: the ground truth, then the columns of the captured output and input. */
  readonly rows: BodyRow[];
  /** Hours from the prediction to the start of the hour in which its truth was collected, at least 0; undefined if a time is unknown. */
  readonly latencyHours?: number;
}

/** A record of either side without a match. */
export interface UnmergedRecord extends LinePlace {
  readonly id: string;
  /** One sentence. */
  readonly reason: string;
  /** Time of the prediction, if a captured record has it. */
  readonly inferenceTime?: Date;
}

/** The result of a merge. Every captured line is in exactly one of the lists. */
export interface GroundTruthMerge {
  readonly merged: MergedRecord[];
  readonly withoutTruth: UnmergedRecord[];
  readonly withoutCapture: UnmergedRecord[];
  /** Truths that a later one of the same id replaces. */
  readonly replaced: UnmergedRecord[];
  /** Rejected lines of either side. */
  readonly rejects: Reject[];
}

interface CapturedRecord extends LinePlace {
  readonly id: string;
  readonly content: string;
  readonly rows: readonly BodyRow[];
  readonly eventId?: string;
  readonly inferenceTime?: Date;
}

/**
 * Merges ground truth with captures by inferenceId, or by eventId for captures without inferenceId, as Model Monitor's merge
 * job does. Of several truths with one id the last collected one counts, so that labels can be corrected. Several captures
 * with one id all get its truth. Holds both sides in memory.
 */
export async function mergeGroundTruth(args: {
  captures: Iterable<CaptureSource> | AsyncIterable<CaptureSource>;
  truths: Iterable<GroundTruthSource> | AsyncIterable<GroundTruthSource>;
  /** How captures are read. @default as they are, for columns that are not known */
  plan?: ReadingPlan;
  /** Called after each piece of a capture file. */
  onProgress?: (progress: CaptureProgress) => void;
}): Promise<GroundTruthMerge> {
  const { truths, rejects: truthRejects } = await readGroundTruth(args.truths);
  const { latest, replaced } = latestById(truths);
  const captured: CapturedRecord[] = [];
  const captureRejects: Reject[] = [];
  const plan = args.plan ?? planByOrder([]);
  await readCaptureLines({
    sources: args.captures,
    use: (line, { file }) => captured.push({ file, line: line.line, ...readCapturedRecord(textOfLine(line), plan) }),
    reject: (reject) => captureRejects.push(reject),
    onProgress: args.onProgress,
  });
  const merged: MergedRecord[] = [];
  const withoutTruth: UnmergedRecord[] = [];
  const mismatched: Reject[] = [];
  for (const capture of captured) {
    const truth = latest.get(capture.id);
    if (!truth) withoutTruth.push(unmatchedCapture(capture));
    else {
      const record = mergeRecord(capture, truth);
      if ('reason' in record) mismatched.push(record);
      else merged.push(record);
    }
  }
  const ids = new Set(captured.map(({ id }) => id));
  const unmatchedTruths = [...latest.values()].filter(({ id }) => !ids.has(id));
  const withoutCapture = unmatchedTruths.map(explainUnmatched(captured));
  const rejects = [...captureRejects, ...mismatched, ...truthRejects];
  return { merged, withoutTruth, withoutCapture, replaced, rejects };
}

/** Of several truths with one id the last by hour, then by file order. */
function latestById(truths: readonly GroundTruth[]) {
  const latest = new Map<string, GroundTruth>();
  const replaced: UnmergedRecord[] = [];
  const byHour = [...truths].sort((a, b) => (a.hour?.getTime() ?? 0) - (b.hour?.getTime() ?? 0));
  for (const truth of byHour) {
    const before = latest.get(truth.id);
    if (before) {
      const reason = `replaced by a later ground truth with id '${truth.id}': ${truth.file}:${truth.line}.`;
      replaced.push({ file: before.file, line: before.line, id: before.id, reason });
    }
    latest.set(truth.id, truth);
  }
  return { latest, replaced };
}

function readCapturedRecord(content: string, plan: ReadingPlan): Omit<CapturedRecord, keyof LinePlace> {
  const record = parseLine(content);
  const { rows } = recordRows(content, plan);
  if (objectOf(record, 'groundTruthData')) throw new Error("the record already has 'groundTruthData'");
  const metadata = objectOf(record, 'eventMetadata');
  const eventId = textOf(metadata, 'eventId');
  const id = textOf(metadata, 'inferenceId') ?? eventId;
  if (id === undefined) throw new Error("the record has neither 'eventMetadata.inferenceId' nor '.eventId'");
  const inferenceTime = parseInstant(textOf(metadata, 'inferenceTime') ?? '');
  return { id, content, rows, eventId, inferenceTime };
}

function mergeRecord(capture: CapturedRecord, truth: GroundTruth): MergedRecord | Reject {
  const { file, line, id, content, inferenceTime } = capture;
  try {
    const joined = joinSides({ name: 'the ground truth', read: truth }, { name: 'the capture', read: capture });
    const rows = joined.second.map((row, i) => [...(joined.first[i] ?? []), ...row]);
    // Only the start changes: writing the whole record again could change the form of its numbers.
    const text = `{"groundTruthData":${JSON.stringify(truth.groundTruthData)},${content.trim().slice(1)}`;
    const latencyHours = inferenceTime && truth.hour && hoursBetween(inferenceTime, truth.hour);
    return { file, line, id, text, rows, latencyHours };
  } catch (error) {
    return { file, line, reason: `${error instanceof Error ? error.message : String(error)}.` };
  }
}

/** At least 0: keys have whole hours, so truth collected in the prediction's hour seems older than the prediction. */
function hoursBetween(from: Date, to: Date): number {
  return Math.max(0, (to.getTime() - from.getTime()) / hourMs);
}

function unmatchedCapture({ file, line, id, inferenceTime }: CapturedRecord): UnmergedRecord {
  return { file, line, id, reason: `no ground truth with id '${id}'.`, inferenceTime };
}

/** A frequent mistake has its own reason: truth with the eventId of a capture that has an inferenceId never matches. */
function explainUnmatched(captured: readonly CapturedRecord[]): (truth: GroundTruth) => UnmergedRecord {
  const byEvent = new Map(captured.map((capture) => [capture.eventId, capture]));
  return ({ file, line, id }) => {
    const other = byEvent.get(id);
    const reason = other
      ? `'${id}' is the eventId of a capture with an inferenceId; use its inferenceId '${other.id}'.`
      : `no capture with id '${id}'.`;
    return { file, line, id, reason };
  };
}
