import assert from 'node:assert/strict';
import type { Statistics } from '../../../contract/modelMonitorFiles';
import { reportDifferences } from '../../../quality/monitor/reportDifferences';

const report = (sum: number, rows = 3, counts: Readonly<Record<string, number>> = { a: 1, b: 2 }) => {
  const statistics: Statistics = {
    version: 0,
    dataset: { item_count: rows },
    features: [
      {
        name: 'age',
        inferred_type: 'Integral',
        numerical_statistics: {
          common: { num_present: 3, num_missing: 0 },
          mean: sum / 3,
          sum,
          std_dev: 1,
          min: 1,
          max: 3,
          distribution: {
            kll: {
              buckets: [{ lower_bound: 1, upper_bound: 3, count: rows }],
              sketch: { parameters: { c: 0.64, k: 2048 }, data: [[1, 2, 3]] },
            },
          },
        },
      },
      {
        name: 'kind',
        inferred_type: 'String',
        string_statistics: {
          common: { num_present: 3, num_missing: 0 },
          distinct_count: 2,
          distribution: {
            categorical: { buckets: Object.entries(counts).map(([value, count]) => ({ value, count })) },
          },
        },
      },
    ],
  };
  return { statistics, violations: [] };
};
const names = (differences: ReturnType<typeof reportDifferences>) =>
  differences.map(({ feature, statistic }) => `${feature} ${statistic}`);

describe('the differences of two reports', () => {
  it('are none for the same values, whatever the order of categories', () => {
    assert.deepEqual(reportDifferences(report(6), report(6, 3, { b: 2, a: 1 }), { files: 1 }), []);
  });

  it('include the last digit of a sum for one file only', () => {
    assert.deepEqual(names(reportDifferences(report(6), report(6.000000000000001), { files: 1 })), [
      'age mean',
      'age sum',
    ]);
    assert.deepEqual(reportDifferences(report(6), report(6.000000000000001), { files: 2 }), []);
    assert.deepEqual(names(reportDifferences(report(6), report(6.001), { files: 2 })), ['age mean', 'age sum']);
  });

  it('leave out sketches of several files from 2,050 rows on', () => {
    const other = { ...report(6, 2050), statistics: report(6, 3).statistics };
    assert.deepEqual(names(reportDifferences(report(6, 2050), other, { files: 2 })), [' rows']);
    assert.deepEqual(names(reportDifferences(report(6, 2050), other, { files: 1 })), [' rows', 'age bucket 0 count']);
  });

  it('name categories, features and violations of one side', () => {
    assert.deepEqual(reportDifferences(report(6), report(6, 3, { a: 1 }), { files: 1 }), [
      { feature: 'kind', statistic: "count of 'b'", managed: 2, analyzer: undefined },
    ]);
    const empty = { statistics: { version: 0, dataset: { item_count: 0 }, features: [] }, violations: [] };
    assert.equal(reportDifferences(empty, report(6), { files: 1 })[1]?.statistic, 'type');
    const violation = { feature_name: 'age', constraint_check_type: 'data_type_check', description: 'text' } as const;
    assert.deepEqual(reportDifferences({ ...report(6), violations: [violation] }, report(6), { files: 1 }), [
      { feature: 'age', statistic: 'data_type_check', managed: 'text', analyzer: undefined },
    ]);
  });
});
