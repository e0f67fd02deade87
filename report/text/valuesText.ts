import type { FeatureStatistics } from '../../contract/modelMonitorFiles';

const shownValues = 3;
const shownLetters = 40;

/** What a column's values are, in short: `Integral, 1 to 7`, `String, 12 different: UA, AA, DL ...`. */
export function valuesText(feature: FeatureStatistics | undefined): string {
  if (!feature) return '–';
  const { inferred_type: type, numerical_statistics: numbers, string_statistics: texts } = feature;
  if (numbers) return `${type}, ${numbers.min} to ${numbers.max}`;
  if (!texts || texts.common.num_present === 0) return 'no value';
  const buckets = texts.distribution?.categorical.buckets ?? [];
  const named = buckets.slice(0, shownValues).map(({ value }) => shortened(value));
  const more = buckets.length > named.length ? ' ...' : '';
  return `${type}, ${texts.distinct_count} different${named.length > 0 ? `: ${named.join(', ')}${more}` : ''}`;
}

function shortened(value: string): string {
  const name = value === '' ? '(empty)' : value;
  return name.length > shownLetters ? `${name.slice(0, shownLetters - 1)}…` : name;
}
