import { type Calibration, calibrationSchema } from '../../contract/calibration';
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
  const { data, error } = calibrationSchema.safeParse(document);
  if (!data) return { problem: `it is invalid at ${error.issues[0]?.path.join('.') || 'its top level'}` };
  if (baseline !== undefined && data.baseline !== baseline)
    return { problem: `it belongs to baseline ${data.baseline}` };
  if (calibrationHash(data) !== data.sha256) return { problem: 'its hash differs from its content: it was changed' };
  return { calibration: data };
}
