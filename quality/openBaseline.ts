import { createHash } from 'node:crypto';
import type { BaselineManifest } from '../contract/baselineManifest';
import type { Constraints, Statistics } from '../contract/modelMonitorFiles';
import { type BaselineFile, baselineFiles } from '../contract/storeLayout';
import { modelMonitorJson } from './modelMonitorJson';

/** A baseline whose files are what its manifest says. */
export interface OpenBaseline {
  readonly manifest: BaselineManifest;
  readonly statistics: Statistics;
  readonly constraints: Constraints;
}

/**
 * Reads a baseline's files. Throws an Error with one sentence, which names the file, when one of them is not what the
 * manifest says that it hashes to, or can't be read.
 */
export function openBaseline(texts: Readonly<Record<BaselineFile, string>>): OpenBaseline {
  const manifest = readManifest(texts['manifest.json']);
  for (const file of baselineFiles) {
    if (file === 'manifest.json') continue;
    const [expected, found] = [manifest.sha256[file], createHash('sha256').update(texts[file]).digest('hex')];
    if (typeof expected !== 'string') {
      throw new Error(
        `manifest.json: 'sha256' has no hash of ${file}, so the baseline can't be trusted; derive it again.`,
      );
    }
    if (found !== expected) {
      throw new Error(
        `${file}: hashes to ${found.slice(0, 12)}..., but its manifest says ${expected.slice(0, 12)}...: it was changed after the baseline was derived; take the original, or derive a new baseline.`,
      );
    }
  }
  const statistics = modelMonitorJson.readStatistics(texts['statistics.json']);
  const constraints = modelMonitorJson.readConstraints(texts['constraints.json']);
  return { manifest, statistics, constraints };
}

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
