import { type Calibration, calibrationFile } from '../../contract/calibration';
import { readTextFile } from '../../store/documents';
import { openStore } from '../../store/openStore';
import { openCalibration } from '../../store/storedCalibration';

/** Reads the calibration in a folder or below `s3://`, of a baseline or of any one; undefined if there is none. */
export async function readCalibrationAt(
  address: string,
  baseline: string | undefined,
  endpointUrl: string | undefined,
): Promise<Calibration | undefined> {
  const store = openStore(address, endpointUrl);
  try {
    const object = await store.read(calibrationFile);
    const place = `${store.address}/${calibrationFile}`;
    return object && openCalibration(new TextDecoder().decode(object.body), baseline, place);
  } finally {
    store.close();
  }
}

/** Reads the file of a calibration of a baseline. Throws a UserError for one that is invalid, was changed or is of another baseline. */
export function readCalibrationFile(file: string, baseline: string): Calibration {
  return openCalibration(readTextFile(file), baseline, file);
}
