import type { FaultPower, FeatureBins } from '../../contract/calibration';
import type { NumericBins } from './featureBins';
import { type Entry, entriesOf, type FeatureValues, replaceEntries, rowsOf } from './featureValues';

/** What a fault needs to know besides the values that it changes. */
export interface FaultScene {
  readonly bins: FeatureBins;
  /** The feature's values in the fault's first window. */
  readonly first: FeatureValues;
  /** The values of another feature of the same kind in the window. */
  readonly other: FeatureValues | undefined;
  /** The feature's values in the window that begins a number of hours later. */
  readonly later: (hours: number) => FeatureValues | undefined;
}

/** Changes a window's values; undefined where the fault does not apply. */
type Inject = (values: FeatureValues, scene: FaultScene) => FeatureValues | undefined;

interface FaultKind {
  readonly name: string;
  /** Whether it changes one feature or the rows of a window, and so all features. */
  readonly scope: 'feature' | 'rows';
  /** What the fault does, with the degree in words; for people. */
  readonly what: (degree: number) => string;
  readonly inject: (degree: number) => Inject;
  readonly moderate: number;
  readonly severe: number;
}

export interface Fault extends Pick<FaultKind, 'name' | 'scope'> {
  readonly severity: FaultPower['severity'];
  readonly inject: Inject;
  readonly what: string;
}

const percent = (share: number) => `${share * 100} %`;

/** Changes each number; texts have none. */
const ofNumbers =
  (change: (value: number, bins: NumericBins) => number): Inject =>
  (values, { bins }) =>
    values.kind === 'numeric' && bins.kind === 'numeric'
      ? replaceEntries(
          values,
          values.numbers.map(([value, rows]) => [change(value, bins), rows]),
        )
      : undefined;

/** A quantile of a baseline's numbers, by its edges. */
const quantile = ({ edges, common }: NumericBins, share: number) =>
  edges[Math.min(edges.length - 1, Math.floor(edges.length * share))] ?? common;

/** The spread of the middle half of a baseline's numbers; of the middle nine tenths, halved, where most are one value. */
const middleSpread = (bins: NumericBins) =>
  quantile(bins, 0.75) - quantile(bins, 0.25) || (quantile(bins, 0.95) - quantile(bins, 0.05)) / 2;

/** Gives a share of each value's rows another value; `to` undefined makes them nulls. */
function replaceShare(values: FeatureValues, share: number, to: number | string | undefined): FeatureValues {
  const { rest, taken } = takeShare(entriesOf(values), share);
  return to === undefined
    ? { ...replaceEntries(values, rest), nulls: values.nulls + taken }
    : replaceEntries(values, [...rest, [to, taken]]);
}

/** Takes a share of the rows of all values, in whole rows. */
function takeShare(entries: readonly Entry[], share: number): { readonly rest: Entry[]; readonly taken: number } {
  let [seen, taken] = [0, 0];
  const rest = entries.map(([value, rows]): Entry => {
    seen += rows;
    const lost = Math.min(rows, Math.max(0, Math.round(seen * share) - taken));
    taken += lost;
    return [value, rows - lost];
  });
  return { rest, taken };
}

/** The value in the middle of the rows, of texts the most frequent one. */
function middleValue(values: FeatureValues): number | string | undefined {
  const entries = entriesOf(values);
  if (values.kind === 'category') return entries.reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0] as Entry)[0];
  const all = rowsOf(values);
  let below = 0;
  return entries.find(([, rows]) => {
    below += rows;
    return below * 2 >= all;
  })?.[0];
}

/** Keeps one row in `copies` and repeats it `copies` times. Which rows are kept depends on their values alone. */
function repeatRows(values: FeatureValues, copies: number): FeatureValues {
  let state = 1;
  const isKept = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 < 1 / copies;
  };
  const kept = entriesOf(values).map(([value, rows]): Entry => {
    const repeated = Array.from({ length: rows }, isKept).filter(Boolean).length;
    return [value, repeated * copies];
  });
  return replaceEntries(values, kept);
}

/** A value of one client: of numbers one from the lower middle of the baseline, of texts the second most frequent one. */
function clientValue(bins: FeatureBins): number | string | undefined {
  return bins.kind === 'numeric' ? quantile(bins, 0.3) : (bins.categories[1] ?? bins.categories[0]);
}

function mixColumns(values: FeatureValues, other: FeatureValues | undefined, share: number): FeatureValues | undefined {
  if (other?.kind !== values.kind) return undefined;
  const { rest } = takeShare(entriesOf(values), share);
  const { rest: kept } = takeShare(entriesOf(other), 1 - share);
  return replaceEntries(values, [...rest, ...kept]);
}

