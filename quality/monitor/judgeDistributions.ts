import type { Calibration } from '../../contract/calibration';
import type { Constraints, Statistics } from '../../contract/modelMonitorFiles';
import { alarmSettingsOf, isDriftOff, type Sla } from '../../contract/sla';
import {
  type AlarmVerdict,
  type BrokenPromise,
  promiseChecks,
  type UnusualFeatureSummary,
} from '../../contract/windowSummary';
import { alarmsOf, type Level } from '../calibrated/alarmEpisodes';
import { joinStatistics } from '../calibrated/joinWindows';
import { type DistributionVerdict, judgeWindow, type UnusualFeature } from '../calibrated/judgeWindow';
import type { WeekCounts } from '../calibrated/rollingWeeks';
import { frequencyText, unusualText } from '../calibrated/unusualText';
import { samplingErrors } from './samplingErrors';
import type { ReportNumbers } from './summarizeReport';

/** Features that a summary lists. */
const listedFeatures = 10;

interface JudgeArgs {
  readonly numbers: ReportNumbers;
  readonly statistics: Statistics;
  readonly constraints: Constraints;
  /** A calibration, or why there is none, in one sentence. */
  readonly calibration: Calibration | string;
  readonly sla: Sla;
  /** Start of the window. */
  readonly from: Date;
  readonly past: PastWindows;
}

/** Reads what a window is judged with, besides its own report. */
export interface PastWindows {
  /** Whether the judged windows before were unusual, the latest first. */
  readonly earlierVerdicts: (windows: number) => Promise<readonly boolean[]>;
  /** The statistics of the windows right before that had too few rows. */
  readonly smallWindows: () => Promise<readonly Statistics[]>;
  /** The weeks of rolling references that a calibration lacks. */
  readonly weeks: (calibration: Calibration) => Promise<WeekCounts>;
}

/**
 * Judges a report's distributions. With a calibration, its alarms replace the drift violations of the exact rule, and those
 * on categories that only the baseline lacks: these are counted by the calibration. Without one, everything stays as it is.
 */
export async function judgeDistributions(args: JudgeArgs): Promise<{
  readonly brokenPromises: BrokenPromise[];
  readonly alarms: AlarmVerdict;
}> {
  const { numbers, calibration, sla } = args;
  const exact = numbers.brokenPromises;
  if (typeof calibration === 'string') return { brokenPromises: exact, alarms: { mode: 'exact', reason: calibration } };
  const { statistics, constraints, from, past } = args;
  if (statistics.features.length !== constraints.features.length) {
    const reason = 'The number of columns differs from the baseline, so distributions were not judged.';
    return { brokenPromises: exact, alarms: { mode: 'calibrated', reason } };
  }
  const positions = new Map(constraints.features.map(({ name }, i) => [name, i]));
  const least = Math.max(calibration.minimumRows, alarmSettingsOf(sla).minimumRows);
  const small = numbers.rows < least ? await past.smallWindows() : [];
  const joined = joinStatistics([...small, statistics]);
  const isEnough = joined.dataset.item_count >= least;
  const verdict = judgeWindow(calibration, {
    from,
    rows: isEnough ? joined.dataset.item_count : 0,
    featureOf: (name) => (isDriftOff(sla, name) ? undefined : joined.features[positions.get(name) ?? -1]),
    weeks: isEnough ? await past.weeks(calibration) : undefined,
  });
  const { of } = calibration.persistence;
  const earlier = verdict.level === 'unusual' && of > 1 ? await past.earlierVerdicts(of - 1) : [];
  const levels = [...earlier].reverse().map((isUnusual): Level => (isUnusual ? 'unusual' : 'usual'));
  const isAlarm = alarmsOf([...levels, verdict.level], calibration.persistence).at(-1) ?? false;
  const sampling = samplingErrors(args);
  const features = verdict.features.map((feature) => summarize(feature, isAlarm, args, calibration));
  return {
    brokenPromises: [
      ...exact.filter((promise) => !isReplaced(promise, sla) && !sampling.has(promise)),
      ...features
        .filter((feature) => feature.isAlarm)
        .map((feature) => promiseOf(feature, sla, calibration, verdict.level)),
    ].sort((a, b) => a.check.localeCompare(b.check)),
    alarms: {
      ...verdictOf({ ...verdict, features }, isAlarm, calibration, small.length),
      tolerated: [...sampling.values()],
    },
  };
}

function isReplaced({ check, feature }: BrokenPromise, { features }: Sla): boolean {
  if (check === promiseChecks.driftLimit) return true;
  return check === promiseChecks.categories && features[feature]?.categories === undefined;
}

function promiseOf(
  feature: UnusualFeatureSummary,
  { features }: Sla,
  { persistence }: Calibration,
  level: Level,
): BrokenPromise {
  const { name, check } = feature;
  const windows =
    level === 'unusual' && persistence.of > 1 ? `, in ${persistence.unusual} of ${persistence.of} windows` : '';
  return {
    feature: name,
    check: promiseChecks.driftLimit,
    severity: (Object.hasOwn(features, name) ? features[name]?.severity : undefined) ?? 'warning',
    description: `Unusual distribution (${check})${windows}: ${unusualText(feature)}`,
  };
}

/** A feature of a verdict as the summary has it: with its part in the alarm, and with the exact rule's verdict. */
function summarize(
  feature: UnusualFeature,
  isAlarm: boolean,
  { numbers }: JudgeArgs,
  { limits }: Calibration,
): UnusualFeatureSummary {
  const drift = numbers.features.find(({ name }) => name === feature.name)?.drift;
  return {
    ...feature,
    isAlarm: isAlarm && feature.score >= limits.unusual,
    ...(drift && { exact: { ...drift, isAlarm: drift.distance > drift.limit } }),
  };
}

function verdictOf(
  verdict: Omit<DistributionVerdict, 'features'> & { readonly features: readonly UnusualFeatureSummary[] },
  isAlarm: boolean,
  calibration: Calibration,
  added: number,
): AlarmVerdict {
  if (!verdict.isJudged) {
    const reason = `The window has too few rows to judge distributions; the calibration requires ${calibration.minimumRows}. Its rows are added to the next window.`;
    return { mode: 'calibrated', reason };
  }
  const { score, level, features } = verdict;
  const { unusual, of } = calibration.persistence;
  const rule = of > 1 ? `; an alarm requires ${unusual} of the last ${of} judged windows` : '';
  const [most] = verdict.features;
  const where = most
    ? `The most unusual feature is ${most.name}: ${frequencyText(most.onceInWeeks)}`
    : 'No feature was compared';
  return {
    mode: 'calibrated',
    reason: `${where}. The window is ${level}${level === 'unusual' ? rule : ''}.`,
    judged: { score, limits: calibration.limits, isUnusual: level !== 'usual', isAlarm, ...(added > 0 && { added }) },
    features: features.slice(0, listedFeatures),
  };
}
