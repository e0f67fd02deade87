import { capturePrefix } from '../../contract/storeLayout';
import { formatCount } from '../../report/text/formats';
import type { ObjectStore } from '../../store/objectStore';
import { openStore } from '../../store/openStore';
import { formatMinute } from '../input/captureWindow';
import { exitCodes } from '../terminal/exitCodes';
import { refuseInvalidNames } from '../terminal/options';
import { firstLines, printEmpty, printJson, printText } from '../terminal/output';
import { printEveryFiveSeconds } from '../terminal/progress';
import { conflictError, planReplay, type ReplayPlan, type ReplaySelection, readShifted } from './replayPlan';

interface ReplayOptions extends ReplaySelection {
  readonly store: string;
  readonly dryRun: boolean;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Copies local captures into a store, shifted to another time. Nothing in the store is overwritten. */
export async function replayCaptures(options: ReplayOptions): Promise<void> {
  refuseInvalidNames(options);
  const store = openStore(options.store, options.endpointUrl);
  try {
    const plan = await planReplay(store, options);
    if (typeof plan === 'string') {
      printEmpty('replay', plan, options.json ? { files: 0, records: 0 } : undefined);
      process.exitCode = exitCodes.empty;
      return;
    }
    const replay = await executeReplay(store, plan, options.dryRun);
    if (options.json) printJson(replayJson(plan, replay, store, options));
    else printText(describeReplay(plan, replay, store, options));
    process.exitCode = replay.unshifted.length > 0 ? exitCodes.findings : exitCodes.success;
  } finally {
    store.close();
  }
}

/** A line that has no time to shift, and was copied unchanged. */
interface UnshiftedLine {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

interface Replay {
  readonly records: number;
  readonly unshifted: readonly UnshiftedLine[];
  /** Number of files written. */
  readonly written: number;
}

async function executeReplay(
  store: ObjectStore,
  { files, shift, existing }: ReplayPlan,
  dryRun: boolean,
): Promise<Replay> {
  const print = printEveryFiveSeconds();
  const unshifted: UnshiftedLine[] = [];
  let [records, written] = [0, 0];
  for (const [i, { path, key }] of files.entries()) {
    const capture = readShifted(path, shift);
    records += capture.shifted;
    unshifted.push(...capture.unshifted.map((line) => ({ file: path, ...line })));
    if (!existing.has(key) && !dryRun) {
      if (!(await store.create(key, capture.bytes))) throw conflictError(store, key);
      written += 1;
    }
    print(() => `replaying captures: ${i + 1} of ${formatCount(files.length, 'file')}`);
  }
  return { records, unshifted, written };
}

function replayJson(
  { files, shift, existing, otherFiles }: ReplayPlan,
  { records, unshifted, written }: Replay,
  store: ObjectStore,
  { dryRun, ...ref }: ReplayOptions,
) {
  const { first, last } = targetHours(files);
  const counts = { files: files.length, records, written, same: existing.size, others: otherFiles };
  const keys = files.map(({ path, key }) => ({ path, key }));
  const into = `${store.address}/${capturePrefix(ref)}`;
  return { ...counts, dryRun, shiftHours: shift.hours, firstHour: first, lastHour: last, unshifted, keys, into };
}

function describeReplay(
  { files, shift, existing, otherFiles }: ReplayPlan,
  { records, unshifted }: Replay,
  store: ObjectStore,
  { dryRun, ...ref }: ReplayOptions,
): string {
  const { first, last } = targetHours(files);
  const into = `${store.address}/${capturePrefix(ref)}`;
  const lines = unshifted.map(({ file, line, reason }) => `${file}:${line}: ${reason}`);
  const counts = `${formatCount(files.length, 'capture file')} with ${formatCount(records, 'record')}`;
  return [
    `${dryRun ? 'would replay' : 'replayed'} ${counts}, shifted by ${shift.hours < 0 ? '' : '+'}${shift.hours} h, to the hours ${formatMinute(first)} to ${formatMinute(last)}`,
    ...(existing.size > 0 ? [`${formatCount(existing.size, 'file')} already in the store, with the same content`] : []),
    ...(otherFiles > 0
      ? [
          `${formatCount(otherFiles, 'other capture file')} in the same hours; the monitor analyzes all of them together`,
        ]
      : []),
    ...(unshifted.length > 0 ? [`${formatCount(unshifted.length, 'line')} without a time, copied unchanged:`] : []),
    ...firstLines(lines, '; use --json to list all'),
    dryRun ? `nothing was written to ${into}` : `written to ${into}`,
  ].join('\n');
}

function targetHours(files: ReplayPlan['files']): { first: Date; last: Date } {
  const times = files.map(({ hour }) => hour.getTime());
  return { first: new Date(Math.min(...times)), last: new Date(Math.max(...times)) };
}
