import { CARRIAGE_RETURN, COMMA, LINE_FEED, QUOTE } from './bytes';
import { cells } from './cells';

/** How a scan ended. */
const READ: i32 = 0;
const FULL: i32 = 1;
const QUOTE_INSIDE: i32 = 2;
const NEVER_CLOSED: i32 = 3;
const TEXT_BEHIND: i32 = 4;
/** It goes on from another place. */
const AGAIN: i32 = -1;

/**
 * Where a CSV in UTF-8 is being read, as RFC 4180 has it: fields in quotes may hold commas, line breaks and doubled
 * quotes; lines end in LF, CRLF or CR; blank lines are nothing.
 */
class Csv {
  /** Where to go on. */
  at: usize = 0;
  /** Where the row begins that is not at its end yet, and its field; where that ended when its closing quote was read. */
  rowStart: usize = 0;
  fieldStart: usize = 0;
  private quotedEnd: usize = 0;
  /** Inside of quotes. */
  private quoted: bool = false;
  private doubled: bool = false;
  line: f64 = 1;
  rowLine: f64 = 1;

  /** Begins at a place, with a row. */
  begin(at: usize): void {
    this.at = at;
    this.rowStart = at;
    this.fieldStart = at;
  }

  /** The row that is not at its end has moved down by so many bytes. */
  move(by: usize): void {
    this.at -= by;
    this.rowStart -= by;
    this.fieldStart -= by;
    if (this.quotedEnd !== 0) this.quotedEnd -= by;
  }

  /** Reads on up to `end`, until there are enough rows to take; `last` says that nothing follows. */
  scan(end: usize, last: bool): i32 {
    let status = AGAIN;
    while (status === AGAIN && this.at < end)
      status = this.quoted ? this.readQuoted(end, last) : this.readPlain(end, last);
    if (status !== AGAIN && status !== READ) return status;
    if (!last) return READ;
    if (this.quoted) return NEVER_CLOSED;
    if (cells.open > 0 || this.fieldStart < end) this.row(end, end);
    return READ;
  }

  /** Reads on outside of quotes. */
  private readPlain(end: usize, last: bool): i32 {
    const comma = i8x16.splat(COMMA);
    const quote = i8x16.splat(QUOTE);
    const lineFeed = i8x16.splat(LINE_FEED);
    const carriageReturn = i8x16.splat(CARRIAGE_RETURN);
    for (let from = this.at; from < end; from += 16) {
      const bytes = v128.load(from);
      const breaks = v128.or(i8x16.eq(bytes, lineFeed), i8x16.eq(bytes, carriageReturn));
      let found = i8x16.bitmask(v128.or(breaks, v128.or(i8x16.eq(bytes, comma), i8x16.eq(bytes, quote))));
      while (found !== 0) {
        const at = from + ctz(found);
        found &= found - 1;
        if (at >= end) break;
        const byte = load<u8>(at);
        if (byte === COMMA) {
          this.field(at);
        } else if (byte === QUOTE) {
          if (at !== this.fieldStart || this.quotedEnd !== 0) return QUOTE_INSIDE;
          this.quoted = true;
          this.doubled = false;
          this.at = at + 1;
          return AGAIN;
        } else {
          if (byte === CARRIAGE_RETURN && at + 1 === end && !last) {
            this.at = at;
            return READ;
          }
          const crlf = byte === CARRIAGE_RETURN && at + 1 < end && load<u8>(at + 1) === LINE_FEED;
          this.row(at, at + 1 + <usize>crlf);
          if (cells.full || crlf) {
            this.at = this.rowStart;
            return cells.full ? FULL : AGAIN;
          }
        }
      }
    }
    this.at = end;
    return READ;
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

  /** Reads on inside of quotes, up to the closing one; it is still inside when more bytes are needed to tell. */
  private readQuoted(end: usize, last: bool): i32 {
    for (;;) {
      const close = quoteFrom(this.at, end);
      this.at = close;
      if (close === end) return last ? NEVER_CLOSED : READ;
      if (close + 1 === end && !last) return READ;
      if (close + 1 < end && load<u8>(close + 1) === QUOTE) {
        this.doubled = true;
        this.at = close + 2;
        continue;
      }
      if (close + 1 < end && !endsField(load<u8>(close + 1))) return TEXT_BEHIND;
      const open = this.fieldStart + 1;
      this.line += lineBreaks(open, close);
      this.fieldStart = open;
      this.quotedEnd = this.doubled ? withoutDoubling(open, close) : close;
      this.quoted = false;
      this.at = close + 1;
      return AGAIN;
    }
  }
}

export const csv = new Csv();

function endsField(byte: u8): bool {
  return byte === COMMA || byte === LINE_FEED || byte === CARRIAGE_RETURN;
}

function quoteFrom(start: usize, end: usize): usize {
  const quote = i8x16.splat(QUOTE);
  for (let from = start; from < end; from += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(from), quote));
    if (found !== 0) return min(end, from + ctz(found));
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

/** Moves the bytes of a field over the first one of each two quotes; where it ends then. */
function withoutDoubling(start: usize, end: usize): usize {
  let to = start;
  for (let at = start; at < end; at++) {
    if (load<u8>(at) === QUOTE) at += 1;
    store<u8>(to++, load<u8>(at));
  }
  return to;
}
