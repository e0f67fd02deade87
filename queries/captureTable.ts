import type { QueryTable } from './queryTable';

/** The table over the capture files of all endpoints: a line of a file is a row. */
export const captureTable = {
  name: 'captures',
  description: 'Lines of the capture files, each a record as text.',
  columns: { line: 'string' },
  partitions: ['endpoint', 'capture_schema', 'variant', 'hour'],
} as const satisfies QueryTable;

/** Key of an hour's captures below the prefix of all captures, with Athena's placeholders: as `captureHourPrefix` makes it. */
export const captureHourTemplate = ['endpoint', 'schema=capture_schema', 'endpoint', 'variant', 'hour']
  .map((part) => part.replace(/\w+$/, (column) => `\${${column}}`))
  .join('/');

/** Format of the partition `hour`, in Java's words. */
export const captureHourFormat = 'yyyy/MM/dd/HH';
