import { GzipError } from '../../source/unpackedPieces';

/** A file of a table on this machine. */
export interface TableFile {
  /** Its name in messages: a path, or an `s3://` address of which `path` is a copy. */
  readonly name: string;
  readonly path: string;
}

/** How files are to be read, as far as they do not tell it themselves. */
export interface TableFormat {
  /** Whether a CSV begins with the column names. Without them its columns are in schema order. */
  readonly header: boolean;
  /** Whether the answer's columns follow the request's in a file without a header, as batch transform joins them. @default false */
  readonly predictionLast?: boolean | undefined;
  /** Separator of a CSV, one ASCII character. @default a comma */
  readonly separator?: string;
  /** Encoding of a text, a label of https://encoding.spec.whatwg.org/#names-and-labels. @default UTF-8 */
  readonly encoding?: string;
}

/** Why a file cannot be used, in one clause without its name. */
export class TableError extends Error {}

/** An error as a clause for a person. */
export function clauseOf(error: unknown): string {
  // The words of the decompressor are not shown.
  if (error instanceof GzipError) return 'is damaged or cut off (gzip); copy or pack it again';
  return error instanceof Error ? error.message : String(error);
}
