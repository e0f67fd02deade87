import type { BaselineManifest } from '../contract/baselineManifest';
import type { Calibration } from '../contract/calibration';
import { calibrationKey } from '../contract/storeLayout';
import { UserError } from '../contract/userError';
import { readCalibration } from '../quality/calibrated/readCalibration';
import type { ObjectStore } from './objectStore';

/** calibration.json, as it is written. */
export function calibrationText(calibration: Calibration): string {
  return `${JSON.stringify(calibration)}\n`;
}

/** Reads a calibration's text. Throws a UserError with the place for one that is invalid or was changed. */
export function openCalibration(text: string, baseline: string | undefined, place: string): Calibration {
  const { calibration, problem } = readCalibration(text, baseline);
  if (calibration) return calibration;
  throw new UserError(`${place}: invalid calibration: ${problem}; make it again with 'baseline calibrate'`);
}

/** A baseline's calibration in a store; undefined if it has none. */
export async function storedCalibration(
  store: ObjectStore,
  manifest: BaselineManifest,
): Promise<Calibration | undefined> {
  const key = calibrationKey(manifest, manifest.id);
  const object = await store.read(key);
  return object && openCalibration(new TextDecoder().decode(object.body), manifest.id, `${store.address}/${key}`);
}

/** Writes an approved calibration beside its baseline. An earlier one is replaced; the bucket keeps its version. */
export async function storeCalibration(store: ObjectStore, calibration: Calibration): Promise<'written' | 'same'> {
  const key = calibrationKey(calibration, calibration.baseline);
  const existing = await store.read(key);
  const text = calibrationText(calibration);
  if (existing) {
    // One that is invalid or of an earlier release is replaced.
    const before = readCalibration(new TextDecoder().decode(existing.body), calibration.baseline).calibration;
    if (before?.sha256 === calibration.sha256) return 'same';
  }
  const written = existing ? await store.replace(key, text, existing.etag) : await store.create(key, text);
  if (written) return 'written';
  throw new UserError(`${store.address}/${key}: written by somebody else at the same time; run the command again`);
}
