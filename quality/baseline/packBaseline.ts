import { createHash } from 'node:crypto';
import type { BaselineManifest } from '../../contract/baselineManifest';
import { type CaptureSchema, schemaFingerprint } from '../../contract/captureSchema';
import type { BaselineFile } from '../../contract/storeLayout';
import { modelMonitorJson } from '../modelMonitor/modelMonitorJson';
import { baselineIdOf } from './baselineId';
import type { DerivedBaseline } from './deriveBaseline';
import { manifestText } from './manifest';

/** A baseline as it goes into the store: its id, and its three files by name. */
export interface PackedBaseline {
  readonly manifest: BaselineManifest;
  readonly files: Readonly<Record<BaselineFile, string>>;
}

/** Writes a derived baseline's files, with a manifest that says where it came from and what they hash to. */
export function packBaseline(args: {
  derived: DerivedBaseline;
  endpoint: string;
  schema: CaptureSchema;
  derivedAt: Date;
  /** A caller's ARN. */
  derivedBy: string;
  /** Name of the training file or window. */
  source: string;
}): PackedBaseline {
  const { derived, derivedAt, schema } = args;
  const { version, output, input } = schema;
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
    captureSchema: { fingerprint: schemaFingerprint(schema), output, input },
    sha256: Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [name, createHash('sha256').update(text).digest('hex')]),
    ),
  };
  return { manifest, files: { ...texts, 'manifest.json': manifestText(manifest) } };
}
