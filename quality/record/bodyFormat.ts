import { MIMEType } from 'node:util';

/** The layout of a body's text. */
export type BodyLayout = 'csv' | 'json' | 'jsonLines';

/** What a content type declares of a body, as far as it is known. */
export interface BodyFormat {
  readonly layout?: BodyLayout;
  /** Whether the first line of CSV names the columns (`text/csv; header=present`, RFC 4180). */
  readonly header?: boolean;
  /** A label of the WHATWG encoding standard, such as `utf-8` or `iso-8859-1`. */
  readonly charset?: string;
}

/** Content types by their layout, the usual spelling first. */
export const contentTypes = {
  csv: ['text/csv', 'application/csv'],
  json: ['application/json', 'text/json'],
  jsonLines: [
    'application/jsonlines',
    'application/x-jsonlines',
    'application/jsonl',
    'application/x-ndjson',
    'text/jsonl',
  ],
} as const satisfies Record<BodyLayout, readonly string[]>;

const formats: ReadonlyMap<string, BodyFormat> = new Map(
  Object.entries(contentTypes).flatMap(([layout, names]) =>
    names.map((name): [string, BodyFormat] => [name, { layout: layout as BodyLayout }]),
  ),
);

/** The content types of BASE64 bodies, for messages: one spelling each. */
export const knownContentTypes = Object.values(contentTypes).map(([usualSpelling]) => usualSpelling);

/** Reads a content type; the result is empty if it is missing, invalid or of another kind. */
export function bodyFormat(contentType: unknown): BodyFormat {
  if (typeof contentType !== 'string') return {};
  return formats.get(contentType) ?? parseContentType(contentType);
}

function parseContentType(contentType: string): BodyFormat {
  let type: MIMEType;
  try {
    type = new MIMEType(contentType);
  } catch {
    return {};
  }
  const charset = type.params.get('charset');
  const header = type.params.get('header')?.toLowerCase() === 'present';
  return { ...formats.get(type.essence), charset: charset ?? undefined, header };
}
