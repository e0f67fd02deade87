import { createHash } from 'node:crypto';
import type { BaselineManifest } from '../../contract/baselineManifest';
import { type CaptureSchema, schemaFingerprint } from '../../contract/captureSchema';
import type { BaselineFile } from '../../contract/storeLayout';
import { modelMonitorJson } from '../modelMonitor/modelMonitorJson';
import type { DerivedBaseline } from './deriveBaseline';
import { manifestText } from './manifest';

/** A baseline's manifest, and its three files by name. */
export interface PackedBaseline {
  readonly manifest: BaselineManifest;
  readonly files: Readonly<Record<BaselineFile, string>>;
}

/** Writes the files of a derived baseline, with a manifest of its origin and hashes. */
export function packBaseline(args: {
  derived: DerivedBaseline;
  endpoint: string;
  schema: CaptureSchema;
  derivedAt: Date;
  /** ARN of the author. */
  derivedBy: string;
  /** Name of the training file or window. */
  source: string;
}): PackedBaseline {
  const { derived, derivedAt, schema } = args;
  const { version, ...content } = schema;
  const texts = {
    'statistics.json': modelMonitorJson.write(derived.statistics),
    'constraints.json': modelMonitorJson.write(derived.constraints),
  };
  const manifest: BaselineManifest = {
    id: baselineIdOf(derivedAt, texts),
    endpoint: args.endpoint,
    schema: version,
    derivedAt: derivedAt.toISOString(),
    derivedBy: args.derivedBy,
    source: args.source,
    rows: derived.rows,
    rejectedRows: derived.rejectCount,
    slaChanges: derived.slaChanges,
    ...(derived.windowLimits && { windowLimits: derived.windowLimits }),
    captureSchema: { fingerprint: schemaFingerprint(content), ...content },
    sha256: Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [name, createHash('sha256').update(text).digest('hex')]),
    ),
  };
  return { manifest, files: { ...texts, 'manifest.json': manifestText(manifest) } };
}

/**
 * The id of a baseline: the UTC day of its derivation, and six hex digits of the SHA-256 of its files. The same files of the
 * same day have the same id, so uploading them again changes nothing.
 */
export function baselineIdOf(derivedAt: Date, files: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256');
  for (const [name, text] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\0${Buffer.byteLength(text)}\0${text}`);
  }
  return `${derivedAt.toISOString().slice(0, 10)}-${hash.digest('hex').slice(0, 6)}`;
}
