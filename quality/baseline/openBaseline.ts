import { createHash } from 'node:crypto';
import type { BaselineManifest } from '../../contract/baselineManifest';
import { parseCaptureSchema, schemaFingerprint } from '../../contract/captureSchema';
import type { Constraints, Statistics } from '../../contract/modelMonitorFiles';
import { type BaselineFile, baselineFiles } from '../../contract/storeLayout';
import { modelMonitorJson } from '../modelMonitor/modelMonitorJson';
import { manifestText, parseManifest } from './manifest';

/** A baseline whose files match the hashes in its manifest. */
export interface OpenBaseline {
  readonly manifest: BaselineManifest;
  readonly statistics: Statistics;
  readonly constraints: Constraints;
}

/**
 * Reads a baseline's files. Throws an Error with one sentence that names the file, and its version where it is known, if a
 * file cannot be read or does not match the manifest's hash.
 */
export function openBaseline(
  texts: Readonly<Record<BaselineFile, string>>,
  versionIds: Readonly<Partial<Record<BaselineFile, string>>> = {},
): OpenBaseline {
  const named = (file: BaselineFile) =>
    versionIds[file] === undefined ? file : `${file}, version ${versionIds[file]}`;
  const manifest = parseManifest(texts['manifest.json'], named('manifest.json'));
  const { approval, ...derived } = manifest;
  if (approval && approval.manifestSha256 !== sha256(manifestText(derived))) {
    throw new Error(
      `${named('manifest.json')}: is not what ${approval.by} approved: it was changed after that; restore the original file, or derive a new baseline.`,
    );
  }
  refuseChangedColumns(manifest, named('manifest.json'));
  for (const file of baselineFiles) {
    if (file === 'manifest.json') continue;
    const [expected, actual] = [manifest.sha256[file] ?? '', sha256(texts[file])];
    if (actual === expected) continue;
    throw new Error(
      `${named(file)}: hashes to ${actual.slice(0, 12)}..., but its manifest says ${expected.slice(0, 12)}...: it was changed after the baseline was derived; restore the original file, or derive a new baseline.`,
    );
  }
  const statistics = modelMonitorJson.readStatistics(texts['statistics.json']);
  const constraints = modelMonitorJson.readConstraints(texts['constraints.json']);
  return { manifest, statistics, constraints };
}

function refuseChangedColumns({ schema: version, captureSchema }: BaselineManifest, manifest: string): void {
  if (captureSchema === undefined) return;
  const { fingerprint, ...content } = captureSchema;
  const { schema } = parseCaptureSchema({ version, ...content });
  if (schema && schemaFingerprint(schema) === fingerprint) return;
  throw new Error(
    `${manifest}: the columns under 'captureSchema' do not match their fingerprint: it was changed after the baseline was derived; restore the original file, or derive a new baseline.`,
  );
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
