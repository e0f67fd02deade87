import assert from 'node:assert/strict';
import type { BrokenPromise } from '../../../contract/windowSummary';
import { suggestConstraints } from '../../../quality/constraints/suggestConstraints';
import { samplingErrors } from '../../../quality/monitor/samplingErrors';
import { churnSla } from '../../support/churnSla';
import { statisticsOfColumns } from '../../support/syntheticWindows';

const constraints = suggestConstraints(statisticsOfColumns({ plan: ['basic', 'premium'] }));
const features = [{ name: 'plan', type: 'String', present: 60, missing: 0, completeness: 1 } as const];

function tolerated(check: string, description: string): string[] {
  const promise: BrokenPromise = { feature: 'plan', check, severity: 'warning', description };
  const numbers = { rows: 60, features: [...features], brokenPromises: [promise] };
  return [...samplingErrors({ numbers, sla: churnSla, constraints }).values()];
}

const matching = (expected: string, observed: string) =>
  `requirement is not met. Expected match: ${expected}%. Observed: Only ${observed}% of data is in the domain.`;

describe('samplingErrors', () => {
  it('tolerates a row of another type or category where a share of them is promised', () => {
    const rest = 'With the promised share of the';
    assert.deepEqual(tolerated('data_type_check', matching('99.0', '98.33333333333333')), [
      `plan: 1 of 60 rows have another type. ${rest} type of 0.99, 45.28 % of windows have as many.`,
    ]);
    assert.deepEqual(tolerated('categorical_values_check', matching('99.0', '98.33333333333333')), [
      `plan: 1 of 60 rows have another category. ${rest} categories of 0.99, 45.28 % of windows have as many.`,
    ]);
  });

  it('tolerates nothing where all rows are promised, where too many differ, and of ranges and signs', () => {
    assert.deepEqual(tolerated('data_type_check', matching('100.0', '98.33333333333333')), []);
    assert.deepEqual(tolerated('data_type_check', matching('99.0', '90.0')), []);
    for (const check of ['range_check', 'non_negative_check', 'missing_column_check']) {
      assert.deepEqual(tolerated(check, matching('99.0', '98.33333333333333')), []);
    }
  });
});
