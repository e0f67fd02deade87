import { objectOf, parseLine } from '../json/jsonRecord';
import { findEscapedScalars, findScalars, findStrings, type JsonScalars } from '../json/jsonSpans';
import { type BodyFormat, bodyFormat } from '../record/bodyFormat';
import { type CaptureBody, captureBodyRows } from '../record/captureBody';
import { Placeholder, SideCode } from './assembly/codes';

/*
 * A template is what the records of one producer have in common: the parts of a line between its placeholders.
 * One record, with its placeholders marked:
 *
 *   {"captureData":{"endpointInput":{"observedContentType":"application/json","data":"[39.0,\"UA\"]",
 *                                                                                      ^^^^ ^^^^^^
 *                                                               SCALAR 0 and SCALAR 1 of the input
 *   "encoding":"JSON"},"endpointOutput":{"observedContentType":"text/csv","data":"12.5","encoding":"CSV"}},
 *                                                                                 ^^^^
 *                                                                                 CSV of the output
 *   "eventMetadata":{"eventId":"e-1","inferenceTime":"2026-11-02T08:00:00Z"},"eventVersion":"0"}
 *                               ^^^                   ^^^^^^^^^^^^^^^^^^^^                   ^
 *                               STRING                STRING                                 STRING
 *
 * A body in base64 is one placeholder, BASE64. JSON in it has a template of its own, of the decoded text.
 * A line with the same parts is JSON too, with the same keys, encodings and content types, provided that each placeholder
 * holds what its kind allows. The kernel checks that (`assembly/template.ts`).
 */

/** The template of a text: the parts before, between and after its placeholders, one more than these. */
export interface TextTemplate {
  readonly parts: readonly Buffer[];
  /** As the kernel numbers them (`Placeholder`). */
  readonly placeholders: readonly number[];
}

/** What a template holds of a side besides its placeholders. */
export interface SideTemplate {
  readonly side: SideCode;
  /** Of JSON: the field before which each row ends. */
  readonly rowEnds?: readonly number[];
  /** Of JSON in base64: the template of the decoded text. */
  readonly text?: TextTemplate;
}

/** The template of a capture record. */
export interface RecordTemplate {
  readonly record: TextTemplate;
  readonly sides: readonly SideTemplate[];
}

/** A placeholder and its place in a text. */
interface PlaceholderSpan {
  readonly placeholder: number;
  readonly start: number;
  readonly end: number;
}

/** A side's template, with the placeholders of its data by their places in the string as it stands in the record. */
type SideSpans = SideTemplate & { readonly spans: readonly PlaceholderSpan[] };

const sides = [
  { side: SideCode.OUTPUT, key: 'endpointOutput' },
  { side: SideCode.INPUT, key: 'endpointInput' },
] as const;

/**
 * Makes the template of a record. `names` are the baseline's columns. Returns undefined when the line is not a capture
 * record, or its rows depend on more than the placeholders.
 */
export function makeRecordTemplate(line: string, names: readonly string[]): RecordTemplate | undefined {
  const captureData = captureDataOf(line);
  const strings = captureData && findStrings(line);
  if (!captureData || !strings) return undefined;
  const sidesByPath = new Map<string, SideSpans>();
  for (const { side, key } of sides) {
    const body: CaptureBody | undefined = objectOf(captureData, key);
    if (!body) continue;
    const path = `.captureData.${key}.data`;
    const data = strings.find((string) => string.path === path);
    const spans = data && sideSpans({ body, side, escaped: line.slice(data.start, data.end), names });
    if (!spans) return undefined;
    sidesByPath.set(path, spans);
  }
  if (sidesByPath.size === 0) return undefined;
  const placeholders = strings.flatMap(({ path, start, end }): PlaceholderSpan[] => {
    if (!path.startsWith('.captureData')) return [{ placeholder: Placeholder.STRING, start, end }];
    const spans = sidesByPath.get(path)?.spans ?? [];
    return spans.map((span) => ({ ...span, start: start + span.start, end: start + span.end }));
  });
  return {
    record: cutText(line.trimEnd(), placeholders),
    sides: [...sidesByPath.values()].map(({ spans: _, ...side }) => side),
  };
}

