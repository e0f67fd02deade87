import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Calibration, calibrationFile } from '../../contract/calibration';
import { alarmDefaults, alarmSettingsOf, isDriftOff, type Sla } from '../../contract/sla';
import { UserError } from '../../contract/userError';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import { readTableWindows } from '../../quality/baseline/tables/tableWindows';
import { calibrateBaseline } from '../../quality/calibrated/calibrateBaseline';
import type { PastWindow } from '../../quality/calibrated/pastWindow';
import { referenceNames } from '../../quality/calibrated/referenceSlots';
import { percentText, ruleText } from '../../report/calibration/calibrationText';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { readSla } from '../../store/documents';
import type { ObjectStore } from '../../store/objectStore';
import { openStore } from '../../store/openStore';
import { storedWindows } from '../../store/pastWindows';
import { readBaselineById } from '../../store/storedBaseline';
import { calibrationText } from '../../store/storedCalibration';
import type { CaptureWindow } from '../input/captureWindow';
import { deployedSettings } from '../input/deployedSettings';
import { refuseTableOptions, type TableOptions, tableFormat, withTableFiles } from '../input/tableFiles';
import { exitCodes } from '../terminal/exitCodes';
import { refuseWithout } from '../terminal/options';
import { printEmpty, printError, printJson, printText } from '../terminal/output';
import { showTableProgress } from '../terminal/progress';

interface CalibrateOptions extends CaptureWindow, TableOptions {
  readonly store: string;
  /** Table files, folders and `s3://` addresses with past rows, instead of reports in the store. */
  readonly data?: readonly string[];
  /** Column with the time of each row. */
  readonly time?: string;
  /** Hours of a window of the data. */
  readonly every?: number;
  readonly endpoint: string;
  readonly sla?: string;
  readonly budget?: number;
  readonly by: string;
  readonly out: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Calibrates a baseline on past windows, of reports or of a table with times, and writes calibration.json for approval. */
export async function calibrateCommand(id: string, options: CalibrateOptions): Promise<void> {
  const { endpoint, by, json } = options;
  checkSource(options);
  const store = openStore(options.store, options.endpointUrl);
  try {
    const baseline = await readBaselineById(store, endpoint, id);
    const { schema } = baseline.manifest;
    const sla = await slaOf(store, options);
    const windows = options.data
      ? await tableWindows(options.data, baseline, options)
      : await storedWindows(store, baseline.manifest, options);
    if (windows.length === 0) {
      const reason = options.data
        ? `no row of ${options.data.join(', ')} is in the span`
        : `${store.address} has no report with a summary for endpoint ${endpoint}, schema ${schema}, in the span`;
      printEmpty('calibrate', reason, json ? { endpoint, baseline: id } : undefined);
      process.exitCode = exitCodes.empty;
      return;
    }
    const { budget: ofSla, minimumRows, timeZone } = sla ? alarmSettingsOf(sla) : alarmDefaults;
    const calibration = calibrateOrExplain(() =>
      calibrateBaseline({
        endpoint,
        schema,
        baseline: id,
        statistics: baseline.statistics,
        windows,
        budget: options.budget ?? ofSla,
        minimumRows,
        timeZone,
        isOff: (name) => sla !== undefined && isDriftOff(sla, name),
        madeAt: new Date(),
        madeBy: by,
      }),
    );
    const folder = join(options.out, id);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, calibrationFile), calibrationText(calibration));
    if (json) printJson({ ...summaryJson(calibration), out: folder });
    else printText(describeCalibration(calibration, folder).join('\n'));
  } finally {
    store.close();
  }
}

/** Throws a UserError for an option that has no effect. */
function checkSource({ data, time, every, ...table }: CalibrateOptions): void {
  if (data !== undefined) {
    if (time === undefined) throw new UserError('--data requires --time: the column with the time of each row');
    return;
  }
  refuseWithout('--data', { '--time': time, '--every': every });
  refuseTableOptions('--data', table);
}

/** The SLA of a file, or that which the stack deployed for the endpoint. */
async function slaOf(store: ObjectStore, { endpoint, sla: file }: CalibrateOptions): Promise<Sla | undefined> {
  if (file === undefined) return (await deployedSettings(store, endpoint))?.sla;
  const sla = readSla(file);
  if (sla.endpoint === endpoint) return sla;
  throw new UserError(`--sla ${file} is of endpoint ${sla.endpoint}; use the SLA of ${endpoint}`);
}

/** The windows of a table in the span. */
async function tableWindows(
  data: readonly string[],
  { statistics, manifest }: OpenBaseline,
  options: CalibrateOptions,
): Promise<readonly PastWindow[]> {
  const { time = '', every: hours = 1, from, to, endpointUrl } = options;
  const names = statistics.features.map(({ name }) => name);
  return withTableFiles(data, endpointUrl, async (files) => {
    const { windows, rows, rejected } = await readTableWindows({
      files,
      format: tableFormat(options),
      names,
      schema: manifest.captureSchema,
      time,
      hours,
      onProgress: showTableProgress(files),
    });
    if (rejected > 0) printError(`warning: ${formatCount(rejected, 'row')} rejected, ${rows} used`);
    return windows.filter((window) => (!from || window.from >= from) && (!to || window.to <= to));
  });
}

/** A history that is too short is the user's to know, not a fault of the program. */
function calibrateOrExplain(calibrate: () => Calibration): Calibration {
  try {
    return calibrate();
  } catch (error) {
    throw new UserError(
      `${error instanceof Error ? error.message : String(error)}; the exact rule stays in use until there are more reports`,
    );
  }
}

/** What a calibration says, without the counts of its references. */
function summaryJson({ features, ...calibration }: Calibration) {
  return {
    ...calibration,
    features: features.map(({ name, reference: { kind, reason } }) => ({ name, reference: kind, reason })),
  };
}

const powerColumns = [
  { title: 'injected fault' },
  { title: 'severity' },
  { title: 'found in 2 windows', numeric: true },
  { title: 'in 6', numeric: true },
  { title: 'hidden in' },
];
const featureColumns = ['feature', 'compared with', 'reason'].map((title) => ({ title }));

function describeCalibration(calibration: Calibration, folder: string): string[] {
  const { history, expected, budget, power, features, notes, again, baseline } = calibration;
  return [
    `calibration of baseline ${baseline}: ${formatCount(history.windows, 'window')} in ${history.weeks.toFixed(1)} weeks, ${history.tooSmall} too small`,
    `  alarms: ${expected.episodesPerWeek.toFixed(2)} episodes a week on weeks left out (95 % interval ${expected.low.toFixed(2)} to ${expected.high.toFixed(2)}), budget ${budget}`,
    `  rule: ${ruleText(calibration)}`,
    ...notes.map((note) => `  note: ${note}`),
    `  calibrate again from ${again}`,
    ...textTable(
      featureColumns,
      features.map(({ name, reference }) => [name, referenceNames[reference.kind], reference.reason]),
    ).map((line) => `  ${line}`),
    ...textTable(
      powerColumns,
      power.map((row) => [
        row.fault,
        row.severity,
        percentText(row.withinTwo),
        percentText(row.withinSix),
        row.hidden.join(', '),
      ]),
    ).map((line) => `  ${line}`),
    `written to ${folder}`,
    `approve it: npx model-observability baseline approve ${folder} --by <arn> --why <text> --store <store>`,
  ];
}
