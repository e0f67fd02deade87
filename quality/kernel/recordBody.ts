import { escapedJsonScalars, type JsonScalars, jsonScalars } from '../json/jsonScalars';
import { type BodyFormat, bodyFormat } from '../record/bodyFormat';
import { type CaptureBody, captureBodyRows } from '../record/captureBody';

export type SideName = 'output' | 'input';

/**
 * A part of a record that differs from others: CSV of a side, a scalar of a side's JSON, by the place of its value in the
 * side's rows, without a place a side in base64, or a string that no row depends on.
 */
export type Hole = SideName | 'other' | { readonly side: SideName; readonly field?: number };

/** Where a hole stands in a text. */
export interface HoleSpan {
  readonly hole: Hole;
  readonly start: number;
  readonly end: number;
}

/** A text cut at its holes: what stands before, between and behind them, one more than these. */
export interface CutText {
  readonly parts: readonly Buffer[];
  readonly holes: readonly Hole[];
}

/** What a side's string of data is to a template. */
export interface RecordBody {
  readonly side: SideName;
  /** By their places in the string, as it stands in the record. */
  readonly holes: readonly HoleSpan[];
  /** Of JSON: before which of its values each row ends. */
  readonly ends?: readonly number[];
  /** Of JSON in base64: its text. */
  readonly text?: CutText;
}

interface Readers {
  readonly body: CaptureBody;
  readonly side: SideName;
  /** The data as it stands in the record. */
  readonly escaped: string;
  readonly format: BodyFormat;
  readonly names: readonly string[];
}

/** A side's data, by its encoding; undefined when its rows depend on more than its holes. */
const bodies: ReadonlyMap<unknown, (args: Readers) => RecordBody | undefined> = new Map<string, typeof csvBody>([
  ['CSV', csvBody],
  ['JSON', jsonBody],
  ['BASE64', encodedBody],
]);

/**
 * What a side is to a template, from the record's own text of its data. `names` are the baseline's columns. Undefined when
 * its rows depend on more than its holes.
 */
export function recordBody(
  body: CaptureBody,
  side: SideName,
  escaped: string,
  names: readonly string[],
): RecordBody | undefined {
  const format = bodyFormat(body.observedContentType);
  if (typeof body.data !== 'string' || format.layout === 'jsonLines' || format.header) return undefined;
  return bodies.get(body.encoding)?.({ body, side, escaped, format, names });
}

export function cutText(text: string, holes: readonly HoleSpan[]): CutText {
  const cuts = [0, ...holes.flatMap(({ start, end }) => [start, end]), text.length];
  return {
    parts: Array.from({ length: cuts.length / 2 }, (_, i) => Buffer.from(text.slice(cuts[2 * i], cuts[2 * i + 1]))),
    holes: holes.map(({ hole }) => hole),
  };
}

function csvBody({ side, escaped }: Readers): RecordBody | undefined {
  return { side, holes: [{ hole: side, start: 0, end: escaped.length }] };
}

function jsonBody({ body, side, escaped, names }: Readers): RecordBody | undefined {
  const scalars = escapedJsonScalars(escaped);
  return scalars && scalarBody(side, scalars, rowsOfScalars({ ...body, data: scalars.withNumbers }, names));
}

function encodedBody({ body, side, escaped, format, names }: Readers): RecordBody | undefined {
  const { layout, charset = 'utf-8' } = format;
  if (!/^utf-?8$/i.test(charset) || !layout) return undefined;
  const whole = { side, holes: [{ hole: { side }, start: 0, end: escaped.length }] };
  if (layout === 'csv') return whole;
  const text = Buffer.from(escaped, 'base64').toString();
  const scalars = jsonScalars(text);
  if (!scalars) return undefined;
  const data = Buffer.from(scalars.withNumbers).toString('base64');
  const found = scalarBody(side, scalars, rowsOfScalars({ ...body, data }, names));
  return found?.ends && { ...whole, ends: found.ends, text: cutText(text, found.holes) };
}

/** The scalars as holes; undefined when there are no rows, or not each is one value of them. */
function scalarBody(
  side: SideName,
  { spans }: JsonScalars,
  rows: readonly (readonly number[])[],
): RecordBody | undefined {
  if (rows.length === 0) return undefined;
  const fields = new Map(rows.flat().map((scalar, field) => [scalar, field]));
  const holes = spans.map((span, i) => ({ hole: { side, field: fields.get(i) ?? -1 }, ...span }));
  if (fields.size !== holes.length || holes.some(({ hole }) => hole.field < 0)) return undefined;
  let values = 0;
  const ends = rows.map((row) => {
    values += row.length;
    return values;
  });
  return { side, holes, ends };
}

/** The scalars that each row consists of, by their numbers, as reading the body with numbers in their places tells; none when it is refused. */
function rowsOfScalars(body: CaptureBody, names: readonly string[]): number[][] {
  try {
    return captureBodyRows(body, names).map((row) => row.map(Number));
  } catch {
    return [];
  }
}
