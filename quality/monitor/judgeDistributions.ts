import type { Calibration } from '../../contract/calibration';
import type { Constraints, Statistics } from '../../contract/modelMonitorFiles';
import { isDriftOff, type Sla } from '../../contract/sla';
import { type AlarmVerdict, type BrokenPromise, promiseChecks } from '../../contract/windowSummary';
import { alarmsOf } from '../calibrated/alarmEpisodes';
import { type DistributionVerdict, judgeWindow, type UnusualFeature } from '../calibrated/judgeWindow';
import { referenceNames } from '../calibrated/referenceSlots';
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
  /** Whether the judged windows before were unusual, the latest first. */
  readonly readEarlier: (windows: number) => Promise<readonly boolean[]>;
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
  const { statistics, constraints, from } = args;
  if (statistics.features.length !== constraints.features.length) {
    const reason = 'The number of columns differs from the baseline, so distributions were not judged.';
    return { brokenPromises: exact, alarms: { mode: 'calibrated', reason } };
  }
  const positions = new Map(constraints.features.map(({ name }, i) => [name, i]));
  const verdict = judgeWindow(calibration, {
    from,
    rows: numbers.tooFewRows === undefined ? numbers.rows : 0,
    featureOf: (name) => (isDriftOff(sla, name) ? undefined : statistics.features[positions.get(name) ?? -1]),
  });
  const { of } = calibration.persistence;
  const earlier = verdict.isUnusual && of > 1 ? await args.readEarlier(of - 1) : [];
  const isAlarm = alarmsOf([...earlier].reverse().concat(verdict.isUnusual), calibration.persistence).at(-1) ?? false;
  const alarming = isAlarm ? verdict.features.filter(({ score }) => score >= calibration.limit) : [];
  return {
    brokenPromises: [
      ...exact.filter((promise) => !isReplaced(promise, sla)),
      ...alarming.map((feature) => promiseOf(feature, args, calibration)),
    ].sort((a, b) => a.check.localeCompare(b.check)),
    alarms: verdictOf(verdict, isAlarm, calibration),
  };
}

function isReplaced({ check, feature }: BrokenPromise, { features }: Sla): boolean {
  if (check === promiseChecks.driftLimit) return true;
  return check === promiseChecks.categories && features[feature]?.categories === undefined;
}

function promiseOf(feature: UnusualFeature, { numbers, sla }: JudgeArgs, { persistence }: Calibration): BrokenPromise {
  const { name, part, onceInWeeks, reference } = feature;
  const drift = numbers.features.find((summary) => summary.name === name)?.drift;
  const exact =
    drift === undefined
      ? 'The exact rule compared nothing.'
      : `The exact rule ${drift.distance > drift.limit ? 'would alarm' : 'would not alarm'}: distance ${figure(drift.distance)}, limit ${figure(drift.limit)}.`;
  const windows = persistence.of > 1 ? `, in ${persistence.unusual} of ${persistence.of} windows` : '';
  return {
    feature: name,
    check: promiseChecks.driftLimit,
    severity: (Object.hasOwn(sla.features, name) ? sla.features[name]?.severity : undefined) ?? 'warning',
    description: `Unusual distribution (${feature.check})${windows}: ${part}, compared with ${referenceNames[reference]}. A window is this unusual ${frequencyText(onceInWeeks)}. ${exact}`,
  };
}

function verdictOf(verdict: DistributionVerdict, isAlarm: boolean, calibration: Calibration): AlarmVerdict {
  if (!verdict.isJudged) {
    const reason = `The window has too few rows to judge distributions; the calibration requires ${calibration.minimumRows}.`;
    return { mode: 'calibrated', reason };
  }
  const { score, isUnusual } = verdict;
  const { unusual, of } = calibration.persistence;
  const rule = of > 1 ? `; an alarm requires ${unusual} of the last ${of} judged windows` : '';
  const [most] = verdict.features;
  const where = most
    ? `The most unusual feature is ${most.name}: ${frequencyText(most.onceInWeeks)}`
    : 'No feature was compared';
  return {
    mode: 'calibrated',
    reason: `${where}. The window is ${isUnusual ? 'unusual' : 'usual'}${isUnusual ? rule : ''}.`,
    judged: { score, limit: calibration.limit, isUnusual, isAlarm },
    features: verdict.features.slice(0, listedFeatures),
  };
}

/** Beyond ten years, a tail of some weeks says nothing. */
const longestWeeks = 520;

function frequencyText(weeks: number): string {
  if (weeks > longestWeeks) return 'less than once in 10 years';
  if (weeks >= 1.5) return `about once in ${Math.round(weeks)} weeks`;
  return weeks >= 0.75 ? 'about once a week' : `about ${Math.round(1 / weeks)} times a week`;
}

const figure = (value: number) => Number(value.toPrecision(4));
