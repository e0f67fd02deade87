import * as z from 'zod';
import { columnsOf, type SchemaContent } from './captureSchema';

/** The setting `analyzer.largeWindows`: windows that queries count instead of the function. */
export const largeWindowSettingsSchema = z.strictObject({
  /** A window of more megabytes, as its files are stored, or of more capture files is large. */
  megabytes: z.int().min(1).max(1_000_000).default(2_000),
  files: z.int().min(1).max(10_000_000).default(20_000),
  /** Megabytes that a query may scan; Athena ends it beyond. It takes at least 10 MB. */
  scanLimitMb: z.int().min(10).max(7_000_000).default(100_000),
});
export type LargeWindowSettings = z.infer<typeof largeWindowSettingsSchema>;

/** Environment variable of the analyzer's function with {@link LargeWindowsVariable} as JSON; absent without queries. */
export const largeWindowsVariable = 'LARGE_WINDOWS';

/** Which windows are counted by queries, and where they run. */
export const largeWindowsVariableSchema = z.strictObject({
  /** A window of more bytes, as they are stored, or of more capture files is large. */
  bytes: z.number(),
  files: z.number(),
  workgroup: z.string(),
  database: z.string(),
});
export type LargeWindowsVariable = z.infer<typeof largeWindowsVariableSchema>;

/** What of a schema a query does not read, in one clause; undefined if it reads its captures. */
export function queryProblem(schema: SchemaContent): string | undefined {
  const { captures = {} } = schema;
  const column = columnsOf(schema).find(({ path }) => path !== undefined);
  if (column) return `column '${column.name}' has a path`;
  if (captures.exclude !== undefined) return 'captures.exclude is set';
  for (const side of ['output', 'input'] as const) {
    const { contentType, header, rows } = captures[side] ?? {};
    if (rows !== undefined) return `captures.${side}.rows is set`;
    if (header === true) return `captures.${side}.header is set`;
    if (contentType !== undefined && !/^(text|application)\/csv$/i.test(contentType)) {
      return `captures.${side}.contentType is '${contentType}', not 'text/csv'`;
    }
  }
  return undefined;
}
