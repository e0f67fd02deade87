import type { FeatureStatistics, Statistics } from '../../contract/modelMonitorFiles';
import { type FeatureValues, featureValues } from '../calibrated/featureValues';
import {
  type Categories,
  categoryDistance,
  categoryNoise,
  type Numbers,
  numberDistance,
  numberNoise,
  rowsOf,
  thinOut,
  weightOf,
} from './distributions';

/** The distributions of a feature in the baseline and in the window, if both are of one kind and have values. */
export type ComparedValues =
  | { readonly kind: 'numeric'; readonly before: Numbers; readonly after: Numbers }
  | { readonly kind: 'category'; readonly before: Categories; readonly after: Categories };

/** How far a feature moved from its baseline. */
export interface FeatureChange {
  readonly name: string;
  readonly before: FeatureValues | undefined;
  readonly after: FeatureValues | undefined;
  readonly values: ComparedValues | undefined;
  /** Distance that samples of these sizes have by chance. */
  readonly noise: number;
  /** Distance of the values above chance, 0..1; 1 if numbers became text or text became numbers. */
  readonly moved: number;
  readonly isTypeChanged: boolean;
  /** Shares of missing values, and the rise above chance. */
  readonly missing: { readonly before: number; readonly after: number; readonly moved: number };
}

/** Compares features by position, as the monitor does; none if the numbers of columns differ. */
export function featureChanges(baseline: Statistics, current: Statistics): FeatureChange[] {
  if (baseline.features.length !== current.features.length) return [];
  return baseline.features.flatMap((feature, i) => {
    const other = current.features[i];
    return other ? [featureChange(feature, other)] : [];
  });
}

function featureChange(baseline: FeatureStatistics, current: FeatureStatistics): FeatureChange {
  const [before, after] = [featureValues(baseline), featureValues(current)];
  const values = before && after && compareValues(before, after);
  const noise = values ? noiseOf(values) : 0;
  const isTypeChanged = presentOf(baseline) > 0 && presentOf(current) > 0 && isNumeric(baseline) !== isNumeric(current);
  return {
    name: baseline.name,
    before,
    after,
    values,
    noise,
    moved: isTypeChanged ? 1 : values ? above(distanceOf(values), noise) : 0,
    isTypeChanged,
    missing: missingChange(baseline, current),
  };
}

/** Share of a feature's change that remains if the baseline had been these values; 0..1. */
export function unexplainedShare(change: FeatureChange, predicted: ComparedValues): number {
  return change.moved === 0 ? 0 : Math.min(1, above(distanceOf(predicted), change.noise) / change.moved);
}

export function distanceOf(values: ComparedValues): number {
  return values.kind === 'numeric'
    ? numberDistance(values.before, values.after)
    : categoryDistance(values.before, values.after);
}

/** Values of two sides as one comparison; undefined if a side is empty, or one has numbers and the other texts. */
export function compareValues(before: FeatureValues, after: FeatureValues): ComparedValues | undefined {
  if (before.kind === 'numeric' && after.kind === 'numeric') {
    const sides = { before: thinOut(before.numbers), after: thinOut(after.numbers) };
    return weightOf(sides.before) > 0 && weightOf(sides.after) > 0 ? { kind: 'numeric', ...sides } : undefined;
  }
  if (before.kind === 'category' && after.kind === 'category') {
    const sides = { before: before.categories, after: after.categories };
    return rowsOf(sides.before) > 0 && rowsOf(sides.after) > 0 ? { kind: 'category', ...sides } : undefined;
  }
  return undefined;
}

const above = (distance: number, noise: number) => Math.max(0, distance - noise);

function noiseOf(values: ComparedValues): number {
  return values.kind === 'numeric'
    ? numberNoise(weightOf(values.before), weightOf(values.after))
    : categoryNoise(values.before, rowsOf(values.after));
}

const commonOf = (feature: FeatureStatistics) => (feature.numerical_statistics ?? feature.string_statistics)?.common;
const presentOf = (feature: FeatureStatistics) => commonOf(feature)?.num_present ?? 0;
const isNumeric = (feature: FeatureStatistics) => feature.numerical_statistics !== undefined;

function missingChange(baseline: FeatureStatistics, current: FeatureStatistics): FeatureChange['missing'] {
  const share = (feature: FeatureStatistics) => {
    const { num_present: present = 0, num_missing: missing = 0 } = commonOf(feature) ?? {};
    return { rows: present + missing, missing: missing / Math.max(1, present + missing) };
  };
  const [a, b] = [share(baseline), share(current)];
  const noise = 2 * Math.sqrt(Math.max(a.missing * (1 - a.missing), 1 / Math.max(1, a.rows)) / Math.max(1, b.rows));
  return {
    before: a.missing,
    after: b.missing,
    moved: Math.max(0, b.missing - a.missing - noise),
  };
}
