import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hourMs } from '../../contract/hours';
import { UserError } from '../../contract/userError';
import { type GroundTruthArrival, groundTruthViolation } from '../../quality/groundTruth/groundTruthViolation';
import { type GroundTruthMerge, type MergedRecord, mergeGroundTruth } from '../../quality/groundTruth/mergeGroundTruth';
import { readSla } from '../../store/documents';
import { type CaptureWindow, emptyWindowReason, selectCaptures } from '../input/captureWindow';
import { amountOnDisk, fileSource } from '../input/diskInput';
import { findCaptures, findGroundTruth, type LocalCapture } from '../input/findCaptures';
import { exitCodes } from '../terminal/exitCodes';
import { firstLines, printEmpty, printJson, printText } from '../terminal/output';
import { showCaptureProgress } from '../terminal/progress';

interface MergeOptions extends CaptureWindow {
  readonly captures: readonly string[];
  readonly truth: readonly string[];
  /** SLA whose limit on the latency of ground truth is checked. */
  readonly sla?: string;
  readonly out: string;
  readonly json: boolean;
}

/** Merges captures with ground truth, writes the merged files, and sets the exit code by what is left. */
export async function mergeCaptures(options: MergeOptions): Promise<void> {
  const { captures: paths, truth: truthPaths, out, json } = options;
  const sla = options.sla === undefined ? undefined : readSla(options.sla);
  const captures = findCaptures(paths);
  const selected = selectCaptures(options, captures);
  const truths = findGroundTruth(truthPaths);
  refuseUsedFolder(out);
  const merge = await mergeGroundTruth({
    captures: selected.map(({ path }) => fileSource(path)),
    truths: truths.map(({ path, hour }) => ({ ...fileSource(path), hour })),
    onProgress: showCaptureProgress(amountOnDisk(selected.map(({ path }) => path))),
  });
  if (merge.merged.length === 0) {
    const reason =
      selected.length === 0
        ? emptyWindowReason(options, captures, paths)
        : truths.length === 0
          ? `no ground truth (*.jsonl, *.jsonl.gz) under ${truthPaths.join(', ')}`
          : unmatchedReason(merge, truthPaths);
    printEmpty('merge', reason, json ? countRecords(merge) : undefined);
    process.exitCode = exitCodes.empty;
    return;
  }
  for (const [name, text] of mergedFiles(merge.merged, selected)) {
    mkdirSync(dirname(join(out, name)), { recursive: true });
    writeFileSync(join(out, name), text);
  }
  const violation = sla && groundTruthViolation(sla, measureArrival(merge, new Date()));
  if (json) {
    const latencyHours = summarizeLatency(merge);
    printJson({ ...countRecords(merge), latencyHours, violation, ...unmergedRecords(merge), out });
  } else printText(describeMerge(merge, violation, out));
  const hasUnmerged = Object.values(unmergedRecords(merge)).some((records) => records.length > 0);
  process.exitCode = hasUnmerged || violation ? exitCodes.findings : exitCodes.success;
}

/** Throws a UserError for a folder with files: files of an earlier merge would be read as if they belonged to this one. */
function refuseUsedFolder(out: string): void {
  let names: string[];
  try {
    names = readdirSync(out);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new UserError(`${out}: cannot be used as output folder (${(error as Error).message})`);
  }
  if (names.length > 0) throw new UserError(`${out}: is not empty; use a new folder, or empty this one`);
}

/** Merged lines by file name: the captures' own folders and names, or `merged.jsonl` for captures without folders. */
function mergedFiles(merged: readonly MergedRecord[], captures: readonly LocalCapture[]): Map<string, string> {
  const names = new Map(captures.map(({ path, key }) => [path, key?.replace(/\.gz$/, '') ?? 'merged.jsonl']));
  const files = new Map<string, string[]>();
  for (const { file, text } of merged) {
    const name = names.get(file) ?? 'merged.jsonl';
    const lines = files.get(name) ?? [];
    files.set(name, lines);
    lines.push(text);
  }
  return new Map([...files].map(([name, lines]) => [name, `${lines.join('\n')}\n`]));
}

/** The records that a person may have to check, by kind. */
function unmergedRecords({ withoutTruth, withoutCapture, replaced, rejects }: GroundTruthMerge) {
  return { withoutTruth, withoutCapture, replaced, rejects };
}

function countRecords(merge: GroundTruthMerge) {
  const kinds = Object.entries({ merged: merge.merged, ...unmergedRecords(merge) });
  const counts: Record<string, number> = Object.fromEntries(kinds.map(([kind, { length }]) => [kind, length]));
  return { counts };
}

function unmatchedReason(
  { withoutTruth, withoutCapture, rejects }: GroundTruthMerge,
  truthPaths: readonly string[],
): string {
  const [first] = [...withoutCapture, ...rejects, ...withoutTruth];
  const where = first ? `; the first is ${first.file}:${first.line}: ${first.reason}` : '';
  return `no capture has ground truth under ${truthPaths.join(', ')}; captures without ground truth: ${withoutTruth.length}, ground truth without a capture: ${withoutCapture.length}, rejected: ${rejects.length}${where}`;
}

/** How long ground truth took to arrive, and how long predictions without it have been waiting, in hours. */
function measureArrival({ merged, withoutTruth }: GroundTruthMerge, now: Date): GroundTruthArrival {
  return {
    latencies: merged.flatMap(({ latencyHours }) => latencyHours ?? []),
    waiting: withoutTruth.flatMap(({ inferenceTime }) =>
      inferenceTime ? (now.getTime() - inferenceTime.getTime()) / hourMs : [],
    ),
  };
}

interface LatencySummary {
  /** Records whose latency is known. */
  readonly known: number;
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Hours from prediction to ground truth; undefined when no record has both times. */
function summarizeLatency({ merged }: GroundTruthMerge): LatencySummary | undefined {
  const hours = merged.flatMap(({ latencyHours }) => latencyHours ?? []).sort((a, b) => a - b);
  const [min, median, max] = [hours[0], hours[Math.floor((hours.length - 1) / 2)], hours.at(-1)];
  if (min === undefined || median === undefined || max === undefined) return undefined;
  return { known: hours.length, min, median, max };
}

function describeMerge(merge: GroundTruthMerge, violation: string | undefined, out: string): string {
  const latency = summarizeLatency(merge);
  const formatHours = (value: number) => `${+value.toFixed(2)} h`;
  return [
    `merged: ${merge.merged.length}, captures without ground truth: ${merge.withoutTruth.length}, ground truth without a capture: ${merge.withoutCapture.length}, replaced: ${merge.replaced.length}, rejected: ${merge.rejects.length}`,
    ...(latency
      ? [
          `latency of ground truth: minimum ${formatHours(latency.min)}, median ${formatHours(latency.median)}, maximum ${formatHours(latency.max)}`,
        ]
      : []),
    ...(violation ? [violation] : []),
    ...Object.values(unmergedRecords(merge)).flatMap((records) => {
      const lines = records.map(({ file, line, reason }) => `${file}:${line}: ${reason}`);
      return firstLines(lines, '; use --json to list all');
    }),
    `merged captures written to ${out}`,
  ].join('\n');
}
