import { statSync } from 'node:fs';
import type { CaptureInput } from './captureInput';
import { captureSourceAt } from './captureSourceAt';
import { type CaptureWindow, capturesIn, emptyWindowReason } from './captureWindow';
import { findCaptures } from './findCaptures';

/** Captures of this disk. */
export function diskInput(paths: readonly string[], window: CaptureWindow): CaptureInput {
  const found = findCaptures(paths);
  const chosen = capturesIn(window, found);
  const placed = chosen.flatMap(({ hour }) => (hour ? [hour.getTime()] : []));
  const hours = new Set(placed.length === chosen.length ? placed : []);
  return {
    sources: chosen.map(({ path }) => captureSourceAt(path)),
    amount: amountOnDisk(chosen.map(({ path }) => path)),
    hours: [...hours].sort((a, b) => a - b).map((hour) => new Date(hour)),
    place: paths.join(', '),
    emptyReason: () => emptyWindowReason(window, found, paths),
  };
}

/** How much is to be read, for its progress. */
export function amountOnDisk(paths: readonly string[]): { files: number; bytes: number } {
  const bytes = paths.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
  return { files: paths.length, bytes };
}
