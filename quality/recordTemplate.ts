import { bodyFormat } from './bodyFormat';
import { type CaptureBody, captureBodyRows } from './captureBody';
import { objectOf, parseLine } from './jsonRecord';
import { type JsonScalars, jsonScalars } from './jsonScalars';
import { type JsonString, jsonStrings } from './jsonStrings';

type SideName = 'output' | 'input';

/**
 * A part that differs from record to record: CSV of a side, a scalar of a side's JSON, by the place of its value in the
 * side's rows, without a place the whole CSV in base64, or a string that no row depends on.
 */
export type Hole = SideName | 'other' | { readonly side: SideName; readonly field?: number };

/** Where a side's JSON has its rows: before which of its values each ends. */
export interface JsonRows {
  readonly side: SideName;
  readonly ends: readonly number[];
}

const sides = [
  { side: 'output', key: 'endpointOutput' },
  { side: 'input', key: 'endpointInput' },
] as const;

/** What a side's string of data contributes. */
interface Body {
  readonly holes: readonly { readonly hole: Hole; readonly start: number; readonly end: number }[];
  readonly rows?: JsonRows;
}

/**
 * What the records of one producer have in common, to the byte: all but the CSV of their bodies, or the scalars of JSON,
 * and the strings outside of `captureData`, such as ids and times. A line that differs from a record that was read in
 * nothing else is JSON too, with the same keys, encodings and content types.
 */
export class RecordTemplate {
  private constructor(
    /** Before, between and behind the holes: one more than these. */
    readonly parts: readonly Buffer[],
    readonly holes: readonly Hole[],
    readonly rows: readonly JsonRows[],
  ) {}

  /**
   * The template of a record; undefined when it is none, or its rows depend on more than the holes. `names` are the
   * baseline's columns.
   */
  static of(line: string, names: readonly string[]): RecordTemplate | undefined {
    let captureData: object | undefined;
    try {
      captureData = objectOf(parseLine(line), 'captureData');
    } catch {
      return undefined;
    }
    const strings = captureData && jsonStrings(line);
    if (!captureData || !strings) return undefined;
    const bodies = new Map<string, Body>();
    for (const { side, key } of sides) {
      const body: CaptureBody | undefined = objectOf(captureData, key);
      if (!body) continue;
      const path = `.captureData.${key}.data`;
      const data = strings.find((each) => each.path === path);
      const found = data && bodyOf(body, side, line, data, names);
      if (!found) return undefined;
      bodies.set(path, found);
    }
    if (bodies.size === 0) return undefined;
    const holes = strings.flatMap(({ path, start, end }): Body['holes'] => {
      if (!path.startsWith('.captureData')) return [{ hole: 'other', start, end }];
      return bodies.get(path)?.holes ?? [];
    });
    const cuts = [0, ...holes.flatMap(({ start, end }) => [start, end]), line.trimEnd().length];
    const parts = Array.from({ length: cuts.length / 2 }, (_, i) =>
      Buffer.from(line.slice(cuts[2 * i], cuts[2 * i + 1])),
    );
    const rows = [...bodies.values()].flatMap((body) => body.rows ?? []);
    return new RecordTemplate(
      parts,
      holes.map(({ hole }) => hole),
      rows,
    );
  }

  equals(other: RecordTemplate): boolean {
    return (
      JSON.stringify([this.holes, this.rows]) === JSON.stringify([other.holes, other.rows]) &&
      this.parts.every((part, i) => part.equals(other.parts[i] ?? Buffer.alloc(0)))
    );
  }
}

/** What a side's data contributes; undefined when its rows depend on more than its holes. */
function bodyOf(
  body: CaptureBody,
  side: SideName,
  line: string,
  { start, end }: JsonString,
  names: readonly string[],
): Body | undefined {
  const { layout, header, charset = 'utf-8' } = bodyFormat(body.observedContentType);
  if (typeof body.data !== 'string' || layout === 'jsonLines' || header) return undefined;
  if (body.encoding === 'CSV') return { holes: [{ hole: side, start, end }] };
  if (body.encoding === 'BASE64' && layout === 'csv' && /^utf-?8$/i.test(charset)) {
    return { holes: [{ hole: { side }, start, end }] };
  }
  if (body.encoding !== 'JSON') return undefined;
  const scalars = jsonScalars(line.slice(start, end));
  const rows = scalars && rowsOfScalars(body, scalars, names);
  if (!rows) return undefined;
  const fields = new Map(rows.flat().map((scalar, field) => [scalar, field]));
  const holes = scalars.spans.map((span, i) => ({
    hole: { side, field: fields.get(i) ?? -1 },
    start: start + span.start,
    end: start + span.end,
  }));
  if (fields.size !== holes.length || holes.some(({ hole }) => hole.field < 0)) return undefined;
  let values = 0;
  const ends = rows.map((row) => {
    values += row.length;
    return values;
  });
  return { holes, rows: { side, ends } };
}

/** The scalars that each row consists of, by their numbers, as reading the body with numbers in their places tells. */
function rowsOfScalars(
  body: CaptureBody,
  { withNumbers }: JsonScalars,
  names: readonly string[],
): number[][] | undefined {
  try {
    return captureBodyRows({ ...body, data: withNumbers }, names).map((row) => row.map(Number));
  } catch {
    return undefined;
  }
}
