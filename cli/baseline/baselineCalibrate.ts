import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Calibration, calibrationFile } from '../../contract/calibration';
import { alarmDefaults, alarmSettingsOf, isDriftOff } from '../../contract/sla';
import { UserError } from '../../contract/userError';
import { calibrateBaseline } from '../../quality/calibrated/calibrateBaseline';
import { referenceNames } from '../../quality/calibrated/referenceSlots';
import { percentText, ruleText } from '../../report/calibration/calibrationText';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { openStore } from '../../store/openStore';
import { storedWindows } from '../../store/pastWindows';
import { readBaselineById } from '../../store/storedBaseline';
import { calibrationText } from '../../store/storedCalibration';
import { exitCodes } from '../terminal/exitCodes';
import { printEmpty, printJson, printText } from '../terminal/output';
import { endpointSla } from './endpointSla';
import { checkHistoryOptions, emptySpanReason, type HistoryOptions, tableWindows } from './tableHistory';

interface CalibrateOptions extends HistoryOptions {
  readonly store: string;
  /** Hours of a window of the data. */
  readonly every?: number;
  readonly endpoint: string;
  readonly sla?: string;
  readonly budget?: number;
  readonly by: string;
  readonly out: string;
  readonly json: boolean;
}

/** Calibrates a baseline on past windows, of reports or of a table with times, and writes calibration.json for approval. */
export async function calibrateCommand(id: string, options: CalibrateOptions): Promise<void> {
  const { endpoint, by, data, every, json } = options;
  checkHistoryOptions(options, { '--every': every });
  const store = openStore(options.store, options.endpointUrl);
  try {
    const baseline = await readBaselineById(store, endpoint, id);
    const { schema } = baseline.manifest;
    const sla = await endpointSla(store, endpoint, options.sla);
    const windows = data
      ? await tableWindows(data, baseline, every ?? 1, options)
      : await storedWindows(store, baseline.manifest, options);
    if (windows.length === 0) {
      const reason = emptySpanReason(store.address, baseline.manifest, data);
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
