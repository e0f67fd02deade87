import type { CaptureProgress } from '../../quality/source/captureLines';
import { printError } from './print';

/** Says on a terminal, every five seconds, how far a reading of capture files is, so that nobody takes the wait for a hang. */
export function captureProgress(total: { files: number; bytes: number }): (progress: CaptureProgress) => void {
  const say = everyFiveSeconds();
  return ({ files, bytes }) =>
    say(() => {
      // A second reading, which a very mixed window may need, goes beyond the whole.
      const share = Math.min(100, Math.floor((100 * bytes) / Math.max(1, total.bytes)));
      return `reading captures: ${files} of ${total.files} file(s), ${share} %`;
    });
}

/** Prints a line now and then, on a terminal only. */
export function everyFiveSeconds(): (line: () => string) => void {
  let next = Date.now() + 5000;
  return (line) => {
    if (Date.now() < next || !process.stderr.isTTY) return;
    next = Date.now() + 5000;
    printError(line());
  };
}
