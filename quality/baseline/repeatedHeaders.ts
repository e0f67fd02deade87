import type { RowRun } from '../kernel/kernel';

/**
 * Watches the bytes of a CSV for its first line, so that rows are compared with the column names only where the names stand
 * again: in files that were put together.
 */
export class HeaderWatch {
  /** The first line; it grows until its end is seen. */
  private line = Buffer.alloc(0);
  private isComplete = false;
  private tail = Buffer.alloc(0);
  private wasSeen = false;
  private isSeen = false;

  /** Gets each piece of the file before its rows are handed out. */
  see(piece: Uint8Array): void {
    this.wasSeen = this.isSeen;
    const bytes = Buffer.concat([this.tail, piece]);
    const rest = this.isComplete ? bytes : this.addToLine(bytes);
    this.isSeen = this.isComplete && this.line.length > 0 && rest.includes(this.line);
    this.tail = Buffer.from(rest.subarray(Math.max(0, rest.length - this.line.length)));
  }

  /** Whether rows that are handed out now may be the header. */
  get mayRepeat(): boolean {
    return this.isSeen || this.wasSeen;
  }

  private addToLine(bytes: Buffer): Buffer {
    const end = bytes.findIndex((byte) => byte === 0x0a || byte === 0x0d);
    this.line = Buffer.concat([this.line, bytes.subarray(0, end < 0 ? bytes.length : end)]);
    this.isComplete = end >= 0;
    return end < 0 ? Buffer.alloc(0) : bytes.subarray(end);
  }
}

/** The parts of a run of rows between those that are word for word the names of their columns. */
export function withoutHeaders(
  run: RowRun,
  names: readonly string[],
  fieldText: (field: number) => string,
): { readonly parts: readonly RowRun[]; readonly headers: number } {
  const { width, start, lines } = run;
  if (width !== names.length) return { parts: [run], headers: 0 };
  const isHeader = (row: number) => names.every((name, i) => fieldText(start + row * width + i) === name);
  const parts: RowRun[] = [];
  let headers = 0;
  let from = 0;
  for (let row = 0; row <= lines.length; row++) {
    const isEnd = row === lines.length;
    if (!isEnd && !isHeader(row)) continue;
    if (!isEnd) headers += 1;
    if (row > from) {
      parts.push({ width, start: start + from * width, end: start + row * width, lines: lines.subarray(from, row) });
    }
    from = row + 1;
  }
  return { parts, headers };
}
