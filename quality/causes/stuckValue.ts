import { rowsOf, weightOf } from './distributions';
import { type ComparedValues, type FeatureChange, unexplainedShare } from './featureChange';
import { figure, type Hypothesis, type Pattern, percent, quoted, shown } from './hypothesis';

/** A value that a share of a feature's rows took over. */
export interface TakenOver {
  readonly change: FeatureChange;
  readonly value: string;
  /** Shares of the rows that have the value. */
  readonly before: number;
  readonly after: number;
  /** Share of the rows that changed to the value. */
  readonly share: number;
  /** Part of the change that is explained, 0..1. */
  readonly fit: number;
}

/** Smaller shares are taken for a shift. */
const minimumShare = 0.08;
const minimumFit = 0.6;

/** One value that took over a share of the rows. */
export const stuckValue: Pattern = (changes) =>
  changes.flatMap((change): Hypothesis[] => {
    const taken = takenOver(change);
    if (!taken) return [];
    const { value, before, after, share, fit } = taken;
    const { name, moved } = change;
    const evidence = `${percent(after)} of the rows have ${value} in ${shown(name)}, ${percent(before)} in the baseline.`;
    // Categories are often few, so that another mix of them can look like one that took over.
    const specificity = share > 0.95 ? 1 : change.values?.kind === 'numeric' ? 0.92 : 0.75;
    return [{ cause: 'stuck-value', features: [name], explained: moved * fit, specificity, evidence }];
  });

/** The value that took over most rows of a feature; undefined if none did. */
export function takenOver(change: FeatureChange): TakenOver | undefined {
  const { before: all, after: now, values, moved } = change;
  if (moved === 0 || !values || !all || !now) return undefined;
  const [value, before, after] = mostGrown(all, now);
  // A category that the baseline lacks is a new category.
  if (value === undefined || (typeof value === 'string' && before === 0)) return undefined;
  const share = (after - before) / (1 - before);
  if (share < minimumShare) return undefined;
  const fit = 1 - unexplainedShare(change, replaceShare(values, value, share));
  return fit < minimumFit
    ? undefined
    : { change, value: typeof value === 'number' ? figure(value) : quoted(value), before, after, share, fit };
}

type Values = NonNullable<FeatureChange['before']>;

/** The value whose share grew most, and its shares. */
function mostGrown(before: Values, after: Values): [value: number | string | undefined, before: number, after: number] {
  const [a, b] = [sharesOf(before), sharesOf(after)];
  let best: [number | string | undefined, number, number] = [undefined, 0, 0];
  for (const [value, share] of b) {
    const known = a.get(value) ?? 0;
    if (share - known > best[2] - best[1]) best = [value, known, share];
  }
  return best;
}

function sharesOf(values: Values): Map<number | string, number> {
  const rows = values.kind === 'numeric' ? weightOf(values.numbers) : rowsOf(values.categories);
  const entries = values.kind === 'numeric' ? values.numbers : [...values.categories];
  return new Map(entries.map(([value, count]): [number | string, number] => [value, count / rows]));
}

/** The baseline's values, with a share of the rows replaced by one value. */
function replaceShare(values: ComparedValues, value: number | string, share: number): ComparedValues {
  if (values.kind === 'numeric') {
    const rows = weightOf(values.before);
    const kept = values.before.map(([number, weight]) => [number, weight * (1 - share)] as const);
    const before = [...kept, [Number(value), rows * share] as const].sort(([a], [b]) => a - b);
    return { ...values, before };
  }
  const rows = rowsOf(values.before);
  const before = new Map([...values.before].map(([name, count]) => [name, count * (1 - share)]));
  return { ...values, before: before.set(String(value), (before.get(String(value)) ?? 0) + rows * share) };
}
