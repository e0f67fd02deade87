import { hourMs } from '../../contract/hours';
import type { Reject } from '../../contract/modelMonitorFiles';
import { UserError } from '../../contract/userError';
import { formatCount } from '../../report/text/formats';
import type { LocalCapture } from './findCaptures';

/** Whole UTC hours from `from` (inclusive) to `to` (exclusive); a missing side is open. */
export interface CaptureWindow {
  readonly from?: Date;
  readonly to?: Date;
}

/** Returns the captures whose hour is in the window. */
export function selectCaptures({ from, to }: CaptureWindow, captures: readonly LocalCapture[]): LocalCapture[] {
  if (!from && !to) return [...captures];
  refuseEmptyWindow({ from, to });
  const unplaced = captures.find(({ hour }) => !hour);
  if (unplaced) {
    throw new UserError(
      `${unplaced.path}: the path has no folders yyyy/mm/dd/hh, which --from and --to select by; omit these options, or move the file into such folders`,
    );
  }
  return captures.filter(({ hour }) => hour && (!from || hour >= from) && (!to || hour < to));
}

/** Throws a UserError for a window that ends before it starts. */
export function refuseEmptyWindow({ from, to }: CaptureWindow): void {
  if (from && to && from >= to) {
    throw new UserError(`--from ${formatMinute(from)} must be before --to ${formatMinute(to)}`);
  }
}

/** Explains in one sentence that a window has no captures, and where the nearest ones are. */
export function emptyWindowReason(
  { from, to }: CaptureWindow,
  captures: readonly Pick<LocalCapture, 'at'>[],
  paths: readonly string[],
): string {
  const place = paths.join(', ');
  if (captures.length === 0) return `no captures (*.jsonl, *.jsonl.gz) under ${place}`;
  const times = captures.flatMap(({ at }) => (at ? [at.getTime()] : [])).sort((a, b) => a - b);
  const before = times.filter((time) => from && time < from.getTime()).at(-1);
  const after = times.find((time) => to && time >= to.getTime());
  const previous = after === undefined ? 'the last one is' : 'the previous one is';
  return [
    `no captures ${formatWindow({ from, to })} under ${place}`,
    ...(before === undefined ? [] : [`${previous} from ${formatTimeBeside(new Date(before), from)}`]),
    ...(after === undefined ? [] : [`the next one is from ${formatTimeBeside(new Date(after), to)}`]),
  ].join('; ');
}

interface UnreadableWindow {
  readonly rejects: readonly Reject[];
  readonly rejectCount: number;
  readonly excludedRecords?: number;
}

/** Explains in one sentence that no row of some files could be read; `what` is what a file is called. */
export function unreadableReason(
  files: number,
  { rejects: [first], rejectCount, excludedRecords = 0 }: UnreadableWindow,
  what = 'capture file',
): string {
  const excluded = excludedRecords > 0 ? `${formatCount(excludedRecords, 'record')} left out by captures.exclude` : '';
  if (!first && excluded) return `no row of ${formatCount(files, what)} is left; ${excluded}`;
  if (!first) return `${formatCount(files, what)} without a row`;
  const lines = formatCount(rejectCount, 'line');
  const others = excluded && `${excluded}, `;
  return `no row of ${formatCount(files, what)} could be read; ${others}${lines} rejected, the first at ${first.file}:${first.line}: ${first.reason}`;
}

/**
 * Returns the hours of a window that have no captures. An open side of the window starts or ends at the captures.
 * Undefined when there are no hours with captures.
 */
export function missingHours({ from, to }: CaptureWindow, hours: readonly Date[]): Date[] | undefined {
  const [first, last] = [hours[0], hours.at(-1)];
  if (!first || !last) return undefined;
  const present = new Set(hours.map((hour) => hour.getTime()));
  const missing: Date[] = [];
  const end = to?.getTime() ?? last.getTime() + hourMs;
  for (let at = (from ?? first).getTime(); at < end; at += hourMs) if (!present.has(at)) missing.push(new Date(at));
  return missing;
}

/** Joins consecutive hours into ranges; the end of a range is exclusive. */
export function joinHours(hours: readonly Date[]): { from: Date; to: Date }[] {
  const ranges: { from: Date; to: Date }[] = [];
  for (const hour of hours) {
    const next = new Date(hour.getTime() + hourMs);
    const open = ranges.at(-1);
    if (open && open.to.getTime() === hour.getTime()) open.to = next;
    else ranges.push({ from: hour, to: next });
  }
  return ranges;
}

/** `2026-11-02T08:14Z` */
export function formatMinute(at: Date): string {
  return `${at.toISOString().slice(0, 16)}Z`;
}

function formatWindow({ from, to }: CaptureWindow): string {
  if (from && to) return `between ${formatMinute(from)} and ${formatMinute(to)}`;
  if (from) return `from ${formatMinute(from)} on`;
  return to ? `before ${formatMinute(to)}` : '';
}

/** The time of day, with its day when that differs from the day beside it. */
function formatTimeBeside(at: Date, beside: Date | undefined): string {
  const sameDay = at.toISOString().slice(0, 10) === beside?.toISOString().slice(0, 10);
  return sameDay ? at.toISOString().slice(11, 16) : formatMinute(at);
}
