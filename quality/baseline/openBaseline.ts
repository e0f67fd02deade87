import { createHash } from 'node:crypto';
import type { BaselineManifest } from '../../contract/baselineManifest';
import { parseCaptureSchema, schemaFingerprint } from '../../contract/captureSchema';
import type { Constraints, Statistics } from '../../contract/modelMonitorFiles';
import { type BaselineFile, baselineFiles } from '../../contract/storeLayout';
import { modelMonitorJson } from '../modelMonitor/modelMonitorJson';
import { manifestText } from './manifestText';

/** A baseline whose files are what its manifest says. */
export interface OpenBaseline {
  readonly manifest: BaselineManifest;
  readonly statistics: Statistics;
  readonly constraints: Constraints;
}

/**
 * Reads a baseline's files. Throws an Error with one sentence, which names the file, and its version where that is
 * known, when one of them is not what the manifest says that it hashes to, or can't be read.
 */
export function openBaseline(
  texts: Readonly<Record<BaselineFile, string>>,
  versionIds: Readonly<Partial<Record<BaselineFile, string>>> = {},
): OpenBaseline {
  const named = (file: BaselineFile) =>
    versionIds[file] === undefined ? file : `${file}, version ${versionIds[file]}`;
  const manifest = readManifest(texts['manifest.json']);
  const { approval, ...derived } = manifest;
  if (approval && approval.manifestSha256 !== sha256(manifestText(derived))) {
    throw new Error(
      `${named('manifest.json')}: is not what ${approval.by} approved: it was changed after that; take the original, or derive a new baseline.`,
    );
  }
  refuseOtherColumns(manifest, named('manifest.json'));
  for (const file of baselineFiles) {
    if (file === 'manifest.json') continue;
    const [expected, found] = [manifest.sha256[file], sha256(texts[file])];
    if (typeof expected !== 'string') {
      throw new Error(
        `manifest.json: 'sha256' has no hash of ${file}, so the baseline can't be trusted; derive it again.`,
      );
    }
    if (found !== expected) {
      throw new Error(
        `${named(file)}: hashes to ${found.slice(0, 12)}..., but its manifest says ${expected.slice(0, 12)}...: it was changed after the baseline was derived; take the original, or derive a new baseline.`,
      );
    }
  }
  const statistics = modelMonitorJson.readStatistics(texts['statistics.json']);
  const constraints = modelMonitorJson.readConstraints(texts['constraints.json']);
  return { manifest, statistics, constraints };
}

function refuseOtherColumns({ schema: version, captureSchema }: BaselineManifest, manifest: string): void {
  if (captureSchema === undefined) return;
  const { fingerprint, ...columns } = captureSchema;
  const { schema } = parseCaptureSchema({ version, ...columns });
  if (schema && schemaFingerprint(schema) === fingerprint) return;
  throw new Error(
    `${manifest}: the columns under 'captureSchema' are not those of its fingerprint: it was changed after the baseline was derived; take the original, or derive a new baseline.`,
  );
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function readManifest(text: string): BaselineManifest {
  let parsed: Partial<BaselineManifest> | null;
  try {
    parsed = JSON.parse(text) as Partial<BaselineManifest> | null;
  } catch (error) {
    throw new Error(`manifest.json: is not JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
  if (typeof parsed?.id !== 'string' || typeof parsed.sha256 !== 'object' || parsed.sha256 === null) {
    throw new Error("manifest.json: must be an object with an 'id' and with the files' hashes under 'sha256'.");
  }
  return parsed as BaselineManifest;
}
