import type { CheckType, FeatureConstraints, Violation } from '../../contract/modelMonitorFiles';
import type { ColumnProfile } from '../profile/columnStatistics';
import { typeOfText } from '../profile/valueKinds';

/** What to do about a promise that the training window itself breaks, by its check. */
const waysOut: Readonly<Partial<Record<CheckType, string>>> = {
  completeness_check:
    'lower completeness in the SLA, or switch the check off there with off: { completeness: <reason> }',
  categorical_values_check:
    'add the values to categories in the SLA, set thresholds: { domain: <share> } there, or switch the check off with off: { categories: <reason> }',
  non_negative_check: 'correct the values, or remove nonNegative from the SLA',
  range_check: 'correct the values, or widen range in the SLA',
};

/**
 * A promise that the training window itself breaks, in a sentence with the first value where it is known, and what to do
 * about it.
 */
export function contractProblem(
  { feature_name: name, constraint_check_type: check, description }: Violation,
  column: ColumnProfile | undefined,
  constraints: FeatureConstraints | undefined,
): string {
  const expected = constraints?.inferred_type;
  if (check === 'data_type_check' && column && expected !== undefined && expected !== 'Unknown') {
    const matching = column.types[expected] + (expected === 'String' ? column.types.Boolean : 0);
    const share = Math.floor((matching / column.present) * 100) / 100;
    const value = firstValue(column, (type) => type !== expected);
    return `${name}: ${column.present - matching} of ${column.present} values are not spelled as ${expected}${value === undefined ? '' : `, the first is '${value}'`}, so every window like this one would violate the type check; set thresholds: { type: ${share} } for the feature in the SLA, or switch the check off there with off: { type: <reason> }.`;
  }
  const domains = new Set(constraints?.string_constraints?.domains);
  const outside =
    check === 'categorical_values_check'
      ? [...(column?.counts.keys() ?? [])].find((text) => !domains.has(text))
      : undefined;
  const first = outside === undefined ? '' : ` The first value outside is '${outside}'.`;
  const remedy = waysOut[check];
  return `${name}: the training window violates its own contract: ${description}${first}${remedy === undefined ? '' : ` To fix it, ${remedy}.`}`;
}

/** The first counted value whose type is another; undefined where there were too many values to count each. */
function firstValue({ counts }: ColumnProfile, isOther: (type: string) => boolean): string | undefined {
  return [...counts.keys()].find((text) => isOther(typeOfText(text)));
}
