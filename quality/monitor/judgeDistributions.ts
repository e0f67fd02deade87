import type { Calibration } from '../../contract/calibration';
import type { Constraints, Statistics } from '../../contract/modelMonitorFiles';
import { isDriftOff, type Sla } from '../../contract/sla';
import { type AlarmVerdict, type BrokenPromise, promiseChecks } from '../../contract/windowSummary';
import { alarmsOf, type Level } from '../calibrated/alarmEpisodes';
import { binomialTail } from '../calibrated/binomialTail';
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
  const earlier = verdict.level === 'unusual' && of > 1 ? await args.readEarlier(of - 1) : [];
  const levels = [...earlier].reverse().map((isUnusual): Level => (isUnusual ? 'unusual' : 'usual'));
  const isAlarm = alarmsOf([...levels, verdict.level], calibration.persistence).at(-1) ?? false;
  const sampling = samplingErrors(args);
  const alarming = isAlarm ? verdict.features.filter(({ score }) => score >= calibration.limits.unusual) : [];
  return {
    brokenPromises: [
      ...exact.filter((promise) => !isReplaced(promise, sla) && !sampling.has(promise)),
      ...alarming.map((feature) => promiseOf(feature, args, calibration, verdict.level)),
    ].sort((a, b) => a.check.localeCompare(b.check)),
    alarms: { ...verdictOf(verdict, isAlarm, calibration), tolerated: [...sampling.values()] },
  };
}

function isReplaced({ check, feature }: BrokenPromise, { features }: Sla): boolean {
  if (check === promiseChecks.driftLimit) return true;
  return check === promiseChecks.categories && features[feature]?.categories === undefined;
}

/** A promise of completeness is broken if a window that just keeps it shows as many missing values less often than this. */
const leastProbability = 0.01;

/** Broken promises of completeness that the number of rows explains, each with a sentence. */
function samplingErrors({ numbers, sla, constraints }: JudgeArgs): ReadonlyMap<BrokenPromise, string> {
  const tolerated = numbers.brokenPromises.flatMap((promise): [BrokenPromise, string][] => {
    const i = constraints.features.findIndex(({ name }) => name === promise.feature);
    const summary = numbers.features.find(({ name }) => name === promise.feature);
    if (promise.check !== promiseChecks.completeness || !summary) return [];
    const { name, missing, present } = summary;
    const ofSla = Object.hasOwn(sla.features, name) ? sla.features[name]?.completeness : undefined;
    const promised = ofSla ?? constraints.features[i]?.completeness ?? 1;
    const rows = missing + present;
    const probability = binomialTail(missing, rows, 1 - promised);
    if (probability < leastProbability) return [];
    const text = `${name}: ${missing} of ${rows} rows have no value. With the promised completeness of ${promised}, ${figure(probability * 100)} % of windows have as many.`;
    return [[promise, text]];
  });
  return new Map(tolerated);
}

function promiseOf(
  feature: UnusualFeature,
  { numbers, sla }: JudgeArgs,
  { persistence }: Calibration,
  level: Level,
): BrokenPromise {
  const { name, part, onceInWeeks, reference } = feature;
  const drift = numbers.features.find((summary) => summary.name === name)?.drift;
  const exact =
    drift === undefined
      ? 'The exact rule compared nothing.'
      : `The exact rule ${drift.distance > drift.limit ? 'would alarm' : 'would not alarm'}: distance ${figure(drift.distance)}, limit ${figure(drift.limit)}.`;
  const windows =
    level === 'unusual' && persistence.of > 1 ? `, in ${persistence.unusual} of ${persistence.of} windows` : '';
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
  const { score, level } = verdict;
  const { unusual, of } = calibration.persistence;
  const rule = of > 1 ? `; an alarm requires ${unusual} of the last ${of} judged windows` : '';
  const [most] = verdict.features;
  const where = most
    ? `The most unusual feature is ${most.name}: ${frequencyText(most.onceInWeeks)}`
    : 'No feature was compared';
  return {
    mode: 'calibrated',
    reason: `${where}. The window is ${level}${level === 'unusual' ? rule : ''}.`,
    judged: { score, limits: calibration.limits, isUnusual: level !== 'usual', isAlarm },
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
