import type { DistributionCheck, FeatureBins, FeatureCounts, Tail } from '../../contract/calibration';
import { type CheckValues, compareCounts } from './featureScores';
import type { History, JudgedWindow, ReferenceTable } from './pastWindows';
import { mostUnusual, tailOf } from './tails';

type Tails = Partial<Record<DistributionCheck, Tail>>;

/** One feature's past windows under one reference, each scored without the windows of its own fold and the folds beside it. */
export class PastScores {
  /** By window; undefined where the feature has no counts. */
  readonly scores: readonly (number | undefined)[];
  private readonly values: readonly (CheckValues | undefined)[];
  private readonly tailsByFold = new Map<number, Tails>();

  constructor(
    readonly table: ReferenceTable,
    private readonly windows: readonly JudgedWindow[],
    private readonly bins: FeatureBins,
    feature: number,
  ) {
    this.values = windows.map((window) => this.valuesOf(window, window.counts[feature]));
    for (const { fold } of windows) {
      if (!this.tailsByFold.has(fold))
        this.tailsByFold.set(
          fold,
          this.tails((other) => Math.abs(other - fold) > 1),
        );
    }
    this.scores = windows.map(({ fold }, i) => this.scoreOf(this.values[i], fold));
  }

  /** The score that other counts in the place of a window's would have. */
  scoreInPlace(window: JudgedWindow, counts: FeatureCounts | undefined): number {
    return this.scoreOf(this.valuesOf(window, counts), window.fold) ?? 0;
  }

  /** The tails of each check over the windows of some folds. */
  tails(includes: (fold: number) => boolean = () => true): Tails {
    const byCheck = new Map<DistributionCheck, number[]>();
    this.values.forEach((values, i) => {
      if (!includes(this.windows[i]?.fold ?? 0)) return;
      for (const [check, value] of Object.entries(values ?? {}) as [DistributionCheck, number][]) {
        const list = byCheck.get(check);
        if (list) list.push(value);
        else byCheck.set(check, [value]);
      }
    });
    return Object.fromEntries([...byCheck].map(([check, list]) => [check, tailOf(list)]));
  }

  private valuesOf(window: JudgedWindow, counts: FeatureCounts | undefined): CheckValues | undefined {
    const reference = counts && this.table.withoutFoldOf(window);
    return reference && compareCounts(counts, reference, this.bins.kind);
  }

  private scoreOf(values: CheckValues | undefined, fold: number): number | undefined {
    return values && mostUnusual(values, this.tailsByFold.get(fold) ?? {})?.score;
  }
}

/** The highest score of each window over some features. */
export function windowScores(history: History, scores: readonly PastScores[]): number[] {
  return history.windows.map((_, i) => Math.max(0, ...scores.map((feature) => feature.scores[i] ?? 0)));
}

/** References worth trying for a length of history: every slot must have a few windows. */
export function candidateReferences({ weeks }: History): ReferenceTable['kind'][] {
  return [
    'flat',
    ...(weeks >= 2 ? (['hourOfDay'] as const) : []),
    ...(weeks >= 6 ? (['recent', 'hourOfWeek'] as const) : []),
  ];
}
