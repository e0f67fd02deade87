import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FeatureConstraints } from '../../../contract/modelMonitorFiles';
import type { FeatureSla } from '../../../contract/sla';
import { mergeSla } from '../../../quality/constraints/mergeSla';
import { suggestConstraints } from '../../../quality/constraints/suggestConstraints';

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
    [
      numeric,
      { range: { min: -40 } },
      { num_constraints: { is_non_negative: false, range: { min: -40 } } },
      'x: least value allowed is -40, by the SLA.',
    ],
    [
      { ...numeric, num_constraints: { is_non_negative: false, range: { min: -10, max: 50 } } },
      { range: { min: -40, max: 40 } },
      { num_constraints: { is_non_negative: false, range: { min: -10, max: 40 } } },
      "x: greatest value allowed lowered from 50 to the SLA's 40.",
    ],
    [
      numeric,
      { off: { all: 'a trial' } },
      { monitoringConfigOverrides: { evaluate_constraints: 'Disabled' } },
      'x: all checks switched off by the SLA: a trial',
    ],
    [
      numeric,
      { off: { type: 'a trial' } },
      { monitoringConfigOverrides: { datatype_check_threshold: 0 } },
      'x: type check switched off by the SLA: a trial',
    ],
    [
      numeric,
      { off: { completeness: 'a trial' } },
      { completeness: 0 },
      'x: completeness check switched off by the SLA: a trial',
    ],
    [
      text,
      { off: { categories: 'a trial' } },
      { monitoringConfigOverrides: { domain_content_threshold: 0 } },
      'x: categories check switched off by the SLA: a trial',
    ],
    [
      text,
      { off: { drift: 'a trial' } },
      drift({ perform_comparison: 'Disabled' }),
      'x: drift check switched off by the SLA: a trial',
    ],
    [
      numeric,
      { thresholds: { type: 0.9 } },
      { monitoringConfigOverrides: { datatype_check_threshold: 0.9 } },
      "x: type threshold changed from 1 to the SLA's 0.9.",
    ],
    [
      text,
      { thresholds: { domain: 0.95 } },
      { monitoringConfigOverrides: { domain_content_threshold: 0.95 } },
      "x: domain threshold changed from 1 to the SLA's 0.95.",
    ],
    [
      numeric,
      { thresholds: { drift: 0.3 } },
      drift({ comparison_threshold: 0.3 }),
      "x: drift threshold changed from 0.1 to the SLA's 0.3.",
    ],
    [
      text,
      { thresholds: { categoricalDrift: 0.3 } },
      drift({ categorical_comparison_threshold: 0.3 }),
      "x: categorical drift threshold changed from 0.1 to the SLA's 0.3.",
    ],
    [
      numeric,
      { thresholds: { method: 'Simple' } },
      drift({ comparison_method: 'Simple' }),
      "x: drift method changed from Robust to the SLA's Simple.",
    ],
    [
      text,
      { thresholds: { categoricalMethod: 'ChiSquared' } },
      drift({ categorical_drift_method: 'ChiSquared' }),
      "x: categorical drift method changed from LInfinity to the SLA's ChiSquared.",
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

  it('sets the thresholds of all features in monitoring_config, and those of a feature on top', () => {
    const empty = suggestConstraints({ version: 0, dataset: { item_count: 0 }, features: [] });
    const { constraints, changes } = mergeSla(
      { ...empty, features: [numeric, { ...text, name: 'y' }] },
      {
        endpoint: 'e',
        owner: 'o',
        runbook: 'https://example.com',
        freshnessHours: 2,
        thresholds: { type: 0.9, drift: 0.2, method: 'Simple' },
        features: { x: { severity: 'warning', thresholds: { type: 1, drift: 0.2 } } },
      },
    );
    assert.deepEqual(constraints.monitoring_config, {
      ...empty.monitoring_config,
      datatype_check_threshold: 0.9,
      distribution_constraints: {
        ...empty.monitoring_config.distribution_constraints,
        comparison_threshold: 0.2,
        comparison_method: 'Simple',
      },
    });
    const overrides = constraints.features.map(({ monitoringConfigOverrides }) => monitoringConfigOverrides);
    assert.deepEqual(overrides, [{ datatype_check_threshold: 1 }, undefined]);
    assert.deepEqual(changes, [
      "all features: type threshold changed from 1 to the SLA's 0.9.",
      "all features: drift threshold changed from 0.1 to the SLA's 0.2.",
      "all features: drift method changed from Robust to the SLA's Simple.",
      "x: type threshold changed from 0.9 to the SLA's 1.",
    ]);
  });

  it('never loosens what the data suggested by a promise', () => {
    for (const sla of [{ completeness: 0.5 }, { driftLimit: 0.2 }, { nonNegative: false }]) {
      assert.deepEqual(merged(numeric, sla), { feature: numeric, changes: [] });
    }
    assert.deepEqual(merged(text, { categories: ['a', 'b', 'c'] }), { feature: text, changes: [] });
  });

  it('names each bound of a range that it sets', () => {
    assert.deepEqual(merged(numeric, { range: { min: 0, max: 23 } }).changes, [
      'x: least value allowed is 0, by the SLA.',
      'x: greatest value allowed is 23, by the SLA.',
    ]);
  });

  it('keeps the stricter bounds of two ranges', () => {
    const bound = fc.option(fc.integer({ min: -9, max: 9 }), { nil: undefined });
    fc.assert(
      fc.property(bound, bound, bound, bound, (min, max, slaMin, slaMax) => {
        const feature = { ...numeric, num_constraints: { is_non_negative: false, range: { min, max } } };
        const { feature: constraints, changes } = merged(feature, { range: { min: slaMin, max: slaMax } });
        const range = constraints?.num_constraints?.range;
        const allowed = (n: number, low = -Infinity, high = Infinity) => n >= low && n <= high;
        let same = true;
        for (let n = -10; n <= 10; n += 1) {
          const before = allowed(n, min, max);
          const now = allowed(n, range?.min, range?.max);
          assert.equal(now, before && allowed(n, slaMin, slaMax));
          same &&= now === before;
        }
        if (changes.length === 0) assert.ok(same);
      }),
    );
  });

  it('keeps existing overrides', () => {
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
