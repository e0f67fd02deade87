import type { FeatureBins, FeatureCounts } from '../../contract/calibration';
import { type CheckValues, compareCounts } from './featureScores';

/** Rows of drawn windows. */
const drawnRows = [30, 120, 480, 1920] as const;

/** Windows drawn of each size. */
const draws = 80;

/**
 * Values of windows whose rows are drawn independently from what past windows are compared with. Past windows can differ less
 * than that, as those of a timetable do: their tails alone would take an ordinary sample for unusual.
 */
export function independentValues(
  references: readonly FeatureCounts[],
  cut: FeatureBins,
): { readonly rows: number; readonly values: CheckValues }[] {
  if (references.length === 0) return [];
  const random = repeatableRandom();
  return drawnRows.flatMap((rows) =>
    Array.from({ length: draws }, () => {
      const reference = references[Math.floor(random() * references.length)] as FeatureCounts;
      return { rows, values: compareCounts(drawCounts(reference, rows, random), reference, cut) };
    }),
  );
}

function drawCounts(reference: FeatureCounts, rows: number, random: () => number): FeatureCounts {
  const draw = (n: number, share: number) => {
    if (share <= 0) return 0;
    let drawn = 0;
    for (let i = 0; i < n; i++) if (random() < share) drawn++;
    return drawn;
  };
  const nulls = draw(rows, reference.nulls / reference.rows);
  const present = reference.rows - reference.nulls;
  const ofPresent = (count: number) => draw(rows - nulls, present > 0 ? count / present : 0);
  return {
    rows,
    nulls,
    common: ofPresent(reference.common),
    zeros: ofPresent(reference.zeros),
    unseen: ofPresent(reference.unseen),
    bins: drawBins(reference.bins, rows - nulls, present, random),
  };
}

/** Rows of categories that no bin has fall behind the last one and are left out. */
function drawBins(bins: ArrayLike<number>, rows: number, total: number, random: () => number): number[] {
  let sum = 0;
  const ends = Float64Array.from(bins, (count) => (sum += count));
  const drawn = new Array<number>(ends.length).fill(0);
  for (let i = 0; i < rows; i++) {
    const at = random() * total;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ends[middle] as number) <= at) low = middle + 1;
      else high = middle;
    }
    if (low < drawn.length) drawn[low] = (drawn[low] as number) + 1;
  }
  return drawn;
}

/** The same numbers in each run (Numerical Recipes' constants), so that a calibration of the same history is the same file. */
function repeatableRandom(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
