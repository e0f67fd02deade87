import type { FaultPower, FeatureBins } from '../../contract/calibration';
import type { FeatureValues } from './featureValues';

type Severity = FaultPower['severity'];
type Numbers = readonly (readonly [number, number])[];

/** A kind of fault: how it changes a window's values; undefined where it does not apply. */
interface Fault {
  readonly name: string;
  readonly severity: Severity;
  readonly inject: (values: FeatureValues, bins: FeatureBins) => FeatureValues | undefined;
}

/** Changes numbers, one by one; texts have none. */
const ofNumbers =
  (change: (value: number, bins: Extract<FeatureBins, { kind: 'numeric' }>) => number): Fault['inject'] =>
  (values, bins) =>
    values.kind === 'numeric' && bins.kind === 'numeric'
      ? { ...values, numbers: sorted(values.numbers.map(([value, rows]) => [change(value, bins), rows])) }
      : undefined;

/** The spread of a baseline's middle half of bins, at least 1e-9. */
function middleSpread({ edges }: Extract<FeatureBins, { kind: 'numeric' }>): number {
  const at = (share: number) => edges[Math.floor(edges.length * share)] ?? 0;
  return Math.max(at(0.75) - at(0.25), 1e-9);
}

/** A share of every value's rows, in whole rows, that becomes something else. */
function takeShare<T>(
  entries: readonly (readonly [T, number])[],
  share: number,
): { rest: [T, number][]; taken: number } {
  let [seen, taken] = [0, 0];
  const rest = entries.map(([value, rows]): [T, number] => {
    seen += rows;
    const due = Math.round(seen * share) - taken;
    const lost = Math.min(rows, Math.max(0, due));
    taken += lost;
    return [value, rows - lost];
  });
  return { rest: rest.filter(([, rows]) => rows > 0), taken };
}

const loseShare =
  (share: number): Fault['inject'] =>
  (values) => {
    if (values.kind === 'numeric') {
      const { rest, taken } = takeShare(values.numbers, share);
      return { ...values, nulls: values.nulls + taken, numbers: rest };
    }
    const { rest, taken } = takeShare([...values.categories], share);
    return { ...values, nulls: values.nulls + taken, categories: new Map(rest) };
  };

const zeroShare =
  (share: number): Fault['inject'] =>
  (values) => {
    if (values.kind === 'category') return undefined;
    const { rest, taken } = takeShare(values.numbers, share);
    return { ...values, numbers: sorted([...rest, [0, taken]]) };
  };

const newCategory =
  (share: number): Fault['inject'] =>
  (values) => {
    if (values.kind === 'numeric') return undefined;
    const { rest, taken } = takeShare([...values.categories], share);
    return { ...values, categories: new Map([...rest, ['\u0000new', taken]]) };
  };

const stuckShare =
  (share: number): Fault['inject'] =>
  (values, bins) => {
    if (values.kind === 'numeric') {
      const { rest, taken } = takeShare(values.numbers, share);
      const last = values.numbers.at(-1)?.[0] ?? 0;
      return bins.kind === 'numeric' ? { ...values, numbers: sorted([...rest, [last, taken]]) } : undefined;
    }
    const { rest, taken } = takeShare([...values.categories], share);
    const [first = ''] = values.categories.keys();
    const left = new Map(rest);
    return { ...values, categories: left.set(first, (left.get(first) ?? 0) + taken) };
  };

/**
 * Faults that calibrations and benchmarks inject into clean past windows. A shift is in spreads of the baseline's middle half;
 * a scale is a unit change: miles to kilometers, minutes to hours; a stuck value repeats one of the window's own.
 */
export const faultLibrary: readonly Fault[] = [
  { name: 'shift', severity: 'moderate', inject: ofNumbers((value, bins) => value + 0.5 * middleSpread(bins)) },
  { name: 'shift', severity: 'severe', inject: ofNumbers((value, bins) => value + 2 * middleSpread(bins)) },
  { name: 'unit change', severity: 'moderate', inject: ofNumbers((value) => value * 1.609344) },
  { name: 'unit change', severity: 'severe', inject: ofNumbers((value) => value / 60) },
  { name: 'missing values', severity: 'moderate', inject: loseShare(0.15) },
  { name: 'missing values', severity: 'severe', inject: loseShare(0.5) },
  { name: 'stuck value', severity: 'moderate', inject: stuckShare(0.5) },
  { name: 'stuck value', severity: 'severe', inject: stuckShare(1) },
  { name: 'new category', severity: 'moderate', inject: newCategory(0.15) },
  { name: 'new category', severity: 'severe', inject: newCategory(0.5) },
  { name: 'zeros', severity: 'moderate', inject: zeroShare(0.15) },
  { name: 'zeros', severity: 'severe', inject: zeroShare(0.5) },
];

function sorted(numbers: Numbers): Numbers {
  const rows = new Map<number, number>();
  for (const [value, count] of numbers) if (count > 0) rows.set(value, (rows.get(value) ?? 0) + count);
  return [...rows].sort(([a], [b]) => a - b);
}
