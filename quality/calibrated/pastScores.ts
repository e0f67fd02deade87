import type { DistributionCheck, FeatureBins, FeatureCounts, ReferenceKind, Tail } from '../../contract/calibration';
import { type CheckValues, checksOf, compareCounts } from './featureScores';
import { independentValues } from './independentRows';
import { independentShare } from './independentShare';
import type { PastReference } from './pastReferences';
import type { History, JudgedWindow } from './pastWindows';
import { rowEffectOf, withoutRowEffect } from './rowEffect';
import { type CheckTails, higherTail, mostUnusual, stretchOf, stretchTail, tailOf } from './tails';

type Tails = Partial<Record<DistributionCheck, Tail>>;

/** One feature's past windows under one reference, each scored without the windows of its own fold and the folds beside it. */
export class PastScores {
  /** By window; undefined where the feature has no counts. */
  readonly scores: readonly (number | undefined)[];
  private readonly values: readonly (CheckValues | undefined)[];
  private readonly rowEffects: Partial<Record<DistributionCheck, number>>;
  /** Share of the windows that do not depend on each other. */
  private readonly independent: Partial<Record<DistributionCheck, number>>;
  private readonly checksByFold: ReadonlyMap<number, CheckTails>;
  private readonly stretches: Partial<Record<DistributionCheck, number>>;
  /** Values of windows of independent rows, and their tails, which no other tail is below. */
  private readonly drawn: readonly { readonly rows: number; readonly values: CheckValues }[];
  private readonly floors: Tails;

  constructor(
    readonly reference: PastReference,
    private readonly windows: readonly JudgedWindow[],
    private readonly bins: FeatureBins,
    feature: number,
  ) {
    this.values = windows.map((window) => this.compare(window, window.counts[feature]));
    this.rowEffects = rowEffectsOf(this.values, windows);
    this.independent = mapEntries(
      this.adjusted(() => true),
      independentShare,
    );
    const references = new Set(windows.flatMap((window) => this.reference.countsFor(window) ?? []));
    this.drawn = independentValues([...references], this.bins);
    this.floors = this.independentTails();
    const folds = [...new Set(windows.map(({ fold }) => fold))];
    const tails = new Map(folds.map((fold) => [fold, this.tails((other) => Math.abs(other - fold) > 1)]));
    this.stretches = this.stretchesOf(tails);
    this.checksByFold = new Map([...tails].map(([fold, ofFold]) => [fold, this.stretch(ofFold)]));
    this.scores = windows.map((window, i) => this.scoreOf(this.values[i], window));
  }

  /** The score that other counts in the place of a window's would have. */
  scoreInPlace(window: JudgedWindow, counts: FeatureCounts | undefined): number {
    return this.scoreOf(this.compare(window, counts), window) ?? 0;
  }

  /** The tails of each check over all windows, as a calibration stores them. */
  checks(): CheckTails {
    return this.stretch(this.tails(() => true));
  }

  private tails(includes: (fold: number) => boolean): Tails {
    return mapEntries(this.adjusted(includes), (values, check) =>
      tailOf(values, values.length * (this.independent[check] ?? 1)),
    );
  }

  /** The values of each check, without the effect of rows, in the windows of some folds by time. */
  private adjusted(includes: (fold: number) => boolean): Map<DistributionCheck, number[]> {
    const byCheck = new Map<DistributionCheck, number[]>();
    this.values.forEach((values, i) => {
      const window = this.windows[i];
      if (!values || !window || !includes(window.fold)) return;
      for (const [check, value] of checksOf(values))
        addTo(byCheck, check, this.withoutRows(check, value, rowsOf(window)));
    });
    return byCheck;
  }

