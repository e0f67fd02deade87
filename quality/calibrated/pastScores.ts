import type {
  CheckTail,
  DistributionCheck,
  FeatureBins,
  FeatureCounts,
  ReferenceKind,
  Tail,
} from '../../contract/calibration';
import { type CheckValues, checksOf, compareCounts } from './featureScores';
import { independentValues } from './independentRows';
import type { PastReference } from './pastReferences';
import type { History, JudgedWindow } from './pastWindows';
import { rowEffectOf, withoutRowEffects } from './rowEffect';
import { higherTail, mostUnusual, stretchOf, stretchTail, tailOf } from './tails';

type Tails = Partial<Record<DistributionCheck, Tail>>;

/** One feature's past windows under one reference, each scored without the windows of its own fold and the folds beside it. */
export class PastScores {
  /** By window; undefined where the feature has no counts. */
  readonly scores: readonly (number | undefined)[];
  /** Without the effect of rows. */
  private readonly values: readonly (CheckValues | undefined)[];
  private readonly rowEffects: Partial<Record<DistributionCheck, number>>;
  private readonly tailsByFold = new Map<number, Tails>();
  private readonly stretches: Partial<Record<DistributionCheck, number>>;
  /** Values of windows of independent rows, and their tails, which no other tail is below. */
  private readonly drawn: readonly CheckValues[];
  private readonly floors: Tails;

  constructor(
    readonly reference: PastReference,
    private readonly windows: readonly JudgedWindow[],
    private readonly bins: FeatureBins,
    feature: number,
  ) {
    const values = windows.map((window) => this.compare(window, window.counts[feature]));
    this.rowEffects = rowEffectsOf(values, windows);
    this.values = values.map((of, i) => of && withoutRowEffects(of, this.rowEffects, rowsOf(windows[i])));
    this.drawn = this.drawnValues();
    this.floors = this.independentTails();
    for (const { fold } of windows) {
      if (this.tailsByFold.has(fold)) continue;
      this.tailsByFold.set(
        fold,
        this.tails((other) => Math.abs(other - fold) > 1),
      );
    }
    this.stretches = this.stretchesOf();
    for (const [fold, tails] of this.tailsByFold) this.tailsByFold.set(fold, this.stretch(tails));
    this.scores = windows.map(({ fold }, i) => this.scoreOf(this.values[i], fold));
  }

  /** The score that other counts in the place of a window's would have. */
  scoreInPlace(window: JudgedWindow, counts: FeatureCounts | undefined): number {
    const values = this.compare(window, counts);
    return this.scoreOf(values && withoutRowEffects(values, this.rowEffects, rowsOf(window)), window.fold) ?? 0;
  }

  /** The tails of each check over all windows, as a calibration stores them. */
  checks(): Partial<Record<DistributionCheck, CheckTail>> {
    const entries = Object.entries(this.stretch(this.tails(() => true))) as [DistributionCheck, Tail][];
    return Object.fromEntries(
      entries.map(([check, tail]) => [check, { tail, rowEffect: this.rowEffects[check] ?? 0 }]),
    );
  }

  private tails(includes: (fold: number) => boolean): Tails {
    const byCheck = new Map<DistributionCheck, number[]>();
    this.values.forEach((values, i) => {
      if (!values || !includes(this.windows[i]?.fold ?? 0)) return;
      for (const [check, value] of checksOf(values)) addTo(byCheck, check, value);
    });
    return Object.fromEntries([...byCheck].map(([check, list]) => [check, tailOf(list)]));
  }

  private stretchesOf(): Partial<Record<DistributionCheck, number>> {
    const byCheck = new Map<DistributionCheck, { value: number; tail: Tail }[]>();
    this.values.forEach((values, i) => {
      const tails = this.tailsByFold.get(this.windows[i]?.fold ?? 0);
      for (const [check, value] of values ? checksOf(values) : []) {
        const tail = tails?.[check];
        if (tail) addTo(byCheck, check, { value, tail });
      }
    });
    return Object.fromEntries([...byCheck].map(([check, leftOut]) => [check, stretchOf(leftOut)]));
  }

  private stretch(tails: Tails): Tails {
    const entries = Object.entries(tails) as [DistributionCheck, Tail][];
    return Object.fromEntries(
      entries.map(([check, tail]) => {
        const stretched = stretchTail(tail, this.stretches[check] ?? 1);
        const floor = this.floors[check];
        return [check, floor ? higherTail(stretched, floor) : stretched];
      }),
    );
  }

  /** Scores of windows of independent rows. */
  drawnScores(): number[] {
    const tails = this.stretch(this.tails(() => true));
    return this.drawn.map((values) => mostUnusual(values, tails)?.score ?? 0);
  }

  private independentTails(): Tails {
    const byCheck = new Map<DistributionCheck, number[]>();
    for (const values of this.drawn) for (const [check, value] of checksOf(values)) addTo(byCheck, check, value);
    return Object.fromEntries([...byCheck].map(([check, list]) => [check, tailOf(list)]));
  }

  private drawnValues(): CheckValues[] {
    const references = new Set(this.windows.flatMap((window) => this.reference.countsFor(window) ?? []));
    return independentValues([...references], this.bins.kind).map(({ rows, values }) =>
      withoutRowEffects(values, this.rowEffects, rows),
    );
  }

  private compare(window: JudgedWindow, counts: FeatureCounts | undefined): CheckValues | undefined {
    const reference = counts && this.reference.countsFor(window);
    return reference && compareCounts(counts, reference, this.bins.kind);
  }

  private scoreOf(values: CheckValues | undefined, fold: number): number | undefined {
    return values && mostUnusual(values, this.tailsByFold.get(fold) ?? {})?.score;
  }
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
  return Object.fromEntries([...byCheck].map(([check, list]) => [check, rowEffectOf(list)]));
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
