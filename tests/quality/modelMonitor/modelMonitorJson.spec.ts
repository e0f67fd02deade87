import assert from 'node:assert/strict';
import fc from 'fast-check';
import { suggestConstraints } from '../../../quality/constraints/suggestConstraints';
import { modelMonitorJson } from '../../../quality/modelMonitor/modelMonitorJson';
import { columnStatistics } from '../../../quality/profile/columnStatistics';

describe('modelMonitorJson', () => {
  const statistics = {
    version: 0,
    dataset: { item_count: 2 },
    features: [columnStatistics('x', ['0.00001', '20000000.0']).statistics],
  };

  it('writes doubles as Java does and row counts as whole numbers', () => {
    const text = modelMonitorJson.write(statistics);
    assert.match(text, /^\{\n {2}"version": 0\.0,\n {2}"dataset": \{\n {4}"item_count": 2\n/);
    assert.match(text, /"min": 1\.0E-5,\n\s+"max": 2\.0E7,/);
    assert.match(text, /"k": 2048\.0/);
    assert.deepEqual(modelMonitorJson.readStatistics(text), statistics);
  });

  it('reads back the constraints that it writes', () => {
    const constraints = suggestConstraints(statistics);
    assert.deepEqual(modelMonitorJson.readConstraints(modelMonitorJson.write(constraints)), constraints);
  });

  it('normalizes other spellings and keeps unknown fields', () => {
    const read = modelMonitorJson.readConstraints(
      JSON.stringify({
        note: 'kept',
        features: [
          {
            name: 'x',
            inferred_type: 'Integral',
            completeness: 1,
            monitoring_config_overrides: {
              later: 1,
              distribution_constraints: { comparison_method: 'linf_simple', comparison_threshold: 0.2 },
            },
          },
        ],
        monitoring_config: { distribution_constraints: { comparison_method: 'linf_robust' }, other: true },
      }),
    );
    assert.deepEqual(read.features[0]?.monitoringConfigOverrides, {
      later: 1,
      distribution_constraints: { comparison_method: 'Simple', comparison_threshold: 0.2 },
    });
    assert.equal(read.monitoring_config.distribution_constraints.comparison_method, 'Robust');
    assert.equal(read.monitoring_config.distribution_constraints.comparison_threshold, 0.1);
    assert.equal('note' in read && 'other' in read.monitoring_config, true);
    const written = JSON.parse(modelMonitorJson.write(read)) as Record<string, unknown>;
    assert.equal(written['note'], 'kept');
  });

  it('keeps fields that a later container adds, at any level', () => {
    const later = fc.dictionary(
      fc.string({ minLength: 1 }).map((name) => `later_${name}`),
      fc.jsonValue(),
      { maxKeys: 3 },
    );
    fc.assert(
      fc.property(later, later, later, (top, ofFeature, ofConfig) => {
        const written = {
          ...top,
          version: 0,
          features: [{ name: 'x', inferred_type: 'Integral', completeness: 1, ...ofFeature }],
          monitoring_config: { ...suggestConstraints(statistics).monitoring_config, ...ofConfig },
        };
        const read = modelMonitorJson.readConstraints(JSON.stringify(written));
        assert.deepEqual(JSON.parse(modelMonitorJson.write(read)), JSON.parse(JSON.stringify(written)));
      }),
    );
  });

  const wrong = {
    '{': /^f\.json: is not JSON \(/,
    '[]': /^f\.json: must be an object with a list 'features' of objects\.$/,
    '{"features": [{}]}': /^f\.json: features\.0\.name is missing\.$/,
    '{"features": [], "monitoring_config": {"distribution_constraints": {"comparison_method": "KS"}}}':
      /^f\.json: invalid comparison_method "KS": use one of Robust, Simple, linf_robust, linf_simple\.$/,
  };
  for (const [text, message] of Object.entries(wrong)) {
    it(`names the problem of ${text}`, () => {
      assert.throws(() => modelMonitorJson.readConstraints(text, 'f.json'), { message });
    });
  }

  it('reads violations', () => {
    const violations = { violations: [] };
    assert.deepEqual(modelMonitorJson.readViolations(modelMonitorJson.write(violations)), violations);
  });
});
