import type { FaultPower, Persistence } from '../../contract/calibration';
import { alarmsOf } from './alarmEpisodes';
import { faultLibrary } from './faults';
import { countValues } from './featureCounts';
import { featureValues } from './featureValues';
import type { PastScores } from './pastScores';
import type { History } from './pastWindows';

/** Judged windows that a fault lasts, and the number of times that each is injected. */
const faultWindows = 6;
const injections = 12;

/** Scores of a feature's windows with an injected fault: by fault and injection, those of the fault's windows. */
export type FaultScores = readonly (readonly (readonly number[])[] | undefined)[];

/** Injects every fault into a feature, from windows that are spread over the history. */
export function faultScores(history: History, feature: number, past: PastScores): FaultScores {
  const { windows, features } = history;
  const judged = features[feature];
  const last = windows.length - faultWindows;
  if (!judged || last < 0) return [];
  const { position, bins } = judged;
  const starts = Array.from({ length: injections }, (_, i) => Math.floor((last * i) / (injections - 1)));
  return faultLibrary.map(({ inject }) => {
    const injected = [...new Set(starts)].map((start) =>
      windows.slice(start, start + faultWindows).map((window) => {
        const statistics = window.statistics.features[position];
        const values = statistics && featureValues(statistics);
        const changed = values && inject(values, bins);
        return changed && past.scoreInPlace(window, countValues(changed, bins));
      }),
    );
    const applies = injected.some((scores) => scores.some((score) => score !== undefined));
    return applies ? injected.map((scores) => scores.map((score) => score ?? 0)) : undefined;
  });
}

/** Share of single windows with a fault that reach a limit, 0..1. */
export function reachedShare(scores: FaultScores, limit: number): number {
  const all = scores.flatMap((fault) => fault?.flat() ?? []);
  return all.length === 0 ? 0 : all.filter((score) => score >= limit).length / all.length;
}

/** How many injected faults raise an alarm within two and six judged windows. The windows before a fault are taken for usual. */
export function detectionPower(features: readonly FaultScores[], limit: number, rule: Persistence): FaultPower[] {
  return faultLibrary.flatMap(({ name, severity }, fault): FaultPower[] => {
    const affected = features.flatMap((scores) => (scores[fault] ? [scores[fault]] : []));
    const firsts = affected.flatMap((scores) => scores.map((ofFault) => firstAlarm(ofFault, limit, rule)));
    if (firsts.length === 0) return [];
    const shareWithin = (windows: number) =>
      firsts.filter((first) => first >= 0 && first < windows).length / firsts.length;
    const count = { features: affected.length, injections: firsts.length };
    return [{ fault: name, severity, ...count, withinTwo: round(shareWithin(2)), withinSix: round(shareWithin(6)) }];
  });
}

function firstAlarm(scores: readonly number[], limit: number, rule: Persistence): number {
  return alarmsOf(
    scores.map((score) => score >= limit),
    rule,
  ).indexOf(true);
}

const round = (share: number) => Number(share.toFixed(3));

/** One figure for a rule: severe faults count within two windows, moderate ones within six. */
export function meanPower(power: readonly FaultPower[]): number {
  const shares = power.map(({ severity, withinTwo, withinSix }) => (severity === 'severe' ? withinTwo : withinSix));
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(shares.length, 1);
}
