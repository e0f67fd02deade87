import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { Series } from './metricMath';

interface StatisticSet {
  readonly at: number;
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

const sumOf = (sets: readonly StatisticSet[]): number => sets.reduce((sum, set) => sum + set.sum, 0);
const countOf = (sets: readonly StatisticSet[]): number => sets.reduce((sum, set) => sum + set.count, 0);

export const statistics = {
  Sum: sumOf,
  SampleCount: countOf,
  Average: (sets) => sumOf(sets) / countOf(sets),
  Minimum: (sets) => Math.min(...sets.map((set) => set.minimum)),
  Maximum: (sets) => Math.max(...sets.map((set) => set.maximum)),
} as const satisfies Record<string, (sets: readonly StatisticSet[]) => number>;
export type Statistic = keyof typeof statistics;

export interface Dimension {
  readonly Name?: string | undefined;
  readonly Value?: string | undefined;
}

export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
}

function keyOf({ namespace, name, dimensions }: MetricId): string {
  const sorted = dimensions.map((d) => [d.Name ?? '', d.Value ?? '']).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, name, sorted]);
}

function setsOf(datum: MetricDatum, at: number): StatisticSet[] {
  const { StatisticValues: s, Values: values, Counts: counts, Value: value } = datum;
  if (s) {
    return [{ at, count: s.SampleCount ?? 0, sum: s.Sum ?? 0, minimum: s.Minimum ?? 0, maximum: s.Maximum ?? 0 }];
  }
  return (values ?? (value === undefined ? [] : [value])).map((v, i) => {
    const count = counts?.[i] ?? 1;
    return { at, count, sum: v * count, minimum: v, maximum: v };
  });
}

/** Data points by metric, for the alarms' evaluation. */
export class MetricStore {
  private readonly points = new Map<string, StatisticSet[]>();

  /** @param at epoch milliseconds */
  put(namespace: string, datum: MetricDatum, at: number): void {
    const key = keyOf({ namespace, name: datum.MetricName ?? '', dimensions: datum.Dimensions ?? [] });
    const known = this.points.get(key) ?? [];
    known.push(...setsOf(datum, at));
    this.points.set(key, known);
  }

  /**
   * The last `periods` periods that end at `end`, oldest first. A period holds its end and not its start: a datum that
   * was written at the instant of an evaluation counts in that evaluation.
   */
  series(metric: MetricId, statistic: Statistic, period: { seconds: number; count: number; end: number }): Series {
    const points = this.points.get(keyOf(metric)) ?? [];
    return Array.from({ length: period.count }, (_, i) => {
      const to = period.end - (period.count - 1 - i) * period.seconds * 1000;
      const inside = points.filter((p) => p.at <= to && p.at > to - period.seconds * 1000);
      return inside.length === 0 ? undefined : statistics[statistic](inside);
    });
  }
}
