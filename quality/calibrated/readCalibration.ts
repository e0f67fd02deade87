import { type Calibration, calibrationSchema, calibrationVersion } from '../../contract/calibration';
import { calibrationHash } from './calibrateBaseline';

/** Reads calibration.json of a baseline, or of any one: the calibration, or what is wrong with it in one clause. */
export function readCalibration(
  text: string,
  baseline: string | undefined,
): { readonly calibration?: Calibration; readonly problem?: string } {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { problem: 'it is not JSON' };
  }
  if (versionOf(document) < calibrationVersion) {
    return { problem: 'an earlier release with other checks made it' };
  }
  const { data, error } = calibrationSchema.safeParse(document);
  if (!data) return { problem: `it is invalid at ${error.issues[0]?.path.join('.') || 'its top level'}` };
  if (baseline !== undefined && data.baseline !== baseline)
    return { problem: `it belongs to baseline ${data.baseline}` };
  if (calibrationHash(data) !== data.sha256) return { problem: 'its hash differs from its content: it was changed' };
  return { calibration: data };
}

/** The version of a document; infinite for one without a version. */
function versionOf(document: unknown): number {
  const version = typeof document === 'object' && document !== null && 'version' in document && document.version;
  return typeof version === 'number' ? version : Number.POSITIVE_INFINITY;
}
