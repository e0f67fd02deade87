import { UserError } from '../../contract/userError';
import type { FoundCapture } from './findCaptures';

/** Whole hours, UTC; open where a side is missing. The end itself is outside. */
export interface CaptureWindow {
  readonly from?: Date;
  readonly to?: Date;
}

/** The captures of a window. */
export function capturesIn({ from, to }: CaptureWindow, found: readonly FoundCapture[]): FoundCapture[] {
  if (!from && !to) return [...found];
  refuseEmptyWindow({ from, to });
  const unplaced = found.find(({ hour }) => !hour);
  if (unplaced) {
    throw new UserError(
      `${unplaced.path}: lies below no folders yyyy/mm/dd/hh, and by them --from and --to choose: leave these options out, or lay the captures out as SageMaker does`,
    );
  }
  return found.filter(({ hour }) => hour && (!from || hour >= from) && (!to || hour < to));
}

/** A window that ends before it starts is a mistake, not an empty one. */
export function refuseEmptyWindow({ from, to }: { from?: Date | undefined; to?: Date | undefined }): void {
  if (from && to && from >= to) throw new UserError(`--from ${minute(from)} is not before --to ${minute(to)}`);
}

/** Why a window has no captures: one sentence that says where the nearest ones are. */
export function emptyWindowReason(
  window: CaptureWindow,
  found: readonly Pick<FoundCapture, 'at'>[],
  paths: readonly string[],
): string {
  const { from, to } = window;
  const under = paths.join(', ');
  if (found.length === 0) return `no captures (*.jsonl, *.jsonl.gz) under ${under}`;
  const when =
    from && to
      ? `between ${minute(from)} and ${minute(to)}`
      : from
        ? `from ${minute(from)} on`
        : to
          ? `before ${minute(to)}`
          : '';
  const times = found.flatMap(({ at }) => (at ? [at.getTime()] : [])).sort((a, b) => a - b);
  const before = times.filter((time) => from && time < from.getTime()).at(-1);
  const after = times.find((time) => to && time >= to.getTime());
  const last = before !== undefined && after === undefined;
  return [
    `no captures ${when} under ${under}`,
    ...(before === undefined
      ? []
      : [`${last ? 'the last one is' : 'the last one before is'} from ${clock(new Date(before), from)}`]),
    ...(after === undefined ? [] : [`the next one is from ${clock(new Date(after), to)}`]),
  ].join('; ');
}

/** `2026-11-02T08:14Z` */
export function minute(at: Date): string {
  return `${at.toISOString().slice(0, 16)}Z`;
}

/** The time of day, with the day where it is another one. */
function clock(at: Date, beside: Date | undefined): string {
  const sameDay = at.toISOString().slice(0, 10) === beside?.toISOString().slice(0, 10);
  return sameDay ? at.toISOString().slice(11, 16) : minute(at);
}
