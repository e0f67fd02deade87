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
  const { derived, ...origin } = args;
  const texts = {
    'statistics.json': modelMonitorJson.write(derived.statistics),
    'constraints.json': modelMonitorJson.write(derived.constraints),
  };
  const { rows, rejectCount: rejectedRows, slaChanges, windowLimits } = derived;
  return packTexts(texts, { ...origin, rows, rejectedRows, slaChanges, windowLimits });
}

/** What a manifest records of a baseline besides hashes. */
type PackedFacts = Pick<
  BaselineManifest,
  'endpoint' | 'derivedBy' | 'source' | 'rows' | 'rejectedRows' | 'slaChanges' | 'windowLimits' | 'imported'
> & { readonly schema: CaptureSchema; readonly derivedAt: Date };

/** Adds a manifest to the two files of a baseline. */
export function packTexts(
  texts: Readonly<Record<Exclude<BaselineFile, 'manifest.json'>, string>>,
  facts: PackedFacts,
): PackedBaseline {
  const { schema, derivedAt, windowLimits, imported } = facts;
  const { version, ...content } = schema;
  const manifest: BaselineManifest = {
    id: baselineIdOf(derivedAt, texts),
    endpoint: facts.endpoint,
    schema: version,
    derivedAt: derivedAt.toISOString(),
    derivedBy: facts.derivedBy,
    source: facts.source,
    ...(imported && { imported }),
    rows: facts.rows,
    rejectedRows: facts.rejectedRows,
    slaChanges: facts.slaChanges,
    ...(windowLimits && { windowLimits }),
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
