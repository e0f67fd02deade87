import type { FeatureStatistics } from '../../contract/modelMonitorFiles';
import { completenessOf } from '../../quality/profile/columnStatistics';
import { describeValues } from '../plot/distributionOf';
import { formatPercent } from '../text/formats';

/** Columns of a table of statistics. */
export const profileColumns = [
  { title: 'column', width: 30, numeric: false },
  { title: 'type', numeric: false },
  { title: 'present', numeric: true },
  { title: 'distinct', numeric: true },
  { title: 'mean', numeric: true },
  { title: 'std dev', numeric: true },
  { title: 'values', width: 50, numeric: false },
] as const;

/** The cells of a column's row in that table. */
export function profileCells(feature: FeatureStatistics): string[] {
  const { name, inferred_type: type, numerical_statistics: numbers, string_statistics: texts } = feature;
  const { num_present = 0, num_missing = 0 } = (numbers ?? texts)?.common ?? {};
  const distinct = numbers?.approximate_num_distinct_values ?? texts?.distinct_count;
  const rounded = (value: number | undefined) => (value === undefined ? '' : String(Number(value.toPrecision(6))));
  return [
    name,
    type,
    formatPercent(completenessOf(num_present, num_missing)),
    distinct === undefined ? '' : String(distinct),
    rounded(numbers?.mean),
    rounded(numbers?.std_dev),
    describeValues(feature).replace(/^(Integral|Fractional|String|Category), /, ''),
  ];
}
