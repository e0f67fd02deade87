import type { Calibration, FeatureCalibration, FeatureCounts, StoredCounts } from '../../contract/calibration';
import { hourMs } from '../../contract/hours';
import type { CountedWindow } from './countedWindow';
import { addInto, storedCounts, sumCounts } from './featureCounts';

export const weekMs = 7 * 24 * hourMs;

/** A Monday. */
const firstMonday = Date.UTC(1970, 0, 5);

/** Weeks that a rolling reference adds up. */
export const rollingWeeks = 4;

/** The number of an instant's week, which begins on Monday, 00:00 UTC. */
export function weekNumber(instant: Date): number {
  return Math.floor((instant.getTime() - firstMonday) / weekMs);
}

const knownNames = new Map<number, string>();

/** The Monday of a week, as keys and files name it: `2026-11-02`. */
export function weekName(week: number): string {
  return getOrAdd(knownNames, week, () => new Date(firstMonday + week * weekMs).toISOString().slice(0, 10));
}

/** Sums of counts by week, and by feature of a calibration. */
export type WeekCounts = ReadonlyMap<string, ReadonlyMap<string, FeatureCounts>>;

/** Weeks before an instant's own that its rolling reference needs and a calibration lacks, the latest first. */
export function missingWeeks({ features }: Calibration, instant: Date): string[] {
  const rolling = features.find(({ reference }) => reference.kind === 'rolling');
  if (!rolling) return [];
  const week = weekNumber(instant);
  const needed = Array.from({ length: rollingWeeks }, (_, i) => weekName(week - 1 - i));
  return needed.filter((name) => rolling.reference.slots[name] === undefined);
}

/** Adds up windows by week, for the features of a calibration that have a rolling reference. */
export function countWeeks(calibration: Calibration, windows: readonly CountedWindow[]): WeekCounts {
  const rolling = calibration.features.filter(({ reference }) => reference.kind === 'rolling');
  const weeks = new Map<string, Map<string, StoredCounts>>();
  if (rolling.length === 0) return weeks;
  for (const window of windows) {
    const sums = getOrAdd(weeks, weekName(weekNumber(window.from)), () => new Map());
    for (const feature of rolling) {
      const counts = window.countsOf(feature);
      if (counts) addTo(sums, feature.name, counts);
    }
  }
  return weeks;
}

/** Sums of weeks before a week, which are the same for all of its windows. */
const knownSums = new WeakMap<WeekCounts, Map<FeatureCalibration, Map<number, FeatureCounts | undefined>>>();

/** The sum of a feature's latest four weeks before a week, of those that are known. */
export function rollingCounts(feature: FeatureCalibration, week: number, weeks: WeekCounts): FeatureCounts | undefined {
  const ofWeeks = getOrAdd(knownSums, weeks, () => new Map());
  const ofFeature = getOrAdd(ofWeeks, feature, () => new Map());
  return getOrAdd(ofFeature, week, () => sumBefore(feature, week, weeks));
}

function sumBefore(
  { name, reference: { slots } }: FeatureCalibration,
  week: number,
  weeks: WeekCounts,
): FeatureCounts | undefined {
  const before = Array.from({ length: rollingWeeks }, (_, i) => weekName(week - 1 - i));
  const known = before.flatMap((of) => slots[of] ?? weeks.get(of)?.get(name) ?? []);
  // After a pause of the endpoint, or where no later week was added up: the last weeks of the calibration.
  const used =
    known.length > 0 ? known : Object.entries(slots).flatMap(([of, counts]) => (of < weekName(week) ? counts : []));
  return sumCounts(used);
}

function getOrAdd<K, V>(
  map: { has(key: K): boolean; get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  const known = map.get(key);
  if (known !== undefined || map.has(key)) return known as V;
  const made = make();
  map.set(key, made);
  return made;
}

/** Adds counts to the sum of a key. */
export function addTo<K>(sums: Map<K, StoredCounts>, key: K, counts: FeatureCounts): void {
  const sum = sums.get(key);
  if (sum) addInto(sum, counts);
  else sums.set(key, storedCounts(counts));
}
