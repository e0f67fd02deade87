import type { BaselineManifest } from '../../contract/baselineManifest';

/** manifest.json, as it is written and hashed. */
export function manifestText(manifest: BaselineManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
