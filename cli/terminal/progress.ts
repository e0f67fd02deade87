import type { CaptureProgress } from '../../quality/source/captureLines';
import { formatCount } from '../../report/text/formats';
import { printError } from './output';

/** Shows how much of some capture files was read. */
export function showCaptureProgress(total: { files: number; bytes: number }): (progress: CaptureProgress) => void {
  const print = printEveryFiveSeconds();
  return ({ files, bytes }) =>
    print(() => {
      // A very mixed window is read twice, which exceeds the total.
      const share = Math.min(100, Math.floor((100 * bytes) / Math.max(1, total.bytes)));
      return `reading captures: ${files} of ${formatCount(total.files, 'file')}, ${share} %`;
    });
}

/** Shows how much of some tables was read. */
export function showTableProgress(
  files: readonly { readonly name: string }[],
): (progress: { readonly rows: number; readonly share: number }) => void {
  const print = printEveryFiveSeconds();
  const name = files.length === 1 ? files[0]?.name : formatCount(files.length, 'file');
  return ({ rows, share }) => print(() => `reading ${name}: ${formatCount(rows, 'row')}, ${Math.floor(100 * share)} %`);
}

/** Returns a function that prints a line to stderr at most every five seconds, and only on a terminal. */
export function printEveryFiveSeconds(): (line: () => string) => void {
  let next = Date.now() + 5000;
  return (line) => {
    if (Date.now() < next || !process.stderr.isTTY) return;
    next = Date.now() + 5000;
    printError(line());
  };
}
