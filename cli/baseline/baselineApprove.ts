import { join } from 'node:path';
import { baselineFiles, baselinePrefix } from '../../contract/storeLayout';
import { UserError } from '../../contract/userError';
import { readTextFile } from '../../store/documents';
import { openStore } from '../../store/openStore';
import { type BaselineTexts, storeApprovedBaseline } from '../../store/storedBaseline';
import { readBaselineAt } from '../input/readBaselineAt';
import { printJson, printText } from '../terminal/output';
import { type ApproveOptions, approveCalibration, isCalibrationFolder } from './calibrationApprove';

/** Approves the derived baseline or the calibration in a local folder, uploads it and prints how to put it in effect. */
export async function approveBaseline(folder: string, options: ApproveOptions): Promise<void> {
  const { by, why, fourEyes, json, endpointUrl } = options;
  if (folder.startsWith('s3://'))
    throw new UserError(`${folder}: is not a local folder; approve the folder that 'baseline derive' wrote`);
  if (isCalibrationFolder(folder)) return approveCalibration(folder, options);
  // Read before the upload, so that an error about a changed file names the folder.
  await readBaselineAt(folder, endpointUrl);
  const texts = Object.fromEntries(
    baselineFiles.map((name) => [name, readTextFile(join(folder, name))]),
  ) as BaselineTexts;
  const store = openStore(options.store, endpointUrl);
  try {
    const { manifest, written, schemaWritten } = await storeApprovedBaseline(store, texts, {
      by,
      why: why.trim(),
      fourEyes,
      at: new Date(),
    });
    const { id, endpoint, schema, approval } = manifest;
    const uri = `${store.address}/${baselinePrefix(manifest, id)}`;
    if (json) return printJson({ id, endpoint, schema, approval, written, schemaWritten, uri });
    if (schemaWritten) printText(`schema ${schema} of ${endpoint} registered in ${store.address}`);
    printText(
      written
        ? `baseline ${id} of ${endpoint} approved by ${by} and uploaded to ${uri}`
        : `baseline ${id} of ${endpoint} was already approved by ${approval?.by} at ${approval?.at} (${approval?.why}); nothing was written`,
    );
    printText(
      `to put it in effect, set 'baseline: ${id}' for endpoint ${endpoint} (schema: ${schema}) in Pulumi.<stack>.yaml and deploy`,
    );
  } finally {
    store.close();
  }
}
