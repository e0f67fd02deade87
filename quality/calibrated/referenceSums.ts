import type { FeatureCounts } from '../../contract/calibration';
import { binMiddles } from './binMiddles';
import type { NumericBins } from './featureBins';

/** Bins that a number of independent rows of a reference would fill: the expectation and its variance. */
interface ExpectedFill {
  readonly filled: number;
  readonly variance: number;
}

/** What comparisons need of a reference alone. */
export class ReferenceSums {
  /** Rows with a value. */
  readonly present: number;
  /** Share of the rows up to the end of each bin, and the bin's middle rank, from the median: -0.5..0.5. */
  readonly cumulative: Float64Array;
  readonly ranks: Float64Array;
  /** Mean and deviation of the ranks of all rows, and of their squares. */
  readonly rank: MeanAndDeviation;
  readonly squaredRank: MeanAndDeviation;
  /** The share of the fullest bin. */
  readonly largest: number;
  /** Logarithm of the chance that a row misses each bin that occurs, the bins of one share together. */
  private readonly misses: readonly { readonly log: number; readonly bins: number }[];
  private readonly fills = new Map<number, ExpectedFill>();
  private middles: ReferenceMean | undefined;

  constructor(private readonly counts: FeatureCounts) {
    const { rows, nulls, bins } = counts;
    this.present = rows - nulls;
    this.cumulative = new Float64Array(bins.length);
    this.ranks = new Float64Array(bins.length);
    const sums = { rank: 0, square: 0, fourth: 0 };
    const ofCount = new Map<number, number>();
    let [below, largest] = [0, 0];
    for (let i = 0; i < bins.length; i++) {
      const count = bins[i] as number;
      const share = this.present > 0 ? count / this.present : 0;
      const rank = below + share / 2 - 0.5;
      const square = rank * rank;
      below += share;
      this.ranks[i] = rank;
      this.cumulative[i] = below;
      sums.rank += share * rank;
      sums.square += share * square;
      sums.fourth += share * square * square;
      largest = Math.max(largest, share);
      if (count > 0) ofCount.set(count, (ofCount.get(count) ?? 0) + 1);
    }
    this.largest = largest;
    this.rank = meanAndDeviation(sums.rank, sums.square);
    this.squaredRank = meanAndDeviation(sums.square, sums.fourth);
    this.misses = [...ofCount].map(([count, of]) => ({ log: Math.log1p(-count / this.present), bins: of }));
  }

  /** The mean and deviation of the bins' middles. */
  meanOf(cut: NumericBins): ReferenceMean {
    this.middles ??= this.computeMean(binMiddles(cut));
    return this.middles;
  }

  private computeMean(middles: Float64Array): ReferenceMean {
    const { bins } = this.counts;
    const rows = Math.max(this.present, 1);
    const mean = middles.reduce((sum, middle, i) => sum + ((bins[i] as number) / rows) * middle, 0);
    const variance = middles.reduce((sum, middle, i) => sum + ((bins[i] as number) / rows) * (middle - mean) ** 2, 0);
    return { middles, mean, deviation: Math.max(Math.sqrt(variance), leastSpread) };
  }

  /**
   * What `rows` independent rows would fill. Above 64 rows, linear between multiples of a 32nd to a 64th of them, so that few
   * numbers of rows are computed: that is off by less than a hundredth of a bin.
   */
  fillOf(rows: number): ExpectedFill {
    const step = 2 ** Math.max(0, Math.floor(Math.log2(rows)) - 5);
    const low = Math.floor(rows / step) * step;
    const below = this.exactFill(low);
    if (low === rows) return below;
    const above = this.exactFill(low + step);
    const part = (rows - low) / step;
    return {
      filled: below.filled + part * (above.filled - below.filled),
      variance: below.variance + part * (above.variance - below.variance),
    };
  }

  private exactFill(rows: number): ExpectedFill {
    const known = this.fills.get(rows);
    if (known) return known;
    let filled = 0;
    let variance = 0;
    for (const { log, bins } of this.misses) {
      const empty = Math.exp(rows * log);
      filled += bins * (1 - empty);
      variance += bins * empty * (1 - empty);
    }
    const fill = { filled, variance };
    this.fills.set(rows, fill);
    return fill;
  }
}

const known = new WeakMap<FeatureCounts, ReferenceSums>();

/** The sums of a reference, which are computed once, as many windows are compared with it. */
export function sumsOf(reference: FeatureCounts): ReferenceSums {
  let sums = known.get(reference);
  if (!sums) {
    sums = new ReferenceSums(reference);
    known.set(reference, sums);
  }
  return sums;
}

/** The middles of bins, and the mean and deviation of a reference's rows at them. */
export interface ReferenceMean extends MeanAndDeviation {
  readonly middles: Float64Array;
}

/** Least deviation of the middles of a reference that is nearly one value. */
const leastSpread = 0.01;

interface MeanAndDeviation {
  readonly mean: number;
  readonly deviation: number;
}

function meanAndDeviation(mean: number, square: number): MeanAndDeviation {
  return { mean, deviation: Math.sqrt(Math.max(square - mean * mean, leastVariance)) };
}

/** Of rank scores of a reference that is nearly one value. */
const leastVariance = 1e-4;
