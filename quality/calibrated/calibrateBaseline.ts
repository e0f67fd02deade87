import { createHash } from 'node:crypto';
import { type Calibration, calibrationVersion, type FeatureCalibration } from '../../contract/calibration';
import type { Statistics } from '../../contract/modelMonitorFiles';
import type { SchemaRef } from '../../contract/storeLayout';
import { persistenceRules, rateInterval } from './alarmEpisodes';
import { allowedEpisodes, chooseLimits, episodesAt, leastLimits } from './chooseLimits';
import { detectionPower, type FaultScores, injectFaults, meanPower, reachedShare, scoreFaults } from './detectionPower';
import { pastReference } from './pastReferences';
import { candidateReferences, drawnScores, PastScores, windowScores } from './pastScores';
import type { PastWindow } from './pastWindow';
import { dailyFolds, type History, readHistory } from './pastWindows';
import { referenceNames } from './referenceSlots';
import { weekMs } from './rollingWeeks';
import { tailOf } from './tails';

export interface CalibrationArgs extends SchemaRef {
  /** Id and statistics of the baseline. */
  readonly baseline: string;
  readonly statistics: Statistics;
  readonly windows: readonly PastWindow[];
  /** Alarm episodes a week. */
  readonly budget: number;
  readonly minimumRows: number;
  /** Of the hours of references (IANA). */
  readonly timeZone: string;
  /** Features whose drift check the SLA switches off. */
  readonly isOff?: (name: string) => boolean;
  readonly madeAt: Date;
  /** ARN of the author. */
  readonly madeBy: string;
}

/** A feature under one reference, and how well faults of it are found. */
interface Candidate {
  readonly past: PastScores;
  readonly faults: FaultScores;
}

/** Weeks of history from which limits rest on whole weeks that were left out. */
const enoughWeeks = 4;
/** Least judged windows of a history, and of those that others can be compared with. */
const leastWindows = 20;
const leastCompared = 10;

/**
 * Sets the limits of a baseline's features so that past windows, each judged without its own week, keep the budget of alarm
 * episodes. The limit is one for the maximum over all features and checks, so that more features do not cost more alarms.
 * Throws an Error with one sentence for a history of fewer than 20 judged windows, or in which fewer than 10 have others to be
 * compared with.
 */
export function calibrateBaseline(args: CalibrationArgs): Calibration {
  const history = readHistory({ ...args, baseline: args.statistics });
  const { windows, weeks, features } = history;
  const tooLittle = tooLittleText(history, args);
  if (tooLittle !== undefined) throw new Error(tooLittle);
  const scope = { budget: args.budget, weeks };
  const candidates = features.map(({ bins }, feature) => {
    const injected = injectFaults(history, feature);
    return candidateReferences(history).map((kind): Candidate => {
      const past = new PastScores(pastReference(kind, history, feature), windows, bins, feature);
      return { past, faults: scoreFaults(injected, past) };
    });
  });
  const first = candidates.flatMap(([candidate]) => candidate?.past ?? []);
  const { extreme: firstLimit } = chooseLimits(windowScores(history, first), persistenceRules[0], {
    ...scope,
    least: leastLimits(drawnScores(first)),
  });
  const chosen = candidates.map((of) => chooseReference(of, firstLimit));
  const used = chosen.map(({ past }) => past);
  const scores = windowScores(history, used);
  const least = leastLimits(drawnScores(used));
  const faults = chosen.map((candidate, i) => ({ name: features[i]?.name ?? '', faults: candidate.faults }));
  const rules = persistenceRules.map((rule) => {
    const limits = chooseLimits(scores, rule, { ...scope, least });
    return { rule, limits, power: detectionPower(faults, limits, rule) };
  });
  const best = rules.reduce((a, b) => (meanPower(b.power) > meanPower(a.power) ? b : a));
  const episodes = episodesAt(scores, best.rule, best.limits);
  return sealCalibration({
    version: calibrationVersion,
    endpoint: args.endpoint,
    schema: args.schema,
    baseline: args.baseline,
    madeAt: args.madeAt.toISOString(),
    madeBy: args.madeBy,
    history: describeHistory(history),
    budget: args.budget,
    minimumRows: args.minimumRows,
    timeZone: args.timeZone,
    limits: best.limits,
    persistence: best.rule,
    tail: tailOf(scores),
    expected: { episodesPerWeek: episodes / weeks, ...rateInterval(episodes, weeks) },
    power: best.power,
    notes: notesOf(history, args),
    again: againAt(history, args),
    features: chosen.map(({ past, reason }, i) => storedFeature(history, i, past, reason)),
  });
}

