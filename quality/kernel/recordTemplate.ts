import { objectOf, parseLine } from '../json/jsonRecord';
import { findEscapedScalars, findScalars, findStrings, type JsonScalars } from '../json/jsonSpans';
import type { BodyFormat, BodyLayout } from '../record/bodyFormat';
import { type CaptureBody, type CapturedRows, captureBodyRows, formatOf } from '../record/captureBody';
import { bodyKeys, type CaptureSide, type ReadingPlan, type SidePlan } from '../record/readingPlan';
import type { RecordExclusion } from '../record/recordExclusion';
import { notesOf, type RecordNotes } from '../record/recordRows';
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
  /** Of JSON: the fields that no scalar fills, such as those of missing keys. */
  readonly gaps?: readonly number[];
  /** Of JSON in base64: the template of the decoded text. */
  readonly text?: TextTemplate;
}

/** The template of a capture record. */
export interface RecordTemplate {
  readonly record: TextTemplate;
  readonly sides: readonly SideTemplate[];
  /** What each record of the template shows besides its rows. */
  readonly notes: RecordNotes;
}

/** A placeholder and its place in a text. */
interface PlaceholderSpan {
  readonly placeholder: number;
  readonly start: number;
  readonly end: number;
}

/** A side's template, with the placeholders of its data by their places in the string as it stands in the record. */
type SideSpans = SideTemplate & { readonly spans: readonly PlaceholderSpan[]; readonly read?: CapturedRows };

const sides = [
  { side: SideCode.OUTPUT, name: 'output' },
  { side: SideCode.INPUT, name: 'input' },
] as const satisfies { side: SideCode; name: CaptureSide }[];

/**
 * Makes the template of a record. Returns undefined when the line is not a capture record, or its rows depend on more
 * than the placeholders.
 */
export function makeRecordTemplate(line: string, plan: ReadingPlan): RecordTemplate | undefined {
  if (plan.exclusion && !isKept(line, plan.exclusion)) return undefined;
  const captureData = captureDataOf(line);
  const strings = captureData && findStrings(line);
  if (!captureData || !strings) return undefined;
  const sidesByPath = new Map<string, SideSpans>();
  const unread = new Set<string>();
  const noted: { side: CaptureSide; body: CaptureBody; read: CapturedRows | undefined }[] = [];
  for (const { side, name } of sides) {
    const body: CaptureBody | undefined = objectOf(captureData, bodyKeys[name]);
    if (!body) continue;
    const path = `.captureData.${bodyKeys[name]}.data`;
    // Where no column of an answer is expected, an answer is not read.
    if (plan[name].width === 0) {
      unread.add(path);
      continue;
    }
    const data = strings.find((string) => string.path === path);
    const escaped = data && line.slice(data.start, data.end);
    const spans = escaped === undefined ? undefined : sideSpans({ body, side, escaped, plan: plan[name] });
    if (!spans) return undefined;
    sidesByPath.set(path, spans);
    noted.push({ side: name, body, read: spans.read });
  }
  if (sidesByPath.size === 0) return undefined;
  const placeholders = strings.flatMap(({ path, start, end }): PlaceholderSpan[] => {
    // A record with the same custom attributes is not excluded either. No placeholder holds the escapes of those that are JSON.
    const isAttribute = path.startsWith('.eventMetadata.customAttributes');
    if (isAttribute && (plan.exclusion || line.slice(start, end).includes('\\'))) return [];
    if (!path.startsWith('.captureData') || unread.has(path)) return [{ placeholder: Placeholder.STRING, start, end }];
    const spans = sidesByPath.get(path)?.spans ?? [];
    return spans.map((span) => ({ ...span, start: start + span.start, end: start + span.end }));
  });
  return {
    record: cutText(line.trimEnd(), placeholders),
    sides: [...sidesByPath.values()].map(({ spans: _, read: __, ...side }) => side),
    notes: { headers: 0, excluded: false, ...notesOf(noted) },
  };
}

