import { createHash } from 'node:crypto';
import type { BaselineManifest } from '../../contract/baselineManifest';
import { manifestText } from './manifestText';

/** A derived baseline's manifest with its approval, which vouches for all that the manifest says. */
export function approvedManifest(
  derived: BaselineManifest,
  { by, why, at }: { readonly by: string; readonly why: string; readonly at: Date },
): BaselineManifest {
  const manifestSha256 = createHash('sha256').update(manifestText(derived)).digest('hex');
  return { ...derived, approval: { by, at: at.toISOString(), why, manifestSha256 } };
}
