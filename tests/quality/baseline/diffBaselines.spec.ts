import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Statistics } from '../../../contract/modelMonitorFiles';
import { diffBaselines } from '../../../quality/baseline/diffBaselines';
import { suggestConstraints } from '../../../quality/constraints/suggestConstraints';
import { columnStatistics } from '../../../quality/profile/columnStatistics';

/** The baseline of some columns, without an SLA. */
function baseline(columns: Readonly<Record<string, readonly (string | null)[]>>) {
  const features = Object.entries(columns).map(([name, values]) => columnStatistics(name, values).statistics);
  const rows = Math.max(...Object.values(columns).map((values) => values.length));
  const statistics: Statistics = { version: 0, dataset: { item_count: rows }, features };
  return { statistics, constraints: suggestConstraints(statistics) };
}

const repeated = (values: readonly string[], times: number) => Array.from({ length: times }, () => values).flat();
const onlyFeature = ({ features }: ReturnType<typeof diffBaselines>) => {
  assert.equal(features.length, 1);
  return features[0];
};

describe('diffBaselines', () => {
  it('finds no difference between a baseline and itself', () => {
    const column = fc.array(
      fc.oneof(fc.integer().map(String), fc.double().map(String), fc.string(), fc.constant(null)),
      {
        minLength: 3,
        maxLength: 3,
      },
    );
    fc.assert(
      fc.property(column, column, (a, b) => {
        const difference = diffBaselines(baseline({ a, b }), baseline({ a, b }));
        assert.equal(difference.equal, true);
        assert.deepEqual(
          difference.features.map(({ status }) => status),
          ['same', 'same'],
        );
      }),
    );
  });

  it('compares categories and domains as sets', () => {
    const [a, b] = [repeated(['x', 'y'], 20), repeated(['y', 'x'], 20)];
    const before = baseline({ c: a });
    const after = baseline({ c: b });
    after.constraints.features[0]?.string_constraints?.domains.reverse();
    after.statistics.features[0]?.string_statistics?.distribution?.categorical.buckets.reverse();
    assert.equal(diffBaselines(before, after).equal, true);
  });

  it('lists added, removed and moved features', () => {
    const difference = diffBaselines(baseline({ a: ['1'], b: ['2'] }), baseline({ b: ['2'], c: ['3'] }));
    assert.deepEqual(
      difference.features.map(({ feature, status, position }) => [feature, status, position]),
      [
        ['b', 'changed', { before: 1, after: 0 }],
        ['c', 'added', { after: 1 }],
        ['a', 'removed', { before: 0 }],
      ],
    );
    assert.equal(difference.equal, false);
  });

  it('lists a changed type and completeness, without drift', () => {
    const feature = onlyFeature(diffBaselines(baseline({ a: ['1', '2'] }), baseline({ a: ['1.5', null] })));
    assert.deepEqual(feature?.type, { before: 'Integral', after: 'Fractional' });
    assert.deepEqual(feature?.completeness, { before: 1, after: 0.5 });
    assert.equal(feature?.drift, undefined);
    assert.ok(
      feature?.constraints.some(({ path, before, after }) => path === 'completeness' && before === 1 && after === 0.5),
    );
  });

  it('lists added and removed categories', () => {
    const feature = onlyFeature(
      diffBaselines(baseline({ c: repeated(['x', 'y'], 20) }), baseline({ c: repeated(['x', 'z'], 20) })),
    );
    assert.deepEqual(feature?.domain, { added: ['z'], removed: ['y'] });
    assert.deepEqual(feature?.constraints, []);
  });

  it('measures drift by the newer config, even if its comparison is off', () => {
    const values = (from: number) => Array.from({ length: 500 }, (_, i) => String(from + i));
    const [before, after] = [baseline({ a: values(0) }), baseline({ a: values(250) })];
    const settings = after.constraints.monitoring_config.distribution_constraints;
    Object.assign(settings, { comparison_method: 'Simple', comparison_threshold: 0.3, perform_comparison: 'Disabled' });
    const difference = diffBaselines(before, after);
    assert.deepEqual(onlyFeature(difference)?.drift, { distance: 0.5, threshold: 0.3 });
    assert.deepEqual(
      difference.config.map(({ path, before: old, after: current }) => [path, old, current]),
      [
        ['distribution_constraints.perform_comparison', 'Enabled', 'Disabled'],
        ['distribution_constraints.comparison_threshold', 0.1, 0.3],
        ['distribution_constraints.comparison_method', 'Robust', 'Simple'],
      ],
    );
  });

  it('names an added override by its path', () => {
    const [before, after] = [baseline({ a: ['1'] }), baseline({ a: ['1'] })];
    Object.assign(after.constraints.features[0] ?? {}, {
      monitoringConfigOverrides: { distribution_constraints: { comparison_threshold: 0.2 } },
    });
    assert.deepEqual(onlyFeature(diffBaselines(before, after))?.constraints, [
      { path: 'monitoringConfigOverrides.distribution_constraints.comparison_threshold', after: 0.2 },
    ]);
  });

  it('detects a different distribution with the same summary', () => {
    const [before, after] = [baseline({ c: repeated(['x', 'y'], 30) }), baseline({ c: repeated(['x', 'y'], 30) })];
    const buckets = after.statistics.features[0]?.string_statistics?.distribution?.categorical.buckets ?? [];
    Object.assign(buckets[0] ?? {}, { count: 29 });
    assert.equal(onlyFeature(diffBaselines(before, after))?.status, 'changed');
  });
});
