import type { Calibration } from '../../contract/calibration';
import { dayMs, hourMs, minuteMs } from '../../contract/hours';
import type { Statistics } from '../../contract/modelMonitorFiles';
import { alarmSettingsOf, defaultFreshnessHours, type Sla } from '../../contract/sla';
import type { AlarmVerdict } from '../../contract/windowSummary';
import type { OpenBaseline } from '../../quality/baseline/openBaseline';
import { countedWindow } from '../../quality/calibrated/countedWindow';
import { longestJoinMs, mostJoined } from '../../quality/calibrated/joinWindows';
import { countWeeks, missingWeeks, type WeekCounts, weekMs } from '../../quality/calibrated/rollingWeeks';
import { judgeDistributions } from '../../quality/monitor/judgeDistributions';
import type { WindowAnalysis } from '../../quality/monitor/judgeWindow';
import { summarizeReport } from '../../quality/monitor/summarizeReport';
import { readSla } from '../../store/documents';
import { storedWindows } from '../../store/pastWindows';
import { windowSummaries } from '../../store/windowSummaries';
import type { CaptureWindow } from '../input/captureWindow';
import { deployedSettings } from '../input/deployedSettings';
import { readCalibrationAt, readCalibrationFile } from '../input/readCalibrationAt';
import type { RunInput } from './runInput';

interface AlarmOptions extends CaptureWindow {
  /** File of a calibration to try. @default the approved one beside the baseline */
  readonly calibration?: string;
  readonly sla?: string;
  readonly endpointUrl?: string;
}

interface JudgedRun {
  readonly input: RunInput;
  readonly baseline: OpenBaseline;
  /** Folder or `s3://` address of the baseline's files. */
  readonly baselineAddress: string;
}

/** Judges a run's distributions as the incident function judges those of a scheduled run. */
export async function judgeAlarms(
  analysis: WindowAnalysis,
  run: JudgedRun,
  options: AlarmOptions,
): Promise<AlarmVerdict> {
  const { input, baseline } = run;
  const sla = await slaOf(run, options);
  const calibration = await calibrationOf(run, sla, options);
  if (typeof calibration === 'string') return { mode: 'exact', reason: calibration };
  const from = options.from ?? input.hours[0];
  const refusal = refusalOf(analysis, run, calibration, options);
  if (from === undefined || refusal !== undefined) return { mode: 'calibrated', reason: refusal ?? unknownHour };
  const { statistics } = analysis;
  const { violations } = analysis.violations;
  const { alarms } = await judgeDistributions({
    numbers: summarizeReport({ statistics, violations, baseline, sla }),
    statistics,
    constraints: baseline.constraints,
    calibration,
    sla,
    from,
    past: {
      earlierVerdicts: (windows) => earlierVerdicts(input, from, windows),
      smallWindows: () => storedSmallWindows(input, from),
      weeks: (of) => storedWeeks(input, of, from),
    },
  });
  return alarms;
}

/** The SLA of a file, or that which the stack deployed; without both, one that promises nothing. */
async function slaOf({ input: { stored }, baseline }: JudgedRun, { sla: file }: AlarmOptions): Promise<Sla> {
  const { endpoint } = baseline.manifest;
  if (file !== undefined) return readSla(file);
  const deployed = stored && (await deployedSettings(stored.store, endpoint));
  return deployed?.sla ?? { endpoint, owner: '', runbook: '', freshnessHours: defaultFreshnessHours, features: {} };
}

/** The calibration to judge by, or why the exact rule is used. */
async function calibrationOf(
  { baseline, baselineAddress }: JudgedRun,
  sla: Sla,
  { calibration: file, endpointUrl }: AlarmOptions,
): Promise<Calibration | string> {
  const { id } = baseline.manifest;
  if (file !== undefined) return readCalibrationFile(file, id);
  if (alarmSettingsOf(sla).mode === 'exact') return 'The SLA sets mode exact.';
  const calibration = await readCalibrationAt(baselineAddress, id, endpointUrl);
  if (!calibration) return `Baseline ${id} has no calibration; 'baseline calibrate' makes one.`;
  return calibration.approval ? calibration : `The calibration of baseline ${id} is not used: it is not approved.`;
}

const unknownHour = 'The hour of the captures is unknown, and past windows are compared by hour: pass --from and --to.';

/** Why a run cannot be judged by a calibration, in one sentence. */
function refusalOf(
  { rows }: WindowAnalysis,
  { input: { hours, tables, stored } }: JudgedRun,
  { history: { windowMinutes }, minimumRows }: Calibration,
  { from = hours[0], to }: AlarmOptions,
): string | undefined {
  if (tables) return 'A table has no window that a calibration could judge.';
  const last = hours.at(-1);
  const end = to ?? (last && new Date(last.getTime() + hourMs));
  if (!from || !end) return unknownHour;
  const minutes = (end.getTime() - from.getTime()) / minuteMs;
  if (minutes > Math.max(60, windowMinutes)) {
    return `The run spans ${minutes} minutes, and the calibration judges windows of ${windowMinutes}: pass --from and --to of one window.`;
  }
  if (rows >= minimumRows || stored) return undefined;
  return `The window has ${rows} rows, too few to judge distributions; the calibration requires ${minimumRows}. With --store, the windows right before are added to it.`;
}

async function earlierVerdicts({ stored }: RunInput, from: Date, windows: number): Promise<boolean[]> {
  if (!stored) return [];
  const span = { from: new Date(from.getTime() - dayMs), to: from };
  const summaries = await windowSummaries(stored.store, stored.ref, span);
  const verdicts = summaries.flatMap(({ alarms, window }) =>
    alarms?.judged && new Date(window.to) <= from ? alarms.judged.isUnusual : [],
  );
  return verdicts.reverse().slice(0, windows);
}

/** The statistics of the windows right before that had too few rows, back to the last judged window. */
async function storedSmallWindows({ stored }: RunInput, from: Date): Promise<Statistics[]> {
  if (!stored) return [];
  const span = { from: new Date(from.getTime() - longestJoinMs), to: from };
  const windows = await storedWindows(stored.store, stored.ref, span);
  const judged = windows.findLastIndex(({ isSmall }) => !isSmall);
  return windows
    .slice(judged + 1)
    .slice(-mostJoined)
    .map(({ statistics }) => statistics);
}

/** The weeks of rolling references that the calibration lacks, from the reports in the store. */
async function storedWeeks({ stored }: RunInput, calibration: Calibration, from: Date): Promise<WeekCounts> {
  const mondays = missingWeeks(calibration, from).map((week) => Date.parse(week));
  if (!stored || mondays.length === 0) return new Map();
  const span = { from: new Date(Math.min(...mondays)), to: new Date(Math.max(...mondays) + weekMs) };
  return countWeeks(calibration, (await storedWindows(stored.store, stored.ref, span)).map(countedWindow));
}
