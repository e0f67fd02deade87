import { statSync } from 'node:fs';
import type { CaptureProgress } from '../quality/captureLines';
import { printError } from './print';

/** Says every five seconds how far a reading of capture files is, so that nobody takes the wait for a hang. */
export function captureProgress(paths: readonly string[]): (progress: CaptureProgress) => void {
  const size = paths.reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
  let next = Date.now() + 5000;
  return ({ files, bytes }) => {
    if (Date.now() < next) return;
    next = Date.now() + 5000;
    // A second reading, which a very mixed window may need, goes beyond the whole.
    printError(
      `reading captures: ${files} of ${paths.length} file(s), ${Math.min(100, Math.floor((100 * bytes) / size))} %`,
    );
  };
}
