import type { Kernel } from './kernel';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Bytes that the kernel gets at a time: few enough to stay in a processor's cache. */
const pieceSize = 1 << 18;
/** A record that is longer, or has more values, is no table's. */
const [longestRecord, mostValues] = [1 << 27, 1_000_000];

/** How a scan of the kernel ended, where it was not with a mistake. */
const [read, full] = [0, 1];

/**
 * Reads a CSV in UTF-8 piece by piece, as RFC 4180 has it: fields in quotes may hold commas, line breaks and doubled
 * quotes; lines end in LF, CRLF or CR; blank lines are nothing. Records may differ in their number of fields.
 */
export class CsvReader {
  /** Bytes of the record that is not at its end yet. */
  private kept = 0;
  private atStart = true;

  /** `take` is called when the kernel has some records as its rows; they are gone afterwards. */
  constructor(
    private readonly kernel: Kernel,
    private readonly take: () => void,
  ) {
    kernel.program.beginCsv(kernel.load(Buffer.alloc(0)));
  }

  /** Takes the next piece. Throws an Error with one clause when it is no CSV, after the records before that were taken. */
  push(piece: Uint8Array): void {
    for (let at = 0; at < piece.length; at += pieceSize) this.read(piece.subarray(at, at + pieceSize), false);
  }

  /** Takes the last record. Throws as `push` does. */
  end(): void {
    this.read(Buffer.alloc(0), true);
  }

  private read(piece: Uint8Array, last: boolean): void {
    const { kernel } = this;
    const { program } = kernel;
    const input = kernel.load(piece, this.kept);
    const end = input + this.kept + piece.length;
    if (this.atStart) {
      this.kept = end - input;
      if (!last && this.kept < byteOrderMark.length) return;
      this.atStart = false;
      if (kernel.bytes.subarray(input, input + 3).equals(byteOrderMark) && this.kept >= 3) program.beginCsv(input + 3);
    }
    let status = full;
    while (status === full) {
      status = program.scanCsv(end, last);
      if (program.rowCount() === 0) continue;
      this.take();
      program.dropRows();
    }
    if (status !== read) throw new Error(this.mistake(status));
    if (!last) this.keep(end);
  }

  private keep(end: number): void {
    const { program } = this.kernel;
    this.kept = program.keepCsvRow(end);
    const line = program.csvRowLine();
    if (this.kept > longestRecord) throw new Error(`line ${line}: the record has more than ${longestRecord} bytes`);
    if (program.openFields() > mostValues) {
      throw new Error(`line ${line}: the record has more than ${mostValues} values`);
    }
  }

  private mistake(status: number): string {
    const { program } = this.kernel;
    const mistakes = new Map([
      [2, `line ${program.csvLine()}: a quote inside a value; put the whole value in quotes and double those inside`],
      [3, `line ${program.csvRowLine()}: a quote is opened and never closed`],
      [4, `line ${program.csvLine()}: text after a closing quote; double the quotes inside a value`],
    ]);
    return mistakes.get(status) ?? `status ${status} of the kernel`;
  }
}
