import type { FeatureBins, FeatureCounts, ReferenceKind } from '../../contract/calibration';
import { hourMs } from '../../contract/hours';
import type { FeatureStatistics, Statistics } from '../../contract/modelMonitorFiles';
import { featureBins } from './featureBins';
import { addCounts, countValues } from './featureCounts';
import { featureValues } from './featureValues';
import { hourOfWeekIn } from './hourOfWeek';
import { slotOf } from './referenceSlots';

/** A past window's numbers, as its report has them. */
export interface PastWindow {
  readonly from: Date;
  readonly to: Date;
  readonly statistics: Statistics;
}

/** A feature of a baseline that calibrations judge. */
export interface JudgedFeature {
  readonly name: string;
  /** Its position among the baseline's features and those of a report. */
  readonly position: number;
  readonly bins: FeatureBins;
}

/** A past window with enough rows, and its counts of each judged feature. */
export interface JudgedWindow extends PastWindow {
  /** Whole weeks between it and the end of the history; days where the history is shorter than three weeks. */
  readonly fold: number;
  /** At its start, 0..167 from Sunday. */
  readonly hourOfWeek: number;
  readonly counts: readonly (FeatureCounts | undefined)[];
}

export interface History {
  readonly features: readonly JudgedFeature[];
  /** By time. */
  readonly windows: readonly JudgedWindow[];
  /** The same windows by their start in milliseconds. */
  readonly byStart: ReadonlyMap<number, JudgedWindow>;
  readonly tooSmall: number;
  readonly weeks: number;
}

export const weekMs = 7 * 24 * hourMs;

/** The features of a baseline that have a distribution. */
function judgedFeatures(
  baseline: readonly FeatureStatistics[],
  isOff: (name: string) => boolean = () => false,
): JudgedFeature[] {
  return baseline.flatMap((feature, position): JudgedFeature[] => {
    const values = featureValues(feature);
    const bins = values && featureBins(values);
    return bins && !isOff(feature.name) ? [{ name: feature.name, position, bins }] : [];
  });
}

/** Counts past windows, by time, in a baseline's bins. Windows of other columns and those of few rows are left out. */
export function readHistory(args: {
  readonly baseline: Statistics;
  readonly windows: readonly PastWindow[];
  readonly minimumRows: number;
  /** Of the hours of references (IANA). */
  readonly timeZone: string;
  readonly isOff?: (name: string) => boolean;
}): History {
  const { baseline, minimumRows, isOff } = args;
  const features = judgedFeatures(baseline.features, isOff);
  const matching = args.windows
    .filter(({ statistics }) => statistics.features.length === baseline.features.length)
    .sort((a, b) => a.from.getTime() - b.from.getTime());
  const large = matching.filter(({ statistics }) => statistics.dataset.item_count >= minimumRows);
  const [start, end] = [matching[0]?.from.getTime() ?? 0, matching.at(-1)?.to.getTime() ?? 0];
  const weeks = (end - start) / weekMs;
  const hourOfWeek = hourOfWeekIn(args.timeZone);
  const foldMs = weeks < 3 ? 24 * hourMs : weekMs;
  const windows = large.map(
    (window): JudgedWindow => ({
      ...window,
      fold: Math.floor((end - window.from.getTime() - 1) / foldMs),
      hourOfWeek: hourOfWeek(window.from),
      counts: features.map(({ position, bins }) => countsOf(window.statistics.features[position], bins)),
    }),
  );
  const byStart = new Map(windows.map((window) => [window.from.getTime(), window]));
  return { features, windows, byStart, tooSmall: matching.length - large.length, weeks };
}

/** A feature's counts in a report; undefined if it has no distribution there, or numbers instead of texts. */
export function countsOf(feature: FeatureStatistics | undefined, bins: FeatureBins): FeatureCounts | undefined {
  const values = feature && featureValues(feature);
  return values && countValues(values, bins);
}

const recentWeeks = 4;

/** The sums of one feature's counts in past windows by slot, from which the windows of one fold can be left out. */
export class ReferenceTable {
  private readonly slots = new Map<string, FeatureCounts>();
  private readonly folds = new Map<string, FeatureCounts>();
  private readonly left = new Map<string, FeatureCounts | undefined>();

  constructor(
    readonly kind: ReferenceKind,
    { windows }: History,
    feature: number,
  ) {
    const end = windows.at(-1)?.to.getTime() ?? 0;
    for (const { from, fold, hourOfWeek, counts } of windows) {
      const own = counts[feature];
      if (!own || (kind === 'recent' && from.getTime() < end - recentWeeks * weekMs)) continue;
      const slot = slotOf(kind, hourOfWeek);
      add(this.slots, slot, own);
      add(this.folds, `${slot} ${fold}`, own);
    }
  }

  /** What a past window is compared with: its slot without the windows of its own fold and the folds beside it, if any are left. */
  withoutFoldOf({ hourOfWeek, fold }: JudgedWindow): FeatureCounts | undefined {
    const others = this.without(slotOf(this.kind, hourOfWeek), fold);
    return others && others.rows > 0 ? others : undefined;
  }

  private without(slot: string, fold: number): FeatureCounts | undefined {
    const key = `${slot} ${fold}`;
    if (!this.left.has(key)) {
      const beside = [fold - 1, fold, fold + 1].flatMap((near) => this.folds.get(`${slot} ${near}`) ?? []);
      const total = this.slots.get(slot);
      this.left.set(key, total && beside.reduce((rest, counts) => addCounts(rest, counts, -1), total));
    }
    return this.left.get(key);
  }

  /** The counts by slot, as a calibration stores them. */
  stored(): Record<string, FeatureCounts> {
    return Object.fromEntries(this.slots);
  }
}

function add(sums: Map<string, FeatureCounts>, key: string, counts: FeatureCounts): void {
  const sum = sums.get(key);
  sums.set(key, sum ? addCounts(sum, counts) : counts);
}
