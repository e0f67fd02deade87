import { type Calibration, calibrationFile } from '../../contract/calibration';
import { UserError } from '../../contract/userError';
import { diffCalibrations } from '../../quality/calibrated/diffCalibrations';
import {
  differenceFacts,
  featureColumns,
  powerColumns,
  summarizeCalibrations,
} from '../../report/calibration/calibrationDifference';
import { calibrationDiffPage } from '../../report/calibration/calibrationDiffPage';
import { textTable } from '../../report/text/textTable';
import { readCalibrationAt } from '../input/readCalibrationAt';
import { exitCodes } from '../terminal/exitCodes';
import { printJson, printText } from '../terminal/output';
import { writePage } from '../terminal/writePage';
import { isCalibrationFolder } from './calibrationApprove';

interface DiffOptions {
  readonly html?: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Whether an address names a calibration: its file, or a folder with nothing else. */
export function isCalibrationAddress(address: string): boolean {
  return address.endsWith(`/${calibrationFile}`) || isCalibrationFolder(address);
}

/** Prints the differences between two calibrations, and sets the exit code by whether there are any. */
export async function diffCalibrationsCommand(older: string, newer: string, options: DiffOptions): Promise<void> {
  const { html, endpointUrl, json } = options;
  const [before, after] = [await readAt(older, endpointUrl), await readAt(newer, endpointUrl)];
  if (before.endpoint !== after.endpoint) {
    throw new UserError(
      `${older} is of endpoint ${before.endpoint}, ${newer} of ${after.endpoint}; compare two of one endpoint`,
    );
  }
  const difference = diffCalibrations(before, after);
  const { endpoint } = after;
  if (html !== undefined) {
    await writePage(html, calibrationDiffPage({ endpoint, difference, writtenAt: new Date().toISOString() }));
  }
  const sha256 = { before: before.sha256, after: after.sha256 };
  if (json) printJson({ endpoint, sha256, ...difference });
  else {
    const changed = difference.features.filter(({ status }) => status !== 'same');
    printText(
      [
        `calibrations of ${endpoint}: ${summarizeCalibrations(difference)}`,
        ...differenceFacts(difference).map(({ name, value }) => `  ${name}: ${value}`),
        ...tableOf(featureColumns, changed),
        ...tableOf(powerColumns, difference.power),
        ...(html === undefined ? [] : [`page written to ${html}`]),
      ].join('\n'),
    );
  }
  process.exitCode = difference.equal ? exitCodes.success : exitCodes.findings;
}

async function readAt(address: string, endpointUrl: string | undefined): Promise<Calibration> {
  const folder = address.endsWith(`/${calibrationFile}`) ? address.slice(0, -calibrationFile.length - 1) : address;
  const calibration = isCalibrationAddress(address)
    ? await readCalibrationAt(folder, undefined, endpointUrl)
    : undefined;
  if (calibration) return calibration;
  throw new UserError(
    `${address}: not a calibration; name its ${calibrationFile}, or the folder that 'baseline calibrate' wrote`,
  );
}

function tableOf<Row>(
  columns: readonly { readonly title: string; readonly text: (row: Row) => string }[],
  rows: readonly Row[],
): string[] {
  const cells = rows.map((row) => columns.map(({ text }) => text(row)));
  return rows.length === 0 ? [] : textTable(columns, cells).map((line) => `  ${line}`);
}
