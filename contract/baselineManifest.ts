import type { SchemaContent } from './captureSchema';
import type { WindowLimits } from './sla';
import type { SchemaRef } from './storeLayout';

/** manifest.json of a baseline: its origin and the hashes of its files. */
export interface BaselineManifest extends SchemaRef {
  readonly id: string;
  /** ISO 8601 instant. */
  readonly derivedAt: string;
  /** ARN of the author. */
  readonly derivedBy: string;
  /** Training file or window. */
  readonly source: string;
  /** Addresses of the files that Model Monitor made; only in an imported baseline, whose author is who imported it. */
  readonly imported?: { readonly statistics: string; readonly constraints: string };
  /** Number of analyzed rows. */
  readonly rows: number;
  readonly rejectedRows: number;
  /** Changes to the suggested constraints, by the SLA or to fit mixed values, one sentence each. */
  readonly slaChanges: readonly string[];
  /** What the SLA says of windows that are compared with it; absent if it says nothing. */
  readonly windowLimits?: WindowLimits;
  /** Its columns; absent in manifests that are older than the schema registry. */
  readonly captureSchema?: ManifestSchema;
  /** SHA-256 (hex) by file name. */
  readonly sha256: Readonly<Record<string, string>>;
  /** Absent until the baseline is approved. */
  readonly approval?: BaselineApproval;
}

/** Capture schema of a baseline. Its version is the manifest's `schema`. */
export interface ManifestSchema extends SchemaContent {
  /** By `schemaFingerprint`, 64 hex digits. */
  readonly fingerprint: string;
}

/** Approval with which a baseline was uploaded to the store. */
export interface BaselineApproval {
  /** The approver's ARN. */
  readonly by: string;
  /** ISO 8601 instant. */
  readonly at: string;
  readonly why: string;
  /** SHA-256 (hex) of manifest.json as it was approved; it holds the hashes of the other files. */
  readonly manifestSha256: string;
}
