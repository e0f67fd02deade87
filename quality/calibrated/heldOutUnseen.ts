import { type FeatureBins, listedNumbers } from '../../contract/calibration';
import { entriesOf, type FeatureValues } from './featureValues';

/**
 * Rows of each past window whose value is in no other week than the window's own and those beside it, though the baseline
 * lists it. A baseline that rests on the same weeks knows their values, and would show fewer unseen ones than weeks to come
 * have. `folds` are the numbers of the windows' weeks.
 */
export function heldOutUnseen(
  windows: readonly (FeatureValues | undefined)[],
  folds: readonly number[],
  bins: FeatureBins,
): number[] {
  const spans = new ValueSpans(windows, folds);
  const isListed = listedIn(bins);
  const isRange = bins.kind === 'numeric' && 'low' in bins.known;
  return windows.map((values, i) => {
    const fold = folds[i] ?? 0;
    const range = isRange ? spans.rangeWithout(fold) : everyNumber;
    return (values ? entriesOf(values) : []).reduce((unseen, [value, rows]) => {
      // A baseline of a range takes numbers beyond its least and greatest one for known.
      const isInRange = typeof value === 'string' || (value > range.low && value < range.high);
      return unseen + (isInRange && isListed(value) && !spans.isKnownWithout(value, fold) ? rows : 0);
    }, 0);
  });
}

const everyNumber: Range = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

interface Range {
  readonly low: number;
  readonly high: number;
}

/** The numbers of two weeks. */
interface Span {
  readonly first: number;
  readonly last: number;
}

/** Whether cut points list a value by itself. */
function listedIn(bins: FeatureBins): (value: number | string) => boolean {
  if (bins.kind === 'category') {
    const listed = new Set<number | string>(bins.categories);
    return (value) => listed.has(value);
  }
  const listed = new Set<number | string>(listedNumbers(bins.known));
  return (value) => listed.has(value);
}

/** The first and the last week of each value, and the range of each week's numbers. */
class ValueSpans {
  private readonly spans = new Map<number | string, Span>();
  private readonly ranges = new Map<number, Range>();

  constructor(windows: readonly (FeatureValues | undefined)[], folds: readonly number[]) {
    windows.forEach((values, i) => {
      const fold = folds[i] ?? 0;
      if (!values) return;
      for (const [value] of entriesOf(values)) this.add(value, fold);
      if (values.kind === 'numeric') this.widen(fold, values.numbers);
    });
  }

  /** Whether a value occurs in another week than a fold's and those beside it. */
  isKnownWithout(value: number | string, fold: number): boolean {
    const span = this.spans.get(value);
    return span !== undefined && (span.first < fold - 1 || span.last > fold + 1);
  }

  /** The range of the numbers of other weeks than a fold's and those beside it. */
  rangeWithout(fold: number): Range {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const [other, range] of this.ranges) {
      if (Math.abs(other - fold) < 2) continue;
      low = Math.min(low, range.low);
      high = Math.max(high, range.high);
    }
    return { low, high };
  }

  private add(value: number | string, fold: number): void {
    const { first, last } = this.spans.get(value) ?? { first: fold, last: fold };
    this.spans.set(value, { first: Math.min(first, fold), last: Math.max(last, fold) });
  }

  private widen(fold: number, numbers: readonly (readonly [number, number])[]): void {
    const [first, last] = [numbers[0], numbers.at(-1)];
    if (!first || !last) return;
    const { low, high } = this.ranges.get(fold) ?? { low: first[0], high: last[0] };
    this.ranges.set(fold, { low: Math.min(low, first[0]), high: Math.max(high, last[0]) });
  }
}
