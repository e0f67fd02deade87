/**
 * Numbers that the kernel and the monitor exchange. This file is both AssemblyScript and TypeScript: it is compiled into
 * the WebAssembly program and imported by `quality/kernel`, so that each number stands once.
 */

/** How a scan of CSV ended. */
export enum CsvStatus {
  /** All bytes were read. */
  READ,
  /** There are enough rows to hand out; call again. */
  FULL,
  QUOTE_INSIDE_VALUE,
  QUOTE_NOT_CLOSED,
  TEXT_AFTER_QUOTE,
}

/** How a scan of capture records ended. */
export enum RecordStatus {
  /** All lines were read. */
  READ,
  /** There are enough rows to hand out; call again. */
  FULL,
  /** The line matches no template. */
  UNKNOWN,
  /** The line cannot be used, and its base64 was decoded in place: the kernel cannot read it once more. */
  OVERWRITTEN,
}

/** The side of a capture record. Of two placeholder numbers that differ by side alone, the lower bit is the side. */
export enum SideCode {
  OUTPUT,
  INPUT,
}

/** The parts of a template that differ from record to record. */
export enum Placeholder {
  /** A side's CSV: plus `SideCode`. */
  CSV = 0,
  /** A string that no row depends on, such as an id or a time. */
  STRING = 2,
  /** A scalar of a side's JSON that is in no row, such as the value of an unknown key. */
  SKIPPED = 3,
  /** A side's base64: plus `SideCode`. */
  BASE64 = 4,
  /** A scalar of a side's JSON: plus twice its field's place in the side's rows, plus `SideCode`. The numbers have no end. */
  SCALAR = 6,
}

/** What a value's text looks like. */
export enum ValueCode {
  INTEGRAL,
  FRACTIONAL,
  BOOLEAN,
  STRING,
}

/** Templates that are tried for each line. */
export const MAX_TEMPLATES = 32;

/** Registers of the estimate of distinct values: a standard error of 0.8 %. */
export const REGISTER_COUNT = 16384;
