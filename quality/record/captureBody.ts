import { TextDecoder } from 'node:util';
import { isJson } from '../json/isJson';
import { foreignKind } from '../source/foreignKind';
import { type BodyFormat, type BodyLayout, bodyFormat, knownContentTypes } from './bodyFormat';
import { type BodyOddity, hasHalfCharacters } from './bodyOddities';
import { type BodyRows, bodyRows } from './bodyRows';
import { mayBeOneColumn } from './jsonRows';
import type { SidePlan } from './readingPlan';

/** The members of `captureData.endpointInput` or `.endpointOutput` that are read. */
export interface CaptureBody {
  readonly observedContentType?: unknown;
  readonly data?: unknown;
  readonly encoding?: unknown;
}

interface DecodedBody {
  readonly layout: BodyLayout;
  readonly text: string;
}

/** SageMaker has no encoding for JSON lines: the content type tells them from CSV and JSON. */
const decoders: ReadonlyMap<string, (body: CaptureBody, format: BodyFormat, side: SidePlan) => DecodedBody> = new Map([
  ['CSV', (body, format) => ({ layout: linesOr('csv', format), text: textOf(body) })],
  ['JSON', (body, format) => ({ layout: linesOr('json', format), text: jsonTextOf(body) })],
  ['BASE64', fromBase64],
]);

/** The rows of a body, and what is odd about it. */
export interface CapturedRows extends BodyRows {
  readonly oddities: readonly BodyOddity[];
}

/** Reads the rows of one body. Throws an Error with one clause when the body cannot be read. */
export function captureBodyRows(body: CaptureBody, side: SidePlan): CapturedRows {
  const decode = typeof body.encoding === 'string' ? decoders.get(body.encoding) : undefined;
  if (!decode) {
    const expected = [...decoders.keys()].join(', ');
    throw new Error(`unknown encoding ${JSON.stringify(body.encoding)}: expected one of ${expected}`);
  }
  const format = formatOf(body, side);
  const decoded = decode(body, format, side);
  const text = withoutMark(decoded.text);
  const layout = (side.contentType === undefined ? undefined : format.layout) ?? decoded.layout;
  if (layout === 'csv' && side.width !== 1 && /^\s*(?:\{\s*"|\[\s*[[{])/.test(text)) {
    throw new Error(`the data is JSON, not CSV${remedyFor(side, 'application/json')}`);
  }
  // An empty text is not JSON, but the missing value of a side with one column, or with columns that are not known.
  const isMissing = mayBeOneColumn(side.width) && text.trim() === '';
  const read = readRows(isMissing ? 'csv' : layout, text, side, format.header === true || side.header);
  if (read.rows.length === 0) throw new Error('the data has no rows');
  if (read.rows.some((row) => row.some((value) => value?.includes('\0'))))
    throw new Error('a value contains a NUL character');
  const oddities: BodyOddity[] = read.hasDuplicateKeys ? ['duplicateKeys'] : [];
  if (hasHalfCharacters(text, read.rows)) oddities.push('halfCharacters');
  return { ...read, oddities };
}

/** The schema's content type counts before the captured one. */
export function formatOf({ observedContentType }: CaptureBody, { contentType }: SidePlan): BodyFormat {
  return bodyFormat(contentType ?? observedContentType);
}

const byteOrderMark = '\uFEFF';
const withoutMark = (text: string) => (text.startsWith(byteOrderMark) ? text.slice(1) : text);

function linesOr(layout: BodyLayout, format: BodyFormat): BodyLayout {
  return format.layout === 'jsonLines' ? format.layout : layout;
}

/** Data that is null is an empty body. */
function textOf({ data }: CaptureBody): string {
  if (data === null) return '';
  if (typeof data !== 'string') throw new Error(`the data is not a string but ${typeof data}`);
  return data;
}

/** JSON that was captured as an object instead of a text is written back as text. */
function jsonTextOf({ data }: CaptureBody): string {
  return typeof data === 'string' ? data : JSON.stringify(data);
}

function readRows(layout: BodyLayout, text: string, side: SidePlan, header: boolean): BodyRows {
  try {
    return bodyRows[layout](text, side, header);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(message === notJson ? `${message}${likelyLayout(text, side)}` : message);
  }
}

const notJson = 'the data is not JSON';

/** What a text that is not JSON looks like, as the rest of a clause; empty if it looks like nothing known. */
function likelyLayout(text: string, side: SidePlan): string {
  if (/^\s*[[{].*(?:[{,]\s*'|[:,[]\s*(?:None|True|False)\b)/s.test(text)) {
    return ' but the spelling of Python; write it with json.dumps';
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length > 1 && lines.every(isJson)) return ` but JSON lines${remedyFor(side, 'application/jsonlines')}`;
  return /^[^{}[\]"<]*$/.test(text) && text.includes(',') ? ` but CSV by its look${remedyFor(side, 'text/csv')}` : '';
}

/** A clause on the setting that reads a body as something else than it was captured as. */
function remedyFor({ settings }: SidePlan, contentType?: string): string {
  if (settings === undefined) return '; describe it in a capture schema';
  return `; set ${settings}.contentType${contentType === undefined ? '' : `: ${contentType}`} in the schema`;
}

function fromBase64(body: CaptureBody, { layout, charset = 'utf-8' }: BodyFormat, side: SidePlan): DecodedBody {
  // Python's encodebytes breaks lines (MIME).
  const text = textOf(body).replace(/[\r\n]/g, '');
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new Error('the data is not base64');
  if (!layout) {
    throw new Error(
      `unknown content type ${JSON.stringify(body.observedContentType)} of BASE64 data: expected one of ${knownContentTypes.join(', ')}${remedyFor(side)}`,
    );
  }
  const decoder = decoderOf(charset);
  const bytes = Buffer.from(text, 'base64');
  try {
    return { layout, text: decoder.decode(bytes) };
  } catch {
    const kind = foreignKind(bytes);
    throw new Error(`the decoded data is not ${charset.toUpperCase()} text${kind === undefined ? '' : ` but ${kind}`}`);
  }
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    throw new Error(`unknown charset ${JSON.stringify(charset)} of BASE64 data: use utf-8`);
  }
}
