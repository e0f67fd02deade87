import { createHash } from 'node:crypto';
import * as z from 'zod';
import { parseJmesPath } from './jmesPath';
import type { Problem } from './problem';
import { invalidValue, readDocument } from './readDocument';

/** `v1`, `v2`, ... */
export const schemaVersion = z.string().regex(/^v[1-9]\d*$/, invalidValue('schema version', 'expected v1, v2, ...'));

/** Characters that would break lines of a table or a log, and halves of characters, which UTF-8 cannot write. */
export const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029]/gu;

const columnName = z
  .string()
  .min(1, 'must not be empty; choose a name and give the one in the captures as capturedAs')
  .refine((name) => name.search(unprintable) < 0, {
    error: ({ input }) =>
      `invalid column name ${JSON.stringify(input)}: control characters are not allowed; choose another name and give this one as capturedAs`,
  })
  // Maps of features cannot have this key.
  .refine((name) => name !== '__proto__', {
    error: "invalid column name '__proto__': it is reserved; choose another name and give this one as capturedAs",
  });

const expression = () =>
  z
    .string()
    .min(1, 'must be a JMESPath expression, not empty')
    .superRefine((text, context) => {
      if (text === '') return;
      try {
        parseJmesPath(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      }
    });

/** One captured column. */
export const columnSchema = z.strictObject({
  /** Name in settings, metrics and reports: any text without control characters. */
  name: columnName,
  /** `Category`: categories, whatever the values look like, such as codes of digits only. */
  type: z.enum(['Integral', 'Fractional', 'String', 'Category']),
  /** JSON key or CSV header of the column in the captures: any text. @default the name */
  capturedAs: z.string().optional(),
  /** JMESPath of the value in a row's JSON object, instead of a key. */
  path: expression().optional(),
  /** Whether a training window without any value of the column is allowed. @default false */
  mayBeEmpty: z.boolean().optional(),
  /**
   * Whether the column is captured but not analyzed. It keeps its place in the rows and in a baseline's two files, with
   * type Unknown, no counts, and its checks off, so that positions match. @default false
   */
  ignored: z.boolean().optional(),
});

const contentType = z
  .string()
  .regex(/^[\w.+-]+\/[\w.+-]+\s*(;.*)?$/, invalidValue('content type', 'expected a media type, such as text/csv'));

/** How the bodies of one side are read. */
const bodyReadingSchema = z.strictObject({
  /** Used instead of the content type that was captured. */
  contentType: contentType.optional(),
  /** Whether each CSV body begins with a header row. @default as the content type declares */
  header: z.boolean().optional(),
  /** JMESPath of the list of rows in a JSON body. */
  rows: expression().optional(),
});

/** How captured records are read. */
const captureReadingSchema = z.strictObject({
  input: bodyReadingSchema.optional(),
  output: bodyReadingSchema.optional(),
  /** JMESPath over a record's custom attributes and `eventMetadata`: a record for which it is true is left out. */
  exclude: expression().optional(),
});

/**
 * The captured columns of an endpoint: their names, order and types, and how they are read. Model Monitor matches columns
 * by position, with those of the output (the prediction) first.
 */
export const schemaContentSchema = z.strictObject({
  /** Empty if only the request is captured: a captured response is then not read. */
  output: z.array(columnSchema),
  input: z.array(columnSchema).min(1),
  captures: captureReadingSchema.optional(),
});

const captureSchemaSchema = z.strictObject({ version: schemaVersion, ...schemaContentSchema.shape });

export type Column = z.infer<typeof columnSchema>;
export type BodyReading = z.infer<typeof bodyReadingSchema>;
export type SchemaContent = z.infer<typeof schemaContentSchema>;
export type CaptureSchema = z.infer<typeof captureSchemaSchema>;

/** Columns in the order in which a monitor reads them, with ignored ones. */
export function columnsOf(schema: SchemaContent): readonly Column[] {
  return [...schema.output, ...schema.input];
}

/** JSON key or CSV header of a column in captures. */
export function captureKeyOf({ name, capturedAs }: Column): string {
  return capturedAs ?? name;
}

/**
 * SHA-256 of the columns' names, order and types, and of everything else that is set, 64 hex digits. The version does not
 * count. A switch of a column that is false equals an absent one.
 */
export function schemaFingerprint({ output, input, captures }: SchemaContent): string {
  const facts: unknown[] = [output, input].map((columns) =>
    columns.map(({ name, type, ignored, mayBeEmpty, ...place }) => {
      return [
        name,
        type,
        ...settingsOf({ ...place, ignored: ignored || undefined, mayBeEmpty: mayBeEmpty || undefined }),
      ];
    }),
  );
  const reading = { ...captures, input: settingsOf(captures?.input)[0], output: settingsOf(captures?.output)[0] };
  return createHash('sha256')
    .update(JSON.stringify([...facts, ...settingsOf(reading)]))
    .digest('hex');
}

/** A list of one object with the given settings, by key; an empty list if there are none. */
function settingsOf(settings: object = {}): object[] {
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? [Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))] : [];
}

/** Number of a version: 2 for `v2`. */
export function versionNumber(version: string): number {
  return Number(version.slice(1));
}

/** The version after the newest one; `v1` if there is none. */
export function nextVersion(versions: readonly string[]): string {
  return `v${Math.max(0, ...versions.map(versionNumber)) + 1}`;
}

/** Reads a parsed YAML or JSON document: returns the schema, or every problem with its path. */
export function parseCaptureSchema(document: unknown): { schema?: CaptureSchema; problems: Problem[] } {
  const { value, problems } = readDocument(captureSchemaSchema, document);
  if (!value) return { problems };
  const conflicts = [
    ...duplicatesOf(columnsOf(value).map(({ name }) => name)).map(
      (name): Problem => ({ path: [], text: `duplicate column name '${name}'; rename one` }),
    ),
    ...(['output', 'input'] as const).flatMap((side) => sideProblems(side, value[side])),
  ];
  if (columnsOf(value).every(({ ignored }) => ignored)) {
    conflicts.push({ path: [], text: 'every column is ignored; remove ignored from at least one' });
  }
  return conflicts.length > 0 ? { problems: conflicts } : { schema: value, problems: [] };
}

/** Columns of one side that cannot be told apart in captures, and columns with two places. */
function sideProblems(side: 'output' | 'input', columns: readonly Column[]): Problem[] {
  const twoPlaces = columns.flatMap(({ path, capturedAs }, i): Problem[] =>
    path !== undefined && capturedAs !== undefined
      ? [{ path: [side, i, 'path'], text: 'conflicts with capturedAs, which is a place too; remove one' }]
      : [],
  );
  const keyed = columns.filter(({ path }) => path === undefined);
  // Equal names are reported as such.
  const names = new Set(duplicatesOf(keyed.map(({ name }) => name)));
  const sameKey = duplicatesOf(keyed.map(captureKeyOf)).filter((key) => !names.has(key));
  return [
    ...twoPlaces,
    ...sameKey.map((key): Problem => {
      const sharing = keyed.filter((column) => captureKeyOf(column) === key).map(({ name }) => `'${name}'`);
      return {
        path: [side],
        text: `columns ${sharing.join(' and ')} are captured under the same key '${key}'; change the capturedAs of one`,
      };
    }),
  ];
}

/** Each text that stands more than once, once per repetition. */
function duplicatesOf(texts: readonly string[]): string[] {
  return texts.filter((text, i) => texts.indexOf(text) !== i);
}
