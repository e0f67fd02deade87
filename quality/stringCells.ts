import { FieldCells } from './fieldCells';

const [comma, quote, backslash, blank, letterN] = [0x2c, 0x22, 0x5c, 0x20, 0x6e];

/** The rows of a body of CSV, read where it stands: as a string inside a line of JSON. */
export class StringCells {
  readonly cells = new FieldCells();
  /** Rows that are not blank. */
  rows = 0;
  /** Row i has the cells from `rowEnds[i - 1]` up to `rowEnds[i]`. */
  private rowEnds = new Int32Array(16);

  startOf(row: number): number {
    return row === 0 ? 0 : (this.rowEnds[row - 1] as number);
  }

  endOf(row: number): number {
    return this.rowEnds[row] as number;
  }

  /**
   * Reads up to the closing quote; where that is, or -1 when the string holds anything that must be unescaped other
   * than line feeds, or that is not allowed in one.
   */
  read(bytes: Buffer, from: number, end: number): number {
    const { cells } = this;
    cells.count = 0;
    this.rows = 0;
    let start = from;
    let i = this.begin(bytes, start, end);
    while (i < end) {
      const byte = bytes[i] as number;
      if (byte === comma) {
        cells.field(start, i);
        start = i + 1;
        i = this.begin(bytes, start, end);
      } else if (byte === quote) {
        this.row(start, i);
        return i;
      } else if (byte === backslash) {
        if (i + 1 === end || bytes[i + 1] !== letterN) return -1;
        this.row(start, i);
        start = i + 2;
        i = this.begin(bytes, start, end);
      } else if (byte < blank) {
        return -1;
      } else {
        i += 1;
      }
    }
    return -1;
  }

  private begin(bytes: Buffer, start: number, end: number): number {
    const i = this.cells.number(bytes, start);
    const stop = i < end ? bytes[i] : blank;
    if (stop !== comma && stop !== quote && stop !== backslash) this.cells.unreadNumber();
    return i;
  }

  /** Ends a row with the field before `end`; a blank one is nothing. */
  private row(start: number, end: number): void {
    if (start === end && this.cells.count === (this.rows === 0 ? 0 : (this.rowEnds[this.rows - 1] as number))) return;
    this.cells.field(start, end);
    if (this.rows === this.rowEnds.length) {
      const larger = new Int32Array(2 * this.rows);
      larger.set(this.rowEnds);
      this.rowEnds = larger;
    }
    this.rowEnds[this.rows] = this.cells.count;
    this.rows += 1;
  }
}
