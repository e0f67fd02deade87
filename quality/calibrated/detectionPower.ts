import type { FaultPower, FeatureCounts, Persistence } from '../../contract/calibration';
import { hourMs } from '../../contract/hours';
import { alarmsOf, type Limits, levelOf } from './alarmEpisodes';
import { type Change, changedShare, type Fault, type FaultScene, faultLibrary } from './faults';
import { countValues } from './featureCounts';
import { type FeatureValues, featureValues } from './featureValues';
import type { PastScores } from './pastScores';
import type { History, JudgedWindow } from './pastWindows';

/** Judged windows that a fault lasts, and the number of times that each is injected. */
const faultWindows = 6;
const injections = 12;

/** Share of the rows that an injection must change to count: zeros among zeros do not. */
const leastChange = 0.1;

/** Least share of a severe fault of one feature. An injection of its degree that changes less counts as moderate. */
const severeChange = 1 / 3;

/** A feature's values or counts in the windows of a fault. */
type Injection<T> = readonly { readonly window: JudgedWindow; readonly injected: T | undefined }[];

/** By fault of the library and by place in the history; undefined where it changes too little. */
type ByFault<T> = readonly (readonly (T | undefined)[])[];

/** Injects every fault into a feature and counts its values in the feature's bins. */
export function injectFaults(history: History, feature: number): ByFault<Injection<FeatureCounts>> {
  const bins = history.features[feature]?.bins;
  return injectValues(history, feature, injections).map((places) =>
    places.map((injection) =>
      injection?.map(({ window, injected }) => ({ window, injected: injected && bins && countValues(injected, bins) })),
    ),
  );
}

/**
 * Injects every fault into a feature at `places` windows that are spread over the history. Moderate faults of one feature have
 * twice as many places: the second ones are those of the severe degree that change too little.
 */
export function injectValues(history: History, feature: number, places: number): ByFault<Injection<FeatureValues>> {
  const { windows } = history;
  const last = windows.length - faultWindows;
  if (last < 0) return [];
  const starts = Array.from({ length: places }, (_, i) => Math.floor((last * i) / (places - 1)));
  const scenes = [...new Set(starts)].map((start) => scenesOf(history, feature, start));
  const injected = faultLibrary.map((fault) => scenes.map((scene) => injectInto(scene, fault)));
  const changing = (fault: number, from: number, to: number) =>
    (injected[fault] ?? []).map(({ injection, changed }) => (changed >= from && changed < to ? injection : undefined));
  return faultLibrary.map(({ name, severity, scope }, fault) => {
    if (scope === 'rows') return changing(fault, leastChange, Number.POSITIVE_INFINITY);
    if (severity === 'severe') return changing(fault, severeChange, Number.POSITIVE_INFINITY);
    const severe = faultLibrary.findIndex((other) => other.name === name && other.severity === 'severe');
    return [...changing(fault, leastChange, Number.POSITIVE_INFINITY), ...changing(severe, leastChange, severeChange)];
  });
}

/** Injects a fault into some windows. A clock shift moves rows from one window to another, so each of its windows counts. */
function injectInto(
  scene: readonly WindowScene[],
  { inject, scope }: Pick<Fault, 'inject' | 'scope'>,
): { readonly injection: Injection<FeatureValues>; readonly changed: number } {
  const changes: Change[] = [];
  const injection = scene.map(({ window, values, ...context }) => {
    const after = values && inject(values, context);
    if (values && after) changes.push({ before: values, after });
    return { window, injected: after ?? values };
  });
  const share = changes.length / Math.max(scene.length, 1);
  const changed =
    scope === 'feature'
      ? changedShare(changes)
      : changes.reduce((sum, change) => sum + changedShare([change]), 0) / Math.max(changes.length, 1);
  return { injection, changed: changed * share };
}

interface WindowScene extends FaultScene {
  readonly window: JudgedWindow;
  readonly values: FeatureValues | undefined;
}

