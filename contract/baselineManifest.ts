import type { SchemaRef } from './storeLayout';

/** manifest.json of a baseline: where it came from, and what its files must hash to. */
export interface BaselineManifest extends SchemaRef {
  readonly id: string;
  /** ISO 8601 instant. */
  readonly derivedAt: string;
  /** Who derived it: a caller's ARN. */
  readonly derivedBy: string;
  /** File or window that it was derived from. */
  readonly source: string;
  /** Rows analysed. */
  readonly rows: number;
  readonly rejectedRows: number;
  /** What the SLA changed in the suggested constraints, one sentence each. */
  readonly slaChanges: readonly string[];
  /** SHA-256, hex, by file name. */
  readonly sha256: Readonly<Record<string, string>>;
}
