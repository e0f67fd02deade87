import { CsvStatus } from './assembly/codes';
import type { KernelInstance } from './program/kernelInstance';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Bytes that the kernel gets at a time: few enough to stay in a processor's cache. */
const pieceSize = 1 << 18;
/** Limits of one record: a longer one means that the file is not a table. */
const [maxRecordBytes, maxValues] = [1 << 27, 1_000_000];

/**
 * Reads CSV in UTF-8 piece by piece (RFC 4180): quoted fields may hold separators, line breaks and doubled quotes; lines end
 * in LF, CRLF or CR; blank lines are skipped. Records may differ in their number of fields.
 */
export class CsvReader {
  /** Bytes of the record that is not complete yet. */
  private kept = 0;
  private atStart = true;

  /**
   * `onRows` is called when some records are in the kernel as rows, which are gone afterwards. `separator` is one ASCII
   * character.
   */
  constructor(
    private readonly instance: KernelInstance,
    private readonly onRows: () => void,
    private readonly separator: string,
  ) {
    instance.program.beginCsv(instance.load(Buffer.alloc(0)), separator.charCodeAt(0));
  }

  /** Reads the next piece. Throws an Error with one clause if it is not CSV, after handing out the records before. */
  push(piece: Uint8Array): void {
    for (let at = 0; at < piece.length; at += pieceSize) this.read(piece.subarray(at, at + pieceSize), false);
  }

  /** Reads the last record. Throws as `push` does. */
  end(): void {
    this.read(Buffer.alloc(0), true);
  }

  private read(piece: Uint8Array, last: boolean): void {
    const { instance } = this;
    const { program } = instance;
    const input = instance.load(piece, this.kept);
    const end = input + this.kept + piece.length;
    if (this.atStart) {
      this.kept = end - input;
      if (!last && this.kept < byteOrderMark.length) return;
      this.atStart = false;
      if (instance.bytes.subarray(input, end).subarray(0, 3).equals(byteOrderMark)) {
        program.beginCsv(input + 3, this.separator.charCodeAt(0));
      }
    }
    let status: CsvStatus = CsvStatus.FULL;
    while (status === CsvStatus.FULL) {
      status = program.scanCsv(end, last);
      if (program.rowCount() === 0) continue;
      this.onRows();
      program.dropRows();
    }
    if (status !== CsvStatus.READ) throw new Error(this.problemText(status));
    if (!last) this.keepIncompleteRecord(end);
  }

  private keepIncompleteRecord(end: number): void {
    const { program } = this.instance;
    this.kept = program.keepCsvRow(end);
    const line = program.csvRowLine();
    if (this.kept > maxRecordBytes) throw new Error(`line ${line}: the record has more than ${maxRecordBytes} bytes`);
    if (program.openFields() > maxValues) throw new Error(`line ${line}: the record has more than ${maxValues} values`);
  }

  private problemText(status: CsvStatus.QUOTE_INSIDE_VALUE | CsvStatus.QUOTE_NOT_CLOSED | CsvStatus.TEXT_AFTER_QUOTE) {
    const { program } = this.instance;
    const [line, rowLine] = [program.csvLine(), program.csvRowLine()];
    return {
      [CsvStatus.QUOTE_INSIDE_VALUE]: `line ${line}: a quote inside a value; quote the whole value and double the quotes inside`,
      [CsvStatus.QUOTE_NOT_CLOSED]: `line ${rowLine}: an opening quote is never closed`,
      [CsvStatus.TEXT_AFTER_QUOTE]: `line ${line}: text after a closing quote; double the quotes inside a value`,
    }[status];
  }
}
