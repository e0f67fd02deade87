import { createHash } from 'node:crypto';
import type { Incident } from '../document/incident';

/** Features beyond these do not count, so that an entry of the index, which has no more, has the same fingerprint. */
export const fingerprintFeatures = 20;

/** Equal for incidents with the same likely cause, checks and features, 16 hex digits. */
export function incidentFingerprint({
  causes,
  checkTypes,
  features,
}: Pick<Incident, 'checkTypes' | 'features'> & { readonly causes: readonly { readonly cause: string }[] }): string {
  const parts = [causes[0]?.cause ?? '', [...checkTypes].sort(), [...features].slice(0, fingerprintFeatures).sort()];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
