import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Constraints, FeatureConstraints, MonitoringConfig } from '../../../contract/modelMonitorFiles';
import { checkConstraints } from '../../../quality/constraints/checkConstraints';
import { suggestConstraints } from '../../../quality/constraints/suggestConstraints';
import { columnStatistics } from '../../../quality/profile/columnStatistics';

type Values = readonly (string | null)[];
interface Change {
  readonly feature?: Partial<FeatureConstraints>;
  readonly config?: Partial<MonitoringConfig>;
  readonly strict?: boolean;
}

function violations(baseline: Values, window: Values, { feature, config, strict = false }: Change = {}) {
  const statistics = {
    version: 0,
    dataset: { item_count: baseline.length },
    features: [columnStatistics('x', baseline).statistics],
  };
  const suggested = suggestConstraints(statistics);
  const constraints: Constraints = {
    ...suggested,
    features: suggested.features.map((constraint) => ({ ...constraint, ...feature })),
    monitoring_config: { ...suggested.monitoring_config, ...config },
  };
  return checkConstraints({ columns: [columnStatistics('x', window)], statistics, constraints, strict });
}

const descriptions = (...args: Parameters<typeof violations>) => violations(...args).map((v) => v.description);
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => String(from + i));

describe('checkConstraints', () => {
  it('checks the data type of present values, strictly', () => {
    assert.deepEqual(violations(['1', '2'], ['1', '2', '3', 'x', null], { feature: { completeness: 0 } }), [
      {
        feature_name: 'x',
        constraint_check_type: 'data_type_check',
        description:
          'Data type match requirement is not met. Expected data type: Integral, Expected match: 100.0%. Observed: Only 75.0% of data is Integral.',
      },
    ]);
    assert.match(descriptions(['1.0'], ['1'])[0] ?? '', /Observed: Only 0\.0% of data is Fractional\.$/);
    assert.deepEqual(
      descriptions(['1', '2'], ['1', '2', '3', 'x'], { config: { datatype_check_threshold: 0.75 } }),
      [],
    );
  });

  it('checks completeness', () => {
    const window = [...numbers(0, 9), ...Array.from({ length: 1000 }, () => null)];
    assert.deepEqual(descriptions(numbers(0, 9), window), [
      'Data completeness requirement is not met. Expected: 100.0%. Observed: Only 0.8919722497522299%.',
    ]);
  });

  it('checks drift with the threshold of the file or of the feature', () => {
    const [baseline, window] = [numbers(0, 1000), numbers(900, 1900)];
    const distance = 0.9 - 1.8 * Math.sqrt(2000 / 1_000_000);
    assert.deepEqual(descriptions(baseline, window), [`Baseline drift distance: ${distance} exceeds threshold: 0.1`]);
    const override = (comparison_threshold: number): Change => ({
      feature: { monitoringConfigOverrides: { distribution_constraints: { comparison_threshold } } },
    });
    assert.deepEqual(descriptions(baseline, window, override(0.85)), []);
    assert.equal(descriptions(baseline, window, override(0.8)).length, 1);
  });

  it('skips the drift check if the type does not match', () => {
    const checks = violations(numbers(0, 1000), [...numbers(5000, 6000), 'x']).map((v) => v.constraint_check_type);
    assert.deepEqual(checks, ['data_type_check']);
  });

  it('checks shares and the domain of categories', () => {
    const many = (value: string, n: number) => Array.from({ length: n }, () => value);
    const baseline = [...many('a', 500), ...many('b', 500)];
    assert.deepEqual(descriptions(baseline, [...many('a', 900), ...many('b', 90), ...many('c', 10)]), [
      `Baseline drift distance: ${0.5 - 0.09 - 1.8 * Math.sqrt(2000 / 1_000_000)} exceeds threshold: 0.1`,
      'Value match requirement is not met. Expected match: 100.0%. Observed: Only 99.0% of data is in the domain.',
    ]);
  });

  it('skips a check that is switched off, for a feature or for all', () => {
    const off = { evaluate_constraints: 'Disabled' } as const;
    assert.deepEqual(violations(['1'], ['x'], { config: off }), []);
    assert.deepEqual(violations(['1'], ['x'], { feature: { monitoringConfigOverrides: off } }), []);
    const quiet = { distribution_constraints: { perform_comparison: 'Disabled' } } as const;
    const change = { feature: { monitoringConfigOverrides: quiet } };
    assert.deepEqual(violations(numbers(0, 1000), numbers(5000, 6000), change), []);
  });

  it('keeps the other checks and features if a check of one feature is switched off', () => {
    const many = (value: string, n: number) => Array.from({ length: n }, () => value);
    const baseline = [...many('a', 500), ...many('b', 500)];
    // Breaks all four checks at once: a text for a number is not String, so it needs a column of its own.
    const window = [...many('a', 900), ...many('c', 90), ...many('7', 10), null];
    const statistics = {
      version: 0,
      dataset: { item_count: 1000 },
      features: ['x', 'y'].map((name) => columnStatistics(name, baseline).statistics),
    };
    const suggested = suggestConstraints(statistics);
    const columns = ['x', 'y'].map((name) => columnStatistics(name, window));
    const all = ['data_type_check', 'completeness_check', 'baseline_drift_check', 'categorical_values_check'];
    const switches: Record<string, Partial<FeatureConstraints>> = {
      data_type_check: { monitoringConfigOverrides: { datatype_check_threshold: 0 } },
      completeness_check: { completeness: 0 },
      baseline_drift_check: {
        monitoringConfigOverrides: { distribution_constraints: { perform_comparison: 'Disabled' } },
      },
      categorical_values_check: { monitoringConfigOverrides: { domain_content_threshold: 0 } },
    };
    for (const [off, change] of Object.entries(switches)) {
      const features = suggested.features.map((feature, i) => (i === 0 ? { ...feature, ...change } : feature));
      const raised = checkConstraints({ columns, statistics, constraints: { ...suggested, features } });
      const of = (name: string) => raised.filter((v) => v.feature_name === name).map((v) => v.constraint_check_type);
      assert.deepEqual([of('x'), of('y')], [all.filter((check) => check !== off), all]);
    }
  });

  it('checks is_non_negative and range only in strict mode', () => {
    const feature = { num_constraints: { is_non_negative: true, range: { min: 0, max: 4 } } };
    assert.deepEqual(violations(['1', '2'], ['-1', '2', '5'], { feature }), []);
    const raised = violations(['1', '2'], ['-1', '2', '5'], { feature, strict: true });
    assert.deepEqual(
      raised.map((v) => [v.constraint_check_type, v.description]),
      [
        [
          'non_negative_check',
          'Non-negative requirement is not met. Expected: no value below 0.0. Observed: the least value is -1.0.',
        ],
        [
          'range_check',
          'Value range requirement is not met. Expected: at least 0.0 and at most 4.0. Observed: at least -1.0 and at most 5.0.',
        ],
      ],
    );
    const off = { monitoringConfigOverrides: { evaluate_constraints: 'Disabled' } } as const;
    assert.deepEqual(violations(['1'], ['-1'], { feature: { ...feature, ...off }, strict: true }), []);
  });

  it('accepts the bound itself in a strict check, and leaves columns of texts to the type check', () => {
    const feature = { num_constraints: { is_non_negative: true, range: { min: 0, max: 4 } } };
    assert.deepEqual(violations(['1', '2'], ['0', '4'], { feature, strict: true }), []);
    const checks = violations(['1', '2'], ['-1', 'x'], { feature, strict: true }).map((v) => v.constraint_check_type);
    assert.deepEqual(checks, ['data_type_check']);
  });

  it('reports a wrong number of columns as the only violation', () => {
    const column = columnStatistics('x', ['1']);
    const statistics = { version: 0, dataset: { item_count: 1 }, features: [column.statistics] };
    const constraints = suggestConstraints(statistics);
    const text = columnStatistics('x', ['broken', null]);
    assert.deepEqual(checkConstraints({ columns: [text, text], statistics, constraints }), [
      {
        feature_name: 'Extra columns',
        constraint_check_type: 'extra_column_check',
        description:
          'There are extra columns in current dataset. Number of columns in current dataset: 2, Number of columns in baseline constraints: 1',
      },
    ]);
    assert.deepEqual(
      checkConstraints({ columns: [], statistics, constraints }).map((v) => v.feature_name),
      ['Missing columns'],
    );
  });

  it('finds no violation in data of its own constraints', () => {
    const column = fc.oneof(
      fc.array(fc.option(fc.integer().map(String))),
      fc.array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n.toFixed(3)))),
      fc.array(fc.option(fc.constantFrom('a', 'b', 'c d', 'true'))),
    );
    fc.assert(
      fc.property(column, (values) => {
        assert.deepEqual(violations(values, values, { strict: true }), []);
      }),
    );
  });
});
