import type { FeatureStatistics, Statistics, Violation } from '../../contract/modelMonitorFiles';

/** The results of one window, by one engine. */
export interface WindowReport {
  readonly statistics: Statistics;
  readonly violations: readonly Violation[];
}

/** A value that two engines computed differently; undefined on a side without it. */
export interface ReportDifference {
  /** Empty for the whole window. */
  readonly feature: string;
  /** Name of a statistic, or of a check. */
  readonly statistic: string;
  readonly managed?: string | number;
  readonly analyzer?: string | number;
}

type Values = ReadonlyMap<string, string | number>;

/** Relative difference of sums that only stems from the order in which several files were added. */
const sumTolerance = 1e-9;
const sums = new Set(['sum', 'mean', 'std_dev']);
/** Rows from which on a sketch depends on how the container splits several files (KLL with k 2048). */
const sketchedRows = 2050;

/**
 * Where two reports on the same window differ, in the order of the managed report's features. Estimates
 * (`distinct_count`, `approximate_num_distinct_values`) are not compared. The container adds up several files in parts,
 * so then sums may differ in their last digits, and distributions of 2,050 rows and more are not compared.
 */
export function reportDifferences(
  managed: WindowReport,
  analyzer: WindowReport,
  { files }: { readonly files: number },
): ReportDifference[] {
  const rows = compareValues('', rowsOf(managed), rowsOf(analyzer), 0);
  const isSplit = files > 1;
  const isSketched = isSplit && managed.statistics.dataset.item_count >= sketchedRows;
  const [left, right] = [managed, analyzer].map(({ statistics }) => featuresOf(statistics, !isSketched));
  const names = [...new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])];
  const features = names.flatMap((name) =>
    compareValues(name, left?.get(name), right?.get(name), isSplit ? sumTolerance : 0),
  );
  return [...rows, ...features, ...violationDifferences(managed.violations, analyzer.violations)];
}

const rowsOf = ({ statistics }: WindowReport): Values => new Map([['rows', statistics.dataset.item_count]]);

function compareValues(feature: string, managed: Values = new Map(), analyzer: Values = new Map(), tolerance: number) {
  const statistics = [...new Set([...managed.keys(), ...analyzer.keys()])];
  return statistics.flatMap((statistic): ReportDifference[] => {
    const [left, right] = [managed.get(statistic), analyzer.get(statistic)];
    const isEqual = isSame(left, right, sums.has(statistic) ? tolerance : 0);
    return isEqual ? [] : [{ feature, statistic, managed: left, analyzer: right }];
  });
}

function isSame(left: string | number | undefined, right: string | number | undefined, tolerance: number): boolean {
  // Numbers that JSON lacks are texts in the files: "NaN".
  if (String(left) === String(right)) return true;
  if (typeof left !== 'number' || typeof right !== 'number') return false;
  return Math.abs(left - right) <= tolerance * Math.max(Math.abs(left), Math.abs(right));
}

function featuresOf({ features }: Statistics, withDistribution: boolean): Map<string, Values> {
  return new Map(features.map((feature) => [feature.name, new Map(valuesOf(feature, withDistribution))]));
}

function* valuesOf(feature: FeatureStatistics, withDistribution: boolean): Iterable<[string, string | number]> {
  const { inferred_type: type, numerical_statistics: numerical, string_statistics: strings } = feature;
  yield ['type', type];
  const counts = (numerical ?? strings)?.common;
  if (counts)
    yield* [
      ['num_present', counts.num_present],
      ['num_missing', counts.num_missing],
    ] as const;
  if (numerical) {
    for (const name of ['mean', 'sum', 'std_dev', 'min', 'max'] as const) yield [name, numerical[name]];
  }
  if (!withDistribution) return;
  const { buckets = [], sketch } = numerical?.distribution?.kll ?? {};
  for (const [i, bucket] of buckets.entries()) {
    for (const name of ['lower_bound', 'upper_bound', 'count'] as const) yield [`bucket ${i} ${name}`, bucket[name]];
  }
  if (sketch) yield ['sketch', sketch.data.map((level) => level.join(' ')).join(' | ')];
  for (const { value, count } of strings?.distribution?.categorical.buckets ?? []) yield [`count of '${value}'`, count];
}

function violationDifferences(managed: readonly Violation[], analyzer: readonly Violation[]): ReportDifference[] {
  const byCheck = (violations: readonly Violation[]) =>
    new Map(
      violations.map((violation) => [
        JSON.stringify([violation.feature_name, violation.constraint_check_type]),
        violation,
      ]),
    );
  const [left, right] = [byCheck(managed), byCheck(analyzer)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key): ReportDifference[] => {
    const [feature = '', statistic = ''] = JSON.parse(key) as string[];
    const [one, other] = [left.get(key)?.description, right.get(key)?.description];
    return one === other ? [] : [{ feature, statistic, managed: one, analyzer: other }];
  });
}