function scenesOf({ windows, byStart, features }: History, feature: number, start: number): WindowScene[] {
  const judged = features[feature];
  const span = windows.slice(start, start + faultWindows);
  if (!judged) return [];
  const { bins, position } = judged;
  const valuesIn = (window: JudgedWindow | undefined, at = position) => {
    const statistics = window?.statistics.features[at];
    return statistics && featureValues(statistics);
  };
  const sameKind = features.filter((other) => other.bins.kind === bins.kind);
  const other = sameKind[(sameKind.indexOf(judged) + 1) % sameKind.length];
  const first = valuesIn(span[0]);
  if (!first) return [];
  return span.map((window) => ({
    window,
    values: valuesIn(window),
    bins,
    first,
    other: other === judged ? undefined : valuesIn(window, other?.position),
    later: (hours) => valuesIn(byStart.get(window.from.getTime() + hours * hourMs)),
  }));
}

/** Scores of a feature's windows with an injected fault. */
export type FaultScores = ByFault<readonly number[]>;

export function scoreFaults(faults: ByFault<Injection<FeatureCounts>>, past: PastScores): FaultScores {
  return faults.map((places) =>
    places.map((injection) => injection?.map(({ window, injected }) => past.scoreInPlace(window, injected))),
  );
}

/** Share of single windows with a fault that reach a limit, 0..1. */
export function reachedShare(scores: FaultScores, limit: number): number {
  const all = scores.flat().flatMap((places) => places ?? []);
  return all.length === 0 ? 0 : all.filter((score) => score >= limit).length / all.length;
}

/**
 * How many injected faults raise an alarm within two and six judged windows. The windows before a fault are taken for usual,
 * and so are the other features during a fault of one feature.
 */
export function detectionPower(
  features: readonly { readonly name: string; readonly faults: FaultScores }[],
  limits: Limits,
  rule: Persistence,
): FaultPower[] {
  const firstAlarm = (scores: readonly number[]) =>
    alarmsOf(
      scores.map((score) => levelOf(score, limits)),
      rule,
    ).indexOf(true);
  return faultLibrary.flatMap(({ name: fault, what, severity, scope }, i): FaultPower[] => {
    const affected = features.map(({ name, faults }) => ({ name, places: faults[i] ?? [] }));
    const groups = scope === 'feature' ? affected : [{ name: '', places: highestByPlace(affected) }];
    const affectedGroups = groups.map(({ name, places }) => ({
      name,
      firsts: places.flatMap((scores) => (scores ? [firstAlarm(scores)] : [])),
    }));
    const firsts = affectedGroups.flatMap((group) => group.firsts);
    if (firsts.length === 0) return [];
    const shareWithin = (windows: number, of = firsts) =>
      of.filter((first) => first >= 0 && first < windows).length / of.length;
    const hidden = affectedGroups.filter(
      (group) => group.firsts.length > 0 && shareWithin(faultWindows, group.firsts) < 0.5,
    );
    return [
      {
        fault,
        what,
        severity,
        injections: firsts.length,
        withinTwo: round(shareWithin(2)),
        withinSix: round(shareWithin(faultWindows)),
        hidden: scope === 'feature' ? hidden.map(({ name }) => name) : [],
      },
    ];
  });
}

/** The highest score of each window over all features, by place; undefined where the fault changes no feature. */
function highestByPlace(features: readonly { readonly places: ByFault<readonly number[]>[number] }[]) {
  return Array.from({ length: Math.max(0, ...features.map(({ places }) => places.length)) }, (_, place) => {
    const scores = features.flatMap(({ places }) => (places[place] ? [places[place]] : []));
    return scores[0]?.map((_score, window) => Math.max(...scores.map((of) => of[window] ?? 0)));
  });
}

const round = (share: number) => Number(share.toFixed(3));

/** One figure for a rule: severe faults count within two windows, moderate ones within six. */
export function meanPower(power: readonly FaultPower[]): number {
  const shares = power.map(({ severity, withinTwo, withinSix }) => (severity === 'severe' ? withinTwo : withinSix));
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(shares.length, 1);
}
