import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isAccepted } from '../../contract/awsLimits';
import { completenessMetric, driftMetric, metricNameOf } from '../../contract/metrics';

describe('the names of metrics', () => {
  it('are those of the managed monitor for a feature', () => {
    // "CloudWatch metrics" of the Model Monitor guide.
    assert.equal(driftMetric('age'), 'feature_baseline_drift_age');
    assert.equal(completenessMetric('age'), 'feature_completeness_age');
    assert.equal(driftMetric("Int'l Plan"), "feature_baseline_drift_Int'l Plan");
  });

  it('have the name of a feature where CloudWatch accepts it and shows it as it is', () => {
    for (const name of [
      'age',
      'Account Length',
      'Flow Byts/s',
      '2nd',
      'a.b',
      '"q"',
      '$x',
      '{y}',
      'a:b',
      'x'.repeat(200),
    ]) {
      assert.equal(metricNameOf(name), name);
    }
  });

  it('have a derived name otherwise, which never changes', () => {
    // The hashes were computed with sha256sum.
    assert.deepEqual(['größe', ' Flow Duration', '年齢', ':a', `x$\{LAST}`].map(metricNameOf), [
      'gro_e-d353a2671b67afff',
      'Flow_Duration-700d59ac16ead0bb',
      'feature-18a91230ad01fe75',
      'a-b5c5cc1fbe8fa86a',
      'x_LAST-e46d957b80280fe1',
    ]);
    assert.match(metricNameOf('x'.repeat(201)), /^x{100}-[0-9a-f]{16}$/);
    assert.notEqual(metricNameOf(metricNameOf('größe')), metricNameOf('größe'));
  });

  it('are accepted by CloudWatch and differ for different features, whatever their names', () => {
    const alike = fc.string({ unit: fc.constantFrom('a', 'ä', 'A', ' ', '_', '.', '/', ':', '$', '{', '年', '-') });
    const long = fc.string({ unit: fc.constantFrom('x', 'y'), minLength: 198, maxLength: 203 });
    const name = fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), alike, long).filter((text) => text !== '');
    const derived = name.map(metricNameOf);
    fc.assert(
      fc.property(fc.oneof(name, derived), fc.oneof(name, derived), (one, other) => {
        const metricName = metricNameOf(one);
        assert.equal(metricName === metricNameOf(other), one === other);
        assert.ok(isAccepted('dimension value', metricName), metricName);
        assert.ok(isAccepted('metric', `feature_estimated_unique_values_${metricName}`), metricName);
      }),
      { numRuns: 2000 },
    );
  });
});
