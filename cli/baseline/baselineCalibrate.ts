import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Calibration, calibrationFile } from '../../contract/calibration';
import { alarmDefaults, alarmSettingsOf, isDriftOff } from '../../contract/sla';
import { UserError } from '../../contract/userError';
import { calibrateBaseline } from '../../quality/calibrated/calibrateBaseline';
import { referenceNames } from '../../quality/calibrated/referenceSlots';
import { formatCount } from '../../report/text/formats';
import { textTable } from '../../report/text/textTable';
import { readSla } from '../../store/documents';
import { openStore } from '../../store/openStore';
import { storedWindows } from '../../store/pastWindows';
import { readBaselineById } from '../../store/storedBaseline';
import { calibrationText } from '../../store/storedCalibration';
import type { CaptureWindow } from '../input/captureWindow';
import { exitCodes } from '../terminal/exitCodes';
import { printEmpty, printJson, printText } from '../terminal/output';

interface CalibrateOptions extends CaptureWindow {
  readonly store: string;
  readonly endpoint: string;
  readonly sla?: string;
  readonly budget?: number;
  readonly by: string;
  readonly out: string;
  readonly endpointUrl?: string;
  readonly json: boolean;
}

/** Calibrates a baseline on past windows' reports, and writes calibration.json to a folder for approval. */
export async function calibrateCommand(id: string, options: CalibrateOptions): Promise<void> {
  const { endpoint, from, to, by, json } = options;
  const sla = options.sla === undefined ? undefined : readSla(options.sla);
  if (sla && sla.endpoint !== endpoint) {
    throw new UserError(`--sla ${options.sla} is of endpoint ${sla.endpoint}; use the SLA of ${endpoint}`);
  }
  const { budget: ofSla, minimumRows, timeZone } = sla ? alarmSettingsOf(sla) : alarmDefaults;
  const store = openStore(options.store, options.endpointUrl);
  try {
    const { manifest, statistics } = await readBaselineById(store, endpoint, id);
    const windows = await storedWindows(store, manifest, { from, to });
    if (windows.length === 0) {
      const reason = `${store.address} has no report with a summary for endpoint ${endpoint}, schema ${manifest.schema}, in the span`;
      printEmpty('calibrate', reason, json ? { endpoint, baseline: id } : undefined);
      process.exitCode = exitCodes.empty;
      return;
    }
    const calibration = calibrateOrExplain(() =>
      calibrateBaseline({
        endpoint,
        schema: manifest.schema,
        baseline: id,
        statistics,
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

function ruleText({ limits, persistence: { unusual, of } }: Calibration): string {
  const single = `a score of at least ${limits.extreme.toFixed(2)} in one window`;
  return of === 1
    ? single
    : `${single}, or of at least ${limits.unusual.toFixed(2)} in ${unusual} of ${formatCount(of, 'judged window')}`;
}

function describeCalibration(calibration: Calibration, folder: string): string[] {
  const { history, expected, budget, power, features, notes, again, baseline } = calibration;
  const rate = (value: number) => value.toFixed(2);
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return [
    `calibration of baseline ${baseline}: ${formatCount(history.windows, 'window')} in ${history.weeks.toFixed(1)} weeks, ${history.tooSmall} too small`,
    `  alarms: ${rate(expected.episodesPerWeek)} episodes a week on weeks left out (95 % interval ${rate(expected.low)} to ${rate(expected.high)}), budget ${budget}`,
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
        percent(row.withinTwo),
        percent(row.withinSix),
        row.hidden.join(', '),
      ]),
    ).map((line) => `  ${line}`),
    `written to ${folder}`,
    `approve it: npx model-observability baseline approve ${folder} --by <arn> --why <text> --store <store>`,
  ];
}