/** Kinds of faults, each in two degrees: how far or how many rows. */
const faultKinds = [
  {
    name: 'unit change',
    scope: 'feature',
    what: (factor) => `values times ${Number(factor.toPrecision(3))}`,
    inject: (factor) => ofNumbers((value) => value * factor),
    moderate: 1.609344,
    severe: 1 / 60,
  },
  {
    name: 'shift',
    scope: 'feature',
    what: (spreads) => `values plus ${spreads} interquartile ranges`,
    inject: (spreads) => ofNumbers((value, bins) => value + spreads * middleSpread(bins)),
    moderate: 0.5,
    severe: 2,
  },
  {
    name: 'scale',
    scope: 'feature',
    what: (factor) => `distances from the median times ${factor}`,
    inject: (factor) => ofNumbers((value, bins) => quantile(bins, 0.5) + factor * (value - quantile(bins, 0.5))),
    moderate: 1.5,
    severe: 3,
  },
  {
    name: 'stuck value',
    scope: 'feature',
    what: (share) => `${percent(share)} of the rows repeat the first window's middle value`,
    inject:
      (share) =>
      (values, { first }) => {
        const stuck = first.kind === values.kind ? middleValue(first) : undefined;
        return stuck === undefined ? undefined : replaceShare(values, share, stuck);
      },
    moderate: 0.5,
    severe: 1,
  },
  {
    name: 'missing values',
    scope: 'feature',
    what: (share) => `${percent(share)} of the rows have no value`,
    inject: (share) => (values) => replaceShare(values, share, undefined),
    moderate: 0.15,
    severe: 0.5,
  },
  {
    name: 'zeros',
    scope: 'feature',
    what: (share) => `${percent(share)} of the rows are 0`,
    inject: (share) => (values) => (values.kind === 'numeric' ? replaceShare(values, share, 0) : undefined),
    moderate: 0.15,
    severe: 0.5,
  },
  {
    name: 'new category',
    scope: 'feature',
    what: (share) => `${percent(share)} of the rows have a category that the baseline lacks`,
    inject: (share) => (values) => (values.kind === 'category' ? replaceShare(values, share, '\u0000new') : undefined),
    moderate: 0.15,
    severe: 0.5,
  },
  {
    name: 'swapped category',
    scope: 'feature',
    what: (share) => `${percent(share)} of the most frequent category is named like the second`,
    inject:
      (share) =>
      (values, { bins }) => {
        const [from, to] = bins.kind === 'category' ? bins.categories : [];
        if (values.kind !== 'category' || from === undefined || to === undefined) return undefined;
        const moved = Math.round((values.categories.get(from) ?? 0) * share);
        return replaceEntries(values, [...entriesOf(values), [from, -moved], [to, moved]]);
      },
    moderate: 0.5,
    severe: 1,
  },
  {
    name: 'truncated text',
    scope: 'feature',
    what: (length) => `texts of at most ${length === 1 ? '1 character' : `${length} characters`}`,
    inject: (length) => (values) =>
      values.kind === 'category'
        ? replaceEntries(
            values,
            entriesOf(values).map(([value, rows]) => [[...String(value)].slice(0, length).join(''), rows]),
          )
        : undefined,
    moderate: 3,
    severe: 1,
  },
  {
    name: 'swapped columns',
    scope: 'feature',
    what: (share) => `${percent(share)} of the rows have the value of another column of the same kind`,
    inject:
      (share) =>
      (values, { other }) =>
        mixColumns(values, other, share),
    moderate: 0.5,
    severe: 1,
  },
  {
    name: 'duplicated rows',
    scope: 'rows',
    what: (copies) => `one of ${copies} rows, ${copies} times`,
    inject: (copies) => (values) => repeatRows(values, copies),
    moderate: 3,
    severe: 10,
  },
  {
    name: 'one client',
    scope: 'rows',
    what: (share) => `${percent(share)} of the rows come from one client with the same values`,
    inject:
      (share) =>
      (values, { bins }) =>
        values.kind === bins.kind ? replaceShare(values, share, clientValue(bins)) : undefined,
    moderate: 0.25,
    severe: 0.5,
  },
  {
    name: 'clock shift',
    scope: 'rows',
    what: (hours) => `rows of ${hours === 1 ? 'an hour' : `${hours} hours`} later`,
    inject:
      (hours) =>
      (_, { later }) =>
        later(hours),
    moderate: 1,
    severe: 6,
  },
] as const satisfies readonly FaultKind[];

/** Faults that calibrations and benchmarks inject into clean past windows. */
export const faultLibrary: readonly Fault[] = faultKinds.flatMap((kind: FaultKind) =>
  (['moderate', 'severe'] as const).map(
    (severity): Fault => ({
      name: kind.name,
      scope: kind.scope,
      severity,
      what: kind.what(kind[severity]),
      inject: kind.inject(kind[severity]),
    }),
  ),
);

/** A feature's values in a window, and with a fault. */
export interface Change {
  readonly before: FeatureValues;
  readonly after: FeatureValues;
}

/**
 * Share of the rows that a fault changed in some windows: half the sum of the differences of all values' shares, 0..1. Windows
 * are taken together, so that differences of single windows that cancel out, as those of samples do, hardly count.
 */
export function changedShare(changes: readonly Change[]): number {
  const shares = new Map<number | string | null, number>();
  const add = (values: FeatureValues, sign: 1 | -1) => {
    const total = Math.max(1, rowsOf(values) + values.nulls) * changes.length;
    for (const [value, rows] of [...entriesOf(values), [null, values.nulls] as const]) {
      shares.set(value, (shares.get(value) ?? 0) + (sign * rows) / total);
    }
  };
  for (const { before, after } of changes) {
    add(before, 1);
    add(after, -1);
  }
  return [...shares.values()].reduce((sum, difference) => sum + Math.abs(difference), 0) / 2;
}
