import type { CaptureSchema } from './captureSchema';
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
  /** The columns that it was derived for; absent in a manifest from before there was a registry of schemas. */
  readonly captureSchema?: ManifestSchema;
  /** SHA-256, hex, by file name. */
  readonly sha256: Readonly<Record<string, string>>;
  /** Who approved it; absent in a baseline that was only derived. */
  readonly approval?: BaselineApproval;
}

/** The capture schema of a baseline, whose version its manifest names. */
export interface ManifestSchema extends Pick<CaptureSchema, 'output' | 'input'> {
  /** SHA-256 of the columns' names, order and types, 64 hex digits. */
  readonly fingerprint: string;
}

/** That somebody looked at a baseline and let it into the store. */
export interface BaselineApproval {
  /** The approver's ARN. */
  readonly by: string;
  /** ISO 8601 instant. */
  readonly at: string;
  readonly why: string;
  /** SHA-256, hex, of manifest.json as it was when it was approved, which has the other files' hashes. */
  readonly manifestSha256: string;
}
