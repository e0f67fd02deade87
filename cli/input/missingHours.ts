import { hourMs } from '../../contract/hours';
import type { CaptureWindow } from './captureWindow';

/**
 * The hours of a window that are not among those with captures; where a side of the window is open, from the first or to the
 * last of them. Undefined where no hour is known.
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

/** Hours that follow each other, as ranges; the end of one is outside of it. */
export function rangesOf(hours: readonly Date[]): { from: Date; to: Date }[] {
  const ranges: { from: Date; to: Date }[] = [];
  for (const hour of hours) {
    const next = new Date(hour.getTime() + hourMs);
    const open = ranges.at(-1);
    if (open && open.to.getTime() === hour.getTime()) open.to = next;
    else ranges.push({ from: hour, to: next });
  }
  return ranges;
}
