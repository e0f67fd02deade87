import assert from 'node:assert/strict';
import type { FeatureConstraints } from '../../contract/modelMonitorFiles';
import type { FeatureSla } from '../../contract/sla';
import { mergeSla } from '../../quality/mergeSla';
import { suggestConstraints } from '../../quality/suggestConstraints';

const numeric: FeatureConstraints = {
  name: 'x',
  inferred_type: 'Integral',
  completeness: 0.9,
  num_constraints: { is_non_negative: false },
};
const text: FeatureConstraints = {
  name: 'x',
  inferred_type: 'String',
  completeness: 1,
  string_constraints: { domains: ['a', 'b'] },
};

function merged(feature: FeatureConstraints, sla: Partial<FeatureSla>) {
  const empty = suggestConstraints({ version: 0, dataset: { item_count: 0 }, features: [] });
  const { constraints, changes } = mergeSla(
    { ...empty, features: [feature] },
    {
      endpoint: 'e',
      owner: 'o',
      runbook: 'https://example.com',
      freshnessHours: 2,
      features: { x: { severity: 'warning', ...sla } },
    },
  );
  return { feature: constraints.features[0], changes };
}

describe('mergeSla', () => {
  const drift = (limits: object) => ({ monitoringConfigOverrides: { distribution_constraints: limits } });
  const stricter = [
    [numeric, { completeness: 0.99 }, { completeness: 0.99 }, "x: completeness raised from 0.9 to the SLA's 0.99."],
    [
      numeric,
      { nonNegative: true },
      { num_constraints: { is_non_negative: true } },
      'x: must not be negative, by the SLA.',
    ],
    [
      numeric,
      { driftLimit: 0.05 },
      drift({ comparison_threshold: 0.05 }),
      "x: drift threshold lowered from 0.1 to the SLA's 0.05.",
    ],
    [
      text,
      { driftLimit: 0.05 },
      drift({ categorical_comparison_threshold: 0.05 }),
      "x: drift threshold lowered from 0.1 to the SLA's 0.05.",
    ],
    [
      text,
      { categories: ['a', 'c'] },
      { string_constraints: { domains: ['a'] } },
      'x: categories limited to a, by the SLA.',
    ],
    [
      { ...text, string_constraints: undefined },
      { categories: ['a', 'c'] },
      { string_constraints: { domains: ['a', 'c'] } },
      'x: categories limited to a, c, by the SLA.',
    ],
  ] as const;
  for (const [feature, sla, change, sentence] of stricter) {
    it(sentence, () => {
      assert.deepEqual(merged(feature, { ...sla, categories: 'categories' in sla ? [...sla.categories] : undefined }), {
        feature: { ...feature, ...change },
        changes: [sentence],
      });
    });
  }

  it('never loosens what the data suggested', () => {
    for (const sla of [{ completeness: 0.5 }, { driftLimit: 0.2 }, { nonNegative: false }]) {
      assert.deepEqual(merged(numeric, sla), { feature: numeric, changes: [] });
    }
    assert.deepEqual(merged(text, { categories: ['a', 'b', 'c'] }), { feature: text, changes: [] });
  });

  it('keeps overrides that are there', () => {
    const overridden: FeatureConstraints = {
      ...numeric,
      monitoringConfigOverrides: {
        emit_metrics: 'Disabled',
        distribution_constraints: { comparison_threshold: 0.3, comparison_method: 'Simple' },
      },
    };
    assert.deepEqual(merged(overridden, { driftLimit: 0.2 }).feature?.monitoringConfigOverrides, {
      emit_metrics: 'Disabled',
      distribution_constraints: { comparison_threshold: 0.2, comparison_method: 'Simple' },
    });
  });
});
