import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { Series } from './alarmExpressions';

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

function metricKey({ namespace, name, dimensions }: MetricId): string {
  const sorted = dimensions.map((d) => [d.Name ?? '', d.Value ?? '']).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, name, sorted]);
}

function toStatisticSets(datum: MetricDatum, at: number): StatisticSet[] {
  const { StatisticValues: set, Values, Counts, Value } = datum;
  if (set) {
    const { SampleCount: count = 0, Sum: sum = 0, Minimum: minimum = 0, Maximum: maximum = 0 } = set;
    return [{ at, count, sum, minimum, maximum }];
  }
  return (Values ?? (Value === undefined ? [] : [Value])).map((value, i) => {
    const count = Counts?.[i] ?? 1;
    return { at, count, sum: value * count, minimum: value, maximum: value };
  });
}

/** Data points by metric, for the evaluation of alarms. */
export class MetricStore {
  private readonly points = new Map<string, StatisticSet[]>();

  /** @param at epoch milliseconds */
  put(namespace: string, datum: MetricDatum, at: number): void {
    const key = metricKey({ namespace, name: datum.MetricName ?? '', dimensions: datum.Dimensions ?? [] });
    const sets = this.points.get(key) ?? [];
    sets.push(...toStatisticSets(datum, at));
    this.points.set(key, sets);
  }

  /**
   * Values of the `count` periods up to `end` (epoch milliseconds), oldest first. A period includes its end and not its
   * start, so that a datum written at the instant of an evaluation counts in it.
   */
  series(metric: MetricId, statistic: Statistic, period: { seconds: number; count: number; end: number }): Series {
    const points = this.points.get(metricKey(metric)) ?? [];
    return Array.from({ length: period.count }, (_, i) => {
      const to = period.end - (period.count - 1 - i) * period.seconds * 1000;
      const inside = points.filter((p) => p.at <= to && p.at > to - period.seconds * 1000);
      return inside.length === 0 ? undefined : statistics[statistic](inside);
    });
  }
}
