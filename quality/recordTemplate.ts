import { bodyFormat } from './bodyFormat';
import type { CaptureBody } from './captureBody';
import { objectOf, parseLine } from './jsonRecord';
import { jsonStrings } from './jsonStrings';
import type { LineBytes } from './lineReader';
import type { StringCells } from './stringCells';

const [quote, backslash, blank, carriageReturn] = [0x22, 0x5c, 0x20, 0x0d];

/** A string that differs from record to record: CSV of a side, or something that no row depends on. */
type Hole = 'output' | 'input' | 'other';

const holes: ReadonlyMap<string, Hole> = new Map([
  ['.captureData.endpointOutput.data', 'output'],
  ['.captureData.endpointInput.data', 'input'],
]);

/** The cells of a record that were read, in the order of its sides. */
export interface RecordSides {
  readonly output: StringCells;
  readonly input: StringCells;
}

/**
 * What the records of one producer have in common, to the byte: all but the CSV of their bodies, and the strings outside
 * of `captureData`, such as ids and times. A line that differs from a record that was read in nothing else is JSON
 * too, with the same keys, encodings and content types.
 */
export class RecordTemplate {
  private constructor(
    /** Before, between and behind the holes: one more than these. */
    private readonly parts: readonly Buffer[],
    private readonly holes: readonly Hole[],
  ) {}

  /** Which sides there are. */
  get sides(): { readonly output: boolean; readonly input: boolean } {
    return { output: this.holes.includes('output'), input: this.holes.includes('input') };
  }

  /** The template of a record; undefined when it is none, or its rows depend on more than the CSV of its sides. */
  static of(line: string): RecordTemplate | undefined {
    let captureData: object | undefined;
    try {
      captureData = objectOf(parseLine(line), 'captureData');
    } catch {
      return undefined;
    }
    const bodies = ['endpointOutput', 'endpointInput'].flatMap(
      (side) => (captureData && objectOf(captureData, side)) ?? [],
    );
    if (bodies.length === 0 || !bodies.every(isPlainCsv)) return undefined;
    const strings = jsonStrings(line);
    if (!strings) return undefined;
    const parts: Buffer[] = [];
    const found: Hole[] = [];
    let from = 0;
    for (const { path, start, end } of strings) {
      const hole = holes.get(path) ?? (path.startsWith('.captureData') ? undefined : 'other');
      if (!hole) continue;
      parts.push(Buffer.from(line.slice(from, start)));
      found.push(hole);
      from = end;
    }
    parts.push(Buffer.from(line.slice(from).trimEnd()));
    return new RecordTemplate(parts, found);
  }

  equals(other: RecordTemplate): boolean {
    return (
      this.holes.join() === other.holes.join() &&
      this.parts.every((part, i) => part.equals(other.parts[i] ?? Buffer.alloc(0)))
    );
  }

  /** Reads a line into the cells of its sides; false when it is not of this template, or anything has to be unescaped. */
  read({ bytes, start, end: lineEnd }: LineBytes, sides: RecordSides): boolean {
    const end = lineEnd > start && bytes[lineEnd - 1] === carriageReturn ? lineEnd - 1 : lineEnd;
    const { parts, holes: found } = this;
    let i = start;
    for (let hole = 0; hole < found.length; hole++) {
      i = behind(bytes, i, end, parts[hole] as Buffer);
      if (i < 0) return false;
      const kind = found[hole] as Hole;
      i = kind === 'other' ? endOfString(bytes, i, end) : sides[kind].read(bytes, i, end);
      if (i < 0) return false;
    }
    return behind(bytes, i, end, parts[found.length] as Buffer) === end;
  }
}

/** Whether the body's rows are those of its text, cut at commas and line breaks. */
function isPlainCsv({ data, encoding, observedContentType }: CaptureBody): boolean {
  const { layout, header } = bodyFormat(observedContentType);
  return typeof data === 'string' && encoding === 'CSV' && layout !== 'jsonLines' && !header;
}

/** The place behind `part`, if it stands at `start`; else -1. */
function behind(bytes: Buffer, start: number, end: number, part: Buffer): number {
  const { length } = part;
  if (start + length > end) return -1;
  for (let i = 0; i < length; i++) if (bytes[start + i] !== part[i]) return -1;
  return start + length;
}

/** The closing quote of a string in which nothing is escaped; else -1. */
function endOfString(bytes: Buffer, start: number, end: number): number {
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte === quote) return i;
    if (byte === backslash || byte < blank) return -1;
  }
  return -1;
}
