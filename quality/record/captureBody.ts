import { TextDecoder } from 'node:util';
import { type BodyFormat, type BodyLayout, bodyFormat, knownContentTypes } from './bodyFormat';
import { type BodyRow, bodyRows } from './bodyRows';

/** `captureData.endpointInput` or `.endpointOutput` of a capture record, as far as it is read. */
export interface CaptureBody {
  readonly observedContentType?: unknown;
  readonly data?: unknown;
  readonly encoding?: unknown;
}

interface Readable {
  readonly layout: BodyLayout;
  readonly text: string;
}

/** CSV and JSON are what SageMaker took a body for; it has no word for JSON lines, so there the content type decides. */
const decoders: ReadonlyMap<string, (body: CaptureBody, format: BodyFormat) => Readable> = new Map([
  ['CSV', (body, format) => ({ layout: linesOr('csv', format), text: textOf(body) })],
  ['JSON', (body, format) => ({ layout: linesOr('json', format), text: jsonTextOf(body) })],
  ['BASE64', fromBase64],
]);

/**
 * The rows of one body. `names` are the baseline's columns: an object's values are put in their order when it names
 * no other. Throws an Error with one clause for people when the body can't be read.
 */
export function captureBodyRows(body: CaptureBody, names: readonly string[]): BodyRow[] {
  const decode = typeof body.encoding === 'string' ? decoders.get(body.encoding) : undefined;
  if (!decode) {
    throw new Error(`unknown encoding ${JSON.stringify(body.encoding)}; known are ${[...decoders.keys()].join(', ')}`);
  }
  const format = bodyFormat(body.observedContentType);
  const { layout, text } = decode(body, format);
  const all = bodyRows[layout](text, names);
  const rows = layout === 'csv' && format.header ? all.slice(1) : all;
  if (rows.length === 0) throw new Error('the data holds no row');
  if (rows.some((row) => row.some((value) => value?.includes('\0')))) throw new Error('a value holds a NUL character');
  return rows;
}

function linesOr(layout: BodyLayout, format: BodyFormat): BodyLayout {
  return format.layout === 'jsonLines' ? format.layout : layout;
}

function textOf({ data }: CaptureBody): string {
  if (typeof data !== 'string') throw new Error(`the data is ${data === null ? 'null' : typeof data}, not a text`);
  return data;
}

/** JSON that was captured as an object, not as a text, is written back. */
function jsonTextOf({ data }: CaptureBody): string {
  return typeof data === 'string' ? data : JSON.stringify(data);
}

function fromBase64(body: CaptureBody, { layout, charset = 'utf-8' }: BodyFormat): Readable {
  const text = textOf(body);
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new Error('the data is not base64');
  if (!layout) {
    throw new Error(
      `BASE64 data of content type ${JSON.stringify(body.observedContentType)}; known are ${knownContentTypes.join(', ')}`,
    );
  }
  const decoder = decoderOf(charset);
  try {
    return { layout, text: decoder.decode(Buffer.from(text, 'base64')) };
  } catch {
    throw new Error(`the decoded data is not ${charset.toUpperCase()} text`);
  }
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    throw new Error(`BASE64 data in the unknown charset ${JSON.stringify(charset)}; use utf-8`);
  }
}
