import { bodyFormat } from './bodyFormat';
import type { CaptureBody } from './captureBody';
import { objectOf, parseLine } from './jsonRecord';
import { jsonStrings } from './jsonStrings';

/** A string that differs from record to record: CSV of a side, or something that no row depends on. */
type Hole = 'output' | 'input' | 'other';

const holes: ReadonlyMap<string, Hole> = new Map([
  ['.captureData.endpointOutput.data', 'output'],
  ['.captureData.endpointInput.data', 'input'],
]);

/**
 * What the records of one producer have in common, to the byte: all but the CSV of their bodies, and the strings outside
 * of `captureData`, such as ids and times. A line that differs from a record that was read in nothing else is JSON
 * too, with the same keys, encodings and content types.
 */
export class RecordTemplate {
  private constructor(
    /** Before, between and behind the holes: one more than these. */
    readonly parts: readonly Buffer[],
    readonly holes: readonly Hole[],
  ) {}

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
}

/** Whether the body's rows are those of its text, cut at commas and line breaks. */
function isPlainCsv({ data, encoding, observedContentType }: CaptureBody): boolean {
  const { layout, header } = bodyFormat(observedContentType);
  return typeof data === 'string' && encoding === 'CSV' && layout !== 'jsonLines' && !header;
}