  private stretchesOf(tailsByFold: ReadonlyMap<number, Tails>): Partial<Record<DistributionCheck, number>> {
    const byCheck = new Map<DistributionCheck, { value: number; tail: Tail }[]>();
    this.values.forEach((values, i) => {
      const window = this.windows[i];
      const tails = window && tailsByFold.get(window.fold);
      for (const [check, value] of values ? checksOf(values) : []) {
        const tail = tails?.[check];
        if (tail) addTo(byCheck, check, { value: this.withoutRows(check, value, rowsOf(window)), tail });
      }
    });
    return mapEntries(byCheck, stretchOf);
  }

  private stretch(tails: Tails): CheckTails {
    const entries = Object.entries(tails) as [DistributionCheck, Tail][];
    return Object.fromEntries(
      entries.map(([check, tail]) => {
        const stretched = stretchTail(tail, this.stretches[check] ?? 1);
        const floor = this.floors[check];
        const rowEffect = this.rowEffects[check] ?? 0;
        return [check, { tail: floor ? higherTail(stretched, floor) : stretched, rowEffect }];
      }),
    );
  }

  /** Scores of windows of independent rows. */
  drawnScores(): number[] {
    const checks = this.checks();
    return this.drawn.map(({ rows, values }) => mostUnusual(values, checks, rows)?.score ?? 0);
  }

  private independentTails(): Tails {
    const byCheck = new Map<DistributionCheck, number[]>();
    for (const { rows, values } of this.drawn) {
      for (const [check, value] of checksOf(values)) addTo(byCheck, check, this.withoutRows(check, value, rows));
    }
    return mapEntries(byCheck, (values) => tailOf(values));
  }

  private withoutRows(check: DistributionCheck, value: number, rows: number): number {
    return withoutRowEffect(value, this.rowEffects[check] ?? 0, rows);
  }

  private compare(window: JudgedWindow, counts: FeatureCounts | undefined): CheckValues | undefined {
    const reference = counts && this.reference.countsFor(window);
    return reference && compareCounts(counts, reference, this.bins);
  }

  private scoreOf(values: CheckValues | undefined, window: JudgedWindow): number | undefined {
    return values && mostUnusual(values, this.checksByFold.get(window.fold) ?? {}, rowsOf(window))?.score;
  }
}

function mapEntries<T, R>(
  of: ReadonlyMap<DistributionCheck, T>,
  map: (value: T, check: DistributionCheck) => R,
): Partial<Record<DistributionCheck, R>> {
  return Object.fromEntries([...of].map(([check, value]) => [check, map(value, check)]));
}

const rowsOf = (window: JudgedWindow | undefined) => window?.statistics.dataset.item_count ?? 0;

function rowEffectsOf(
  values: readonly (CheckValues | undefined)[],
  windows: readonly JudgedWindow[],
): Partial<Record<DistributionCheck, number>> {
  const byCheck = new Map<DistributionCheck, { value: number; rows: number }[]>();
  values.forEach((of, i) => {
    for (const [check, value] of of ? checksOf(of) : []) {
      addTo(byCheck, check, { value, rows: rowsOf(windows[i]) });
    }
  });
  return mapEntries(byCheck, rowEffectOf);
}

function addTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** The highest score of each window over some features. */
export function windowScores(history: History, scores: readonly PastScores[]): number[] {
  return history.windows.map((_, i) => Math.max(0, ...scores.map((feature) => feature.scores[i] ?? 0)));
}

/** The highest score of each drawn window over some features. */
export function drawnScores(scores: readonly PastScores[]): number[] {
  const byFeature = scores.map((feature) => feature.drawnScores());
  const windows = Math.max(0, ...byFeature.map((drawn) => drawn.length));
  return Array.from({ length: windows }, (_, i) => Math.max(0, ...byFeature.map((drawn) => drawn[i] ?? 0)));
}

/** References worth trying for a length of history, those that follow changes first: every slot must have a few windows. */
export function candidateReferences({ weeks }: History): ReferenceKind[] {
  if (weeks >= 6) return ['rolling', 'flat', 'hourOfDay', 'hourOfWeek'];
  return weeks >= 2 ? ['flat', 'hourOfDay'] : ['flat'];
}
