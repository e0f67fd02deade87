import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../contract/userError';
import { type GroundTruthArrival, groundTruthViolation } from '../../quality/groundTruth/groundTruthViolation';
import { type GroundTruthMerge, type MergedRecord, mergeGroundTruth } from '../../quality/groundTruth/mergeGroundTruth';
import { readSla } from '../../store/documents';
import { captureSourceAt } from '../input/captureSourceAt';
import { type CaptureWindow, capturesIn, emptyWindowReason } from '../input/captureWindow';
import { amountOnDisk } from '../input/diskInput';
import { type FoundCapture, findCaptures, findGroundTruth } from '../input/findCaptures';
import { captureProgress } from '../terminal/captureProgress';
import { exitCodes } from '../terminal/exitCodes';
import { print, printError, printJson } from '../terminal/print';

interface CaptureMergeOptions extends CaptureWindow {
  readonly captures: readonly string[];
  readonly truth: readonly string[];
  /** SLA whose limit on the latency of ground truth is checked. */
  readonly sla?: string;
  readonly out: string;
  readonly json: boolean;
}

/** Lines of a kind that are shown; `--json` has all. */
const shown = 5;

/** Merges captures with ground truth, writes the merged files, and sets the exit code by whether anything is left over. */
export async function captureMergeCommand(options: CaptureMergeOptions): Promise<void> {
  const { captures: paths, truth: truthPaths, out, json } = options;
  const sla = options.sla === undefined ? undefined : readSla(options.sla);
  const found = findCaptures(paths);
  const chosen = capturesIn(options, found);
  const truths = findGroundTruth(truthPaths);
  refuseUsedFolder(out);
  const merge = await mergeGroundTruth({
    captures: chosen.map(({ path }) => captureSourceAt(path)),
    truths: truths.map(({ path, ...hour }) => ({ ...captureSourceAt(path), ...hour })),
    onProgress: captureProgress(amountOnDisk(chosen.map(({ path }) => path))),
  });
  if (merge.merged.length === 0) {
    const reason = chosen.length === 0 ? emptyWindowReason(options, found, paths) : nothingMerged(merge, truthPaths);
    if (json) printJson({ ...countsOf(merge), reason });
    else printError(`nothing to merge: ${reason}`);
    process.exitCode = exitCodes.empty;
    return;
  }
  for (const [name, text] of mergedFiles(merge.merged, chosen)) {
    mkdirSync(dirname(join(out, name)), { recursive: true });
    writeFileSync(join(out, name), text);
  }
  const violation = sla && groundTruthViolation(sla, arrivalOf(merge, new Date()));
  if (json) printJson({ ...countsOf(merge), latencyHours: latencyOf(merge), violation, ...leftOver(merge), out });
  else print(described(merge, violation, out));
  const left = Object.values(leftOver(merge)).some((records) => records.length > 0);
  process.exitCode = left || violation ? exitCodes.found : exitCodes.fine;
}

/** Files of an earlier merge among the new ones would be read as if they belonged together. */
function refuseUsedFolder(out: string): void {
  let names: string[];
  try {
    names = readdirSync(out);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new UserError(`${out}: cannot be written to (${(error as Error).message})`);
  }
  if (names.length > 0) throw new UserError(`${out}: is not empty; merge into a new folder, or empty this one`);
}

/** Merged lines by the name of their file: where SageMaker laid the captures, else all in one. */
function mergedFiles(merged: readonly MergedRecord[], captures: readonly FoundCapture[]): Map<string, string> {
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

/** What a person may have to look at. */
function leftOver({ withoutTruth, withoutCapture, replaced, rejects }: GroundTruthMerge) {
  return { withoutTruth, withoutCapture, replaced, rejects };
}

function countsOf(merge: GroundTruthMerge) {
  const counts = Object.entries({ merged: merge.merged, ...leftOver(merge) }).map(([kind, { length }]) => [
    kind,
    length,
  ]);
  return { counts: Object.fromEntries(counts) as Record<string, number> };
}

function nothingMerged(
  { withoutTruth, withoutCapture, rejects }: GroundTruthMerge,
  truthPaths: readonly string[],
): string {
  const [first] = [...withoutCapture, ...rejects, ...withoutTruth];
  const where = first ? `; the first is ${first.file}:${first.line}: ${first.reason}` : '';
  return `no capture has ground truth under ${truthPaths.join(', ')}: ${withoutTruth.length} capture(s) without, ${withoutCapture.length} ground truth(s) without a capture, ${rejects.length} line(s) set aside${where}`;
}

/** How long ground truth took, and how long predictions without it have been waiting. */
function arrivalOf({ merged, withoutTruth }: GroundTruthMerge, now: Date): GroundTruthArrival {
  return {
    latencies: merged.flatMap(({ latencyHours }) => latencyHours ?? []),
    waiting: withoutTruth.flatMap(({ inferenceTime }) =>
      inferenceTime ? (now.getTime() - inferenceTime.getTime()) / 3_600_000 : [],
    ),
  };
}

/** Hours from prediction to truth, where both are known: the least, the middle and the greatest. */
function latencyOf({
  merged,
}: GroundTruthMerge): { known: number; min: number; median: number; max: number } | undefined {
  const hours = merged.flatMap(({ latencyHours }) => latencyHours ?? []).sort((a, b) => a - b);
  const [min, median, max] = [hours[0], hours[Math.floor((hours.length - 1) / 2)], hours.at(-1)];
  if (min === undefined || median === undefined || max === undefined) return undefined;
  return { known: hours.length, min, median, max };
}

function described(merge: GroundTruthMerge, violation: string | undefined, out: string): string {
  const latency = latencyOf(merge);
  const hours = (value: number) => `${+value.toFixed(2)} h`;
  return [
    `${merge.merged.length} merged, ${merge.withoutTruth.length} without ground truth, ${merge.withoutCapture.length} ground truth(s) without a capture, ${merge.replaced.length} replaced, ${merge.rejects.length} set aside`,
    ...(latency
      ? [
          `from prediction to ground truth: ${hours(latency.min)} at least, ${hours(latency.median)} in the middle, ${hours(latency.max)} at most`,
        ]
      : []),
    ...(violation ? [violation] : []),
    ...Object.values(leftOver(merge)).flatMap((records) => {
      const more = records.length - shown;
      const lines = records.slice(0, shown).map(({ file, line, reason }) => `  ${file}:${line}: ${reason}`);
      return more > 0 ? [...lines, `  and ${more} more of this kind; --json has all`] : lines;
    }),
    `merged captures written to ${out}`,
  ].join('\n');
}
