import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { calibrationFile } from '../../contract/calibration';
import { calibrationKey } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';
import { readTextFile } from '../../store/documents';
import { openStore } from '../../store/openStore';
import { readBaselineById } from '../../store/storedBaseline';
import { openCalibration, storeCalibration } from '../../store/storedCalibration';
import { printJson, printText } from '../terminal/output';

export interface ApproveOptions {
  readonly by: string;
  readonly why: string;
  readonly store: string;
  readonly endpointUrl?: string;
  readonly fourEyes: boolean;
  readonly json: boolean;
}

/** Whether a local folder holds a calibration and no baseline. */
export function isCalibrationFolder(folder: string): boolean {
  return existsSync(join(folder, calibrationFile)) && !existsSync(join(folder, 'manifest.json'));
}

/** Approves a calibration and writes it beside its baseline, where the next run uses it. */
export async function approveCalibration(folder: string, options: ApproveOptions): Promise<void> {
  const { by, why, fourEyes, json } = options;
  const file = join(folder, calibrationFile);
  const calibration = openCalibration(readTextFile(file), undefined, file);
  const { baseline } = calibration;
  if (why.trim() === '') throw new UserError('--why is empty: give the reason for the approval');
  if (fourEyes && by === calibration.madeBy) {
    throw new UserError(`${by} is the author of the calibration: --four-eyes requires a second person to approve it`);
  }
  const store = openStore(options.store, options.endpointUrl);
  try {
    await readBaselineById(store, calibration.endpoint, baseline);
    const approval = { by, at: new Date().toISOString(), why: why.trim() };
    const state = await storeCalibration(store, { ...calibration, approval });
    const uri = `${store.address}/${calibrationKey(calibration, baseline)}`;
    const { endpoint, schema, sha256 } = calibration;
    if (json) return printJson({ baseline, endpoint, schema, sha256, approval, written: state === 'written', uri });
    printText(
      state === 'written'
        ? `calibration of baseline ${baseline} of ${endpoint} approved by ${by} and uploaded to ${uri}; the next run uses it`
        : `the same calibration of baseline ${baseline} was approved before; nothing was written`,
    );
  } finally {
    store.close();
  }
}
