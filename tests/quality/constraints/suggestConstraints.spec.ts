import assert from 'node:assert/strict';
import { suggestConstraints } from '../../../quality/constraints/suggestConstraints';
import { columnStatistics } from '../../../quality/profile/columnStatistics';

const suggested = (values: (string | null)[]) =>
  suggestConstraints({
    version: 0,
    dataset: { item_count: values.length },
    features: [columnStatistics('x', values).statistics],
  });

describe('suggestConstraints', () => {
  it('suggests type, completeness and sign of a numeric column', () => {
    assert.deepEqual(suggested(['1', null, '0', '4']).features, [
      { name: 'x', inferred_type: 'Integral', completeness: 0.75, num_constraints: { is_non_negative: true } },
    ]);
    assert.deepEqual(suggested(['-0.5']).features[0]?.num_constraints, { is_non_negative: false });
  });

  it('suggests domains only if at most a tenth of the values occur once', () => {
    const nine = Array.from({ length: 9 }, (_, i) => [`v${i}`, `v${i}`]).flat();
    const domains = (values: string[]) => suggested(values).features[0]?.string_constraints?.domains;
    assert.equal(domains([...nine, 'once'])?.length, 10);
    assert.equal(domains([...nine, 'once', 'other']), undefined);
  });

  it('suggests the container’s default config', () => {
    assert.deepEqual(suggested(['1']).monitoring_config, {
      evaluate_constraints: 'Enabled',
      emit_metrics: 'Enabled',
      datatype_check_threshold: 1,
      domain_content_threshold: 1,
      distribution_constraints: {
        perform_comparison: 'Enabled',
        comparison_threshold: 0.1,
        comparison_method: 'Robust',
        categorical_comparison_threshold: 0.1,
        categorical_drift_method: 'LInfinity',
      },
    });
  });
});
