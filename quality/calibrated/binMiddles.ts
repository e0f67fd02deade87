import type { NumericBins } from './featureBins';

const known = new WeakMap<NumericBins, Float64Array>();

/** The middle of each bin, from 0 at the first edge to 1 at the last one; the first and the last bin, which have no end, lie there. */
export function binMiddles(bins: NumericBins): Float64Array {
  let middles = known.get(bins);
  if (!middles) {
    const { edges } = bins;
    const [low, high] = [edges[0] ?? 0, edges.at(-1) ?? 0];
    // Halves, because the greatest numbers have no difference.
    const half = high / 2 - low / 2 || 1;
    const placeOf = (edge: number) => (edge / 2 - low / 2) / half;
    middles = Float64Array.from({ length: edges.length + 1 }, (_, i) => {
      const [from, to] = [edges[i - 1] ?? low, edges[i] ?? high];
      return (placeOf(from) + placeOf(to)) / 2;
    });
    known.set(bins, middles);
  }
  return middles;
}
