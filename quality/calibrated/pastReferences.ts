import type { FeatureCounts, ReferenceKind, StoredCounts } from '../../contract/calibration';
import { sumCounts } from './featureCounts';
import type { History, JudgedWindow } from './pastWindows';
import { slotOf } from './referenceSlots';
import { addTo, rollingWeeks, weekMs, weekName } from './rollingWeeks';

/** What one feature's windows of a history are compared with. */
export interface PastReference {
  readonly kind: ReferenceKind;
  /** What a past window is compared with: never its own week. */
  countsFor(window: JudgedWindow): FeatureCounts | undefined;
  /** The counts by slot, as a calibration stores them. */
  stored(): Record<string, StoredCounts>;
}

export function pastReference(kind: ReferenceKind, history: History, feature: number): PastReference {
  return kind === 'rolling' ? new RollingReference(history, feature) : new SlotReference(kind, history, feature);
}

/** Weeks of history from which the windows on one side of a fold are enough. */
const enoughWeeks = 6;

/**
 * The sums of one feature's counts in past windows by slot. A past window is compared with windows that its own fold and the
 * folds beside it are not among. In a long history these are on one side of it, the longer one, as windows to come have past
 * ones on one side only: between two sides, a trend would not be seen. An hour of the week has too few windows for that.
 */
class SlotReference implements PastReference {
  private readonly slots = new Map<string, StoredCounts>();
  private readonly folds = new Map<string, StoredCounts>();
  private readonly others = new Map<string, FeatureCounts | undefined>();
  private readonly allFolds: readonly number[];
  private readonly isOneSided: boolean;

  constructor(
    readonly kind: Exclude<ReferenceKind, 'rolling'>,
    { windows, weeks }: History,
    feature: number,
  ) {
    this.allFolds = [...new Set(windows.map(({ fold }) => fold))];
    this.isOneSided = kind !== 'hourOfWeek' && weeks >= enoughWeeks;
    for (const { fold, hourOfWeek, counts } of windows) {
      const own = counts[feature];
      if (!own) continue;
      const slot = slotOf(kind, hourOfWeek);
      addTo(this.slots, slot, own);
      addTo(this.folds, `${slot} ${fold}`, own);
    }
  }

  countsFor({ hourOfWeek, fold }: JudgedWindow): FeatureCounts | undefined {
    const slot = slotOf(this.kind, hourOfWeek);
    const key = `${slot} ${fold}`;
    if (!this.others.has(key)) {
      const counts = this.foldsFor(fold).flatMap((other) => this.folds.get(`${slot} ${other}`) ?? []);
      this.others.set(key, sumCounts(counts));
    }
    return this.others.get(key);
  }

  stored(): Record<string, StoredCounts> {
    return Object.fromEntries(this.slots);
  }

  private foldsFor(fold: number): readonly number[] {
    const before = this.allFolds.filter((other) => other < fold - 1);
    const after = this.allFolds.filter((other) => other > fold + 1);
    if (!this.isOneSided) return [...before, ...after];
    return before.length >= after.length ? before : after;
  }
}

/** Least weeks before a window of a history that its rolling reference adds up. */
const leastWeeks = 3;

/** The four weeks before a window's week; for the first weeks of a history, which have none, four weeks after it. */
class RollingReference implements PastReference {
  readonly kind = 'rolling';
  private readonly weeks = new Map<number, StoredCounts>();
  private readonly sums = new Map<number, FeatureCounts | undefined>();

  constructor(
    private readonly history: History,
    feature: number,
  ) {
    for (const { fold, counts } of history.windows) {
      const own = counts[feature];
      if (own) addTo(this.weeks, fold, own);
    }
  }

  countsFor({ fold }: JudgedWindow): FeatureCounts | undefined {
    if (!this.sums.has(fold)) {
      const before = this.sumOf(fold - rollingWeeks);
      this.sums.set(fold, before.weeks >= leastWeeks ? before.sum : this.sumOf(fold + 2).sum);
    }
    return this.sums.get(fold);
  }

  /** The last complete weeks: those after them are added up while windows are judged. */
  stored(): Record<string, StoredCounts> {
    const { windows } = this.history;
    const end = windows.at(-1)?.to.getTime() ?? 0;
    const complete = [...this.weeks.keys()].filter((week) => Date.parse(weekName(week)) + weekMs <= end);
    const latest = complete.sort((a, b) => a - b).slice(-rollingWeeks);
    return Object.fromEntries(
      latest.flatMap((week) => {
        const counts = this.weeks.get(week);
        return counts ? [[weekName(week), counts]] : [];
      }),
    );
  }

  private sumOf(first: number): { readonly weeks: number; readonly sum: FeatureCounts | undefined } {
    const counts = Array.from({ length: rollingWeeks }, (_, i) => this.weeks.get(first + i) ?? []).flat();
    return { weeks: counts.length, sum: sumCounts(counts) };
  }
}