function captureDataOf(line: string): object | undefined {
  try {
    return objectOf(parseLine(line), 'captureData');
  } catch {
    return undefined;
  }
}

function cutText(text: string, spans: readonly PlaceholderSpan[]): TextTemplate {
  const cuts = [0, ...spans.flatMap(({ start, end }) => [start, end]), text.length];
  return {
    parts: Array.from({ length: cuts.length / 2 }, (_, i) => Buffer.from(text.slice(cuts[2 * i], cuts[2 * i + 1]))),
    placeholders: spans.map(({ placeholder }) => placeholder),
  };
}

interface SideText {
  readonly body: CaptureBody;
  readonly side: SideCode;
  /** The data as it stands in the record. */
  readonly escaped: string;
  readonly names: readonly string[];
}

/** By encoding. */
const spansByEncoding: ReadonlyMap<unknown, (text: SideText, format: BodyFormat) => SideSpans | undefined> = new Map([
  ['CSV', csvSpans],
  ['JSON', jsonSpans],
  ['BASE64', base64Spans],
]);

/** Undefined when the side's rows depend on more than placeholders. */
function sideSpans(text: SideText): SideSpans | undefined {
  const { body } = text;
  const format = bodyFormat(body.observedContentType);
  if (typeof body.data !== 'string' || format.layout === 'jsonLines' || format.header) return undefined;
  return spansByEncoding.get(body.encoding)?.(text, format);
}

function csvSpans({ side, escaped }: SideText): SideSpans | undefined {
  return { side, spans: [{ placeholder: Placeholder.CSV + side, start: 0, end: escaped.length }] };
}

function jsonSpans({ body, side, escaped, names }: SideText): SideSpans | undefined {
  const scalars = findEscapedScalars(escaped);
  return scalars && scalarSpans(side, scalars, scalarsOfRows({ ...body, data: scalars.withNumbers }, names));
}

function base64Spans({ body, side, escaped, names }: SideText, format: BodyFormat): SideSpans | undefined {
  const { layout, charset = 'utf-8' } = format;
  if (!/^utf-?8$/i.test(charset) || !layout) return undefined;
  const whole = { side, spans: [{ placeholder: Placeholder.BASE64 + side, start: 0, end: escaped.length }] };
  if (layout === 'csv') return whole;
  const text = Buffer.from(escaped, 'base64').toString();
  const scalars = findScalars(text);
  if (!scalars) return undefined;
  const data = Buffer.from(scalars.withNumbers).toString('base64');
  const decoded = scalarSpans(side, scalars, scalarsOfRows({ ...body, data }, names));
  return decoded && { ...whole, rowEnds: decoded.rowEnds, text: cutText(text, decoded.spans) };
}

/** Scalars as placeholders. Undefined when there are no rows, or a scalar is not exactly one value of them. */
function scalarSpans(
  side: SideCode,
  { spans }: JsonScalars,
  rows: readonly (readonly number[])[],
): Required<Pick<SideSpans, 'side' | 'spans' | 'rowEnds'>> | undefined {
  if (rows.length === 0) return undefined;
  const fields = new Map(rows.flat().map((scalar, field) => [scalar, field]));
  if (fields.size !== spans.length || !spans.every((_, scalar) => fields.has(scalar))) return undefined;
  const placeholderOf = (scalar: number) => Placeholder.SCALAR + 2 * (fields.get(scalar) ?? 0) + side;
  let end = 0;
  const rowEnds = rows.map((row) => {
    end += row.length;
    return end;
  });
  return { side, spans: spans.map((span, scalar) => ({ placeholder: placeholderOf(scalar), ...span })), rowEnds };
}

/**
 * The scalars of each row, by their places in the body. The body holds each scalar's place as its value, so reading its
 * rows tells which scalar each field is. Returns no rows when the body is rejected.
 */
function scalarsOfRows(body: CaptureBody, names: readonly string[]): number[][] {
  try {
    return captureBodyRows(body, names).map((row) => row.map(Number));
  } catch {
    return [];
  }
}
