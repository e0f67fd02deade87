import { CARRIAGE_RETURN, COMMA, LINE_FEED, QUOTE } from './bytes';
import { cells } from './cells';
import { CsvStatus } from './codes';

/** Internal: the scan goes on in another mode. No `CsvStatus` has this number. */
const CONTINUE: i32 = -1;

/**
 * Reads CSV in UTF-8 (RFC 4180): quoted fields may hold commas, line breaks and doubled quotes; lines end in LF, CRLF or
 * CR; blank lines are skipped. Another separator can take the comma's place.
 */
class Csv {
  private separator: u8 = COMMA;
  /** Where to continue. */
  at: usize = 0;
  /** Starts of the incomplete row and of its current field; the field's end once its closing quote was read. */
  rowStart: usize = 0;
  fieldStart: usize = 0;
  private quotedEnd: usize = 0;
  /** Inside quotes. */
  private quoted: bool = false;
  private doubled: bool = false;
  line: f64 = 1;
  rowLine: f64 = 1;

  /** Begins at a place, with a row. */
  begin(at: usize, separator: u8): void {
    this.separator = separator;
    this.at = at;
    this.rowStart = at;
    this.fieldStart = at;
  }

  /** The incomplete row has moved down by so many bytes. */
  move(by: usize): void {
    this.at -= by;
    this.rowStart -= by;
    this.fieldStart -= by;
    if (this.quotedEnd !== 0) this.quotedEnd -= by;
  }

  /** Reads up to `end`; `last` means that nothing follows. Returns a `CsvStatus`. */
  scan(end: usize, last: bool): i32 {
    let status: i32 = CONTINUE;
    while (status === CONTINUE && this.at < end)
      status = this.quoted ? this.readQuoted(end, last) : this.readPlain(end, last);
    if (status !== CONTINUE && status !== CsvStatus.READ) return status;
    if (!last) return CsvStatus.READ;
    if (this.quoted) return CsvStatus.QUOTE_NOT_CLOSED;
    if (cells.open > 0 || this.fieldStart < end) this.row(end, end);
    return CsvStatus.READ;
  }

  /** Reads outside quotes. */
  private readPlain(end: usize, last: bool): i32 {
    const separator = this.separator;
    const separators = i8x16.splat(separator);
    const quote = i8x16.splat(QUOTE);
    const lineFeed = i8x16.splat(LINE_FEED);
    const carriageReturn = i8x16.splat(CARRIAGE_RETURN);
    for (let from = this.at; from < end; from += 16) {
      const bytes = v128.load(from);
      const breaks = v128.or(i8x16.eq(bytes, lineFeed), i8x16.eq(bytes, carriageReturn));
      let matches = i8x16.bitmask(v128.or(breaks, v128.or(i8x16.eq(bytes, separators), i8x16.eq(bytes, quote))));
      while (matches !== 0) {
        const at = from + ctz(matches);
        matches &= matches - 1;
        if (at >= end) break;
        const byte = load<u8>(at);
        if (byte === separator) {
          this.field(at);
        } else if (byte === QUOTE) {
          if (at !== this.fieldStart || this.quotedEnd !== 0) return CsvStatus.QUOTE_INSIDE_VALUE;
          this.quoted = true;
          this.doubled = false;
          this.at = at + 1;
          return CONTINUE;
        } else {
          if (byte === CARRIAGE_RETURN && at + 1 === end && !last) {
            this.at = at;
            return CsvStatus.READ;
          }
          const crlf = byte === CARRIAGE_RETURN && at + 1 < end && load<u8>(at + 1) === LINE_FEED;
          this.row(at, at + 1 + <usize>crlf);
          if (cells.full || crlf) {
            this.at = this.rowStart;
            return cells.full ? CsvStatus.FULL : CONTINUE;
          }
        }
      }
    }
    this.at = end;
    return CsvStatus.READ;
  }

  /** Ends a field before `end`. */
  private field(end: usize): void {
    cells.field(this.fieldStart, this.quotedEnd !== 0 ? this.quotedEnd : end);
    this.quotedEnd = 0;
    this.fieldStart = end + 1;
  }

  /** Ends a row before the line break at `end`. */
  private row(end: usize, next: usize): void {
    const blank = this.fieldStart === end && cells.open === 0;
    if (!blank) {
      this.field(end);
      cells.endRow(this.rowLine);
    }
    this.line += 1;
    this.rowLine = this.line;
    this.fieldStart = next;
    this.rowStart = next;
  }

  /** Reads inside quotes, up to the closing one; stays inside when that needs more bytes to decide. */
  private readQuoted(end: usize, last: bool): i32 {
    for (;;) {
      const close = quoteFrom(this.at, end);
      this.at = close;
      if (close === end) return last ? CsvStatus.QUOTE_NOT_CLOSED : CsvStatus.READ;
      if (close + 1 === end && !last) return CsvStatus.READ;
      if (close + 1 < end && load<u8>(close + 1) === QUOTE) {
        this.doubled = true;
        this.at = close + 2;
        continue;
      }
      if (close + 1 < end && !this.endsField(load<u8>(close + 1))) return CsvStatus.TEXT_AFTER_QUOTE;
      const open = this.fieldStart + 1;
      this.line += lineBreaks(open, close);
      this.fieldStart = open;
      this.quotedEnd = this.doubled ? withoutDoubling(open, close) : close;
      this.quoted = false;
      this.at = close + 1;
      return CONTINUE;
    }
  }

  private endsField(byte: u8): bool {
    return byte === this.separator || byte === LINE_FEED || byte === CARRIAGE_RETURN;
  }
}

export const csv = new Csv();

function quoteFrom(start: usize, end: usize): usize {
  const quote = i8x16.splat(QUOTE);
  for (let from = start; from < end; from += 16) {
    const matches = i8x16.bitmask(i8x16.eq(v128.load(from), quote));
    if (matches !== 0) return min(end, from + ctz(matches));
  }
  return end;
}

/** LF, CRLF and CR between two places. */
function lineBreaks(start: usize, end: usize): f64 {
  let count: f64 = 0;
  for (let at = start; at < end; at++) {
    const byte = load<u8>(at);
    if (byte === LINE_FEED || (byte === CARRIAGE_RETURN && load<u8>(at + 1) !== LINE_FEED)) count += 1;
  }
  return count;
}

/** Removes one of each two quotes in place. Returns the field's new end. */
function withoutDoubling(start: usize, end: usize): usize {
  let to = start;
  for (let at = start; at < end; at++) {
    if (load<u8>(at) === QUOTE) at += 1;
    store<u8>(to++, load<u8>(at));
  }
  return to;
}