/** Whether a record and all with the same custom attributes are certainly not left out. */
function isKept(line: string, { isExcluded, readsEvent }: RecordExclusion): boolean {
  try {
    return !readsEvent && !isExcluded(parseLine(line));
  } catch {
    return false;
  }
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
  readonly plan: SidePlan;
}

/** By encoding. */
const spansByEncoding: ReadonlyMap<unknown, (text: SideText, format: BodyFormat) => SideSpans | undefined> = new Map([
  ['CSV', csvSpans],
  ['JSON', jsonSpans],
  ['BASE64', base64Spans],
]);

const layoutByEncoding: ReadonlyMap<unknown, BodyLayout> = new Map([
  ['CSV', 'csv'],
  ['JSON', 'json'],
]);

/** Undefined when the side's rows depend on more than placeholders. */
function sideSpans(text: SideText): SideSpans | undefined {
  const { body, plan } = text;
  const format = formatOf(body, plan);
  if (typeof body.data !== 'string' || format.layout === 'jsonLines' || format.header || plan.header) return undefined;
  const layout = layoutByEncoding.get(body.encoding);
  if (plan.contentType !== undefined && layout && format.layout !== layout) return undefined;
  return spansByEncoding.get(body.encoding)?.(text, format);
}

function csvSpans({ side, escaped }: SideText): SideSpans | undefined {
  return { side, spans: [{ placeholder: Placeholder.CSV + side, start: 0, end: escaped.length }] };
}

function jsonSpans({ body, side, escaped, plan }: SideText): SideSpans | undefined {
  const scalars = findEscapedScalars(escaped);
  return scalars && scalarSpans({ side, plan }, scalars, { ...body, data: scalars.withNumbers });
}

function base64Spans({ body, side, escaped, plan }: SideText, format: BodyFormat): SideSpans | undefined {
  const { layout, charset = 'utf-8' } = format;
  if (!/^utf-?8$/i.test(charset) || !layout) return undefined;
  const whole = { side, spans: [{ placeholder: Placeholder.BASE64 + side, start: 0, end: escaped.length }] };
  if (layout === 'csv') return whole;
  const text = Buffer.from(escaped, 'base64').toString();
  const scalars = findScalars(text);
  if (!scalars) return undefined;
  const data = Buffer.from(scalars.withNumbers).toString('base64');
  const decoded = scalarSpans({ side, plan }, scalars, { ...body, data });
  return decoded && { ...decoded, ...whole, text: cutText(text, decoded.spans) };
}

/** Scalars as placeholders. `body` holds each scalar's place as its value. Undefined when there are no rows. */
function scalarSpans(
  { side, plan }: Pick<SideText, 'side' | 'plan'>,
  { spans }: JsonScalars,
  body: CaptureBody,
): SideSpans | undefined {
  const read = readNumbers(body, plan);
  if (!read || read.readsValues || read.rows.length === 0) return undefined;
  // If the numbers of rows differ, the kernel leaves the record to the caller, which may read other rows.
  const { rows } = read;
  const values = rows.flat();
  const fields = new Map(values.flatMap((scalar, field) => (scalar === null ? [] : [[Number(scalar), field]])));
  const placeholderOf = (scalar: number) => {
    const field = fields.get(scalar);
    return field === undefined ? Placeholder.SKIPPED : Placeholder.SCALAR + 2 * field + side;
  };
  let end = 0;
  const rowEnds = rows.map((row) => {
    end += row.length;
    return end;
  });
  return {
    side,
    read,
    rowEnds,
    gaps: values.flatMap((scalar, field) => (scalar === null ? [field] : [])),
    spans: spans.map((span, scalar) => ({ placeholder: placeholderOf(scalar), ...span })),
  };
}

/**
 * The rows of a body that holds each scalar's place as its value: they tell which scalar each field is. Undefined when the
 * body is rejected.
 */
function readNumbers(body: CaptureBody, plan: SidePlan): CapturedRows | undefined {
  try {
    return captureBodyRows(body, plan);
  } catch {
    return undefined;
  }
}