/** Share of injected faults that a reference must show more than those before it. */
const leastGain = 0.05;

function chooseReference(candidates: readonly Candidate[], limit: number): Candidate & { readonly reason: string } {
  const rated = candidates.map((candidate) => ({ candidate, share: reachedShare(candidate.faults, limit) }));
  const [first, ...others] = rated;
  if (!first) throw new Error('a feature has no candidate reference');
  const best = others.reduce((a, b) => (b.share > a.share + leastGain ? b : a), first);
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const rest = rated.filter((other) => other !== best);
  const than = rest.map(({ candidate, share }) => `${referenceNames[candidate.past.reference.kind]} ${percent(share)}`);
  const follows = best === first && others.some(({ share }) => share > first.share) ? ', and follows changes' : '';
  const reason =
    rest.length === 0
      ? 'The history is too short for other references.'
      : `Shows ${percent(best.share)} of injected faults in one window${follows}; ${than.join(', ')}.`;
  return { ...best.candidate, reason };
}

function storedFeature({ features }: History, i: number, past: PastScores, reason: string): FeatureCalibration {
  const feature = features[i];
  if (!feature) throw new Error(`no feature ${i}`);
  const reference = { kind: past.reference.kind, reason, slots: past.reference.stored() };
  return { name: feature.name, bins: feature.bins, reference, checks: past.checks() };
}

function describeHistory({ windows, weeks, tooSmall }: History): Calibration['history'] {
  const [first, last] = [windows[0], windows.at(-1)];
  const lengths = windows.map(({ from, to }) => to.getTime() - from.getTime()).sort((a, b) => a - b);
  return {
    from: first?.from.toISOString() ?? '',
    to: last?.to.toISOString() ?? '',
    weeks,
    windows: windows.length,
    tooSmall,
    windowMinutes: (lengths[Math.floor(lengths.length / 2)] ?? 0) / 60_000,
  };
}

function notesOf({ weeks, features }: History, { budget, statistics }: CalibrationArgs): string[] {
  const judged = new Set(features.map(({ name }) => name));
  const left = statistics.features.filter(({ name }) => !judged.has(name)).map(({ name }) => name);
  const history = `${weeks.toFixed(1)} weeks of history`;
  return [
    allowedEpisodes({ budget, weeks }) < 0
      ? [`${history} cannot show that a budget of ${budget} a week holds: the limit lies above all that was seen.`]
      : [],
    weeks < enoughWeeks ? [`${history} are few: seasons of a week or more count as unusual.`] : [],
    left.length > 0 ? [`Not judged, because they have no distribution or their check is off: ${left.join(', ')}.`] : [],
  ].flat();
}

/** Once there are enough weeks, then as often as there is that much new history again, at most a quarter of a year. */
function againAt({ weeks, windows }: History, { madeAt }: CalibrationArgs): string {
  const start = windows[0]?.from.getTime() ?? madeAt.getTime();
  const due = start + Math.max(enoughWeeks, weeks + Math.min(weeks, 13)) * weekMs;
  return new Date(due).toISOString().slice(0, 10);
}

/** Why a history allows no calibration; undefined if it does. */
function tooLittleText(
  { windows, tooSmall, features, weeks }: History,
  { minimumRows }: CalibrationArgs,
): string | undefined {
  if (features.length === 0) return 'no feature of the baseline has a distribution that can be judged';
  const judged = `too little history: ${windows.length} past windows have at least ${minimumRows} rows (${tooSmall} have fewer)`;
  if (windows.length < leastWindows) return `${judged}; at least ${leastWindows} are needed`;
  const folds = [...new Set(windows.map(({ fold }) => fold))];
  const compared = windows.filter(({ fold }) => folds.some((other) => Math.abs(other - fold) > 1)).length;
  return compared < leastCompared
    ? `${judged}, but only ${compared} are two ${weeks < dailyFolds ? 'days' : 'weeks'} or more from others, with which they can be compared; at least ${leastCompared} are needed`
    : undefined;
}

/** Adds the hash of a calibration's content. */
function sealCalibration(content: Omit<Calibration, 'sha256' | 'approval'>): Calibration {
  return { ...content, sha256: calibrationHash(content) };
}

/** The hash of a calibration's content: all but the hash and the approval. */
export function calibrationHash({
  sha256: _,
  approval: __,
  ...content
}: Omit<Calibration, 'sha256'> & { readonly sha256?: string }): string {
  return createHash('sha256').update(JSON.stringify(content, sortKeys)).digest('hex');
}

/** The same object gives the same text, whatever order its keys were written in. */
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
