import assert from 'node:assert/strict';
import { columnStatistics } from '../../../quality/profile/columnStatistics';
import { distributionOf, noPlotReason } from '../../../report/plot/distributionOf';

const feature = (values: readonly (string | null)[]) => columnStatistics('x', values).statistics;
const sides = { before: 'baseline', after: 'window' };
const many = Array.from({ length: 200 }, (_, i) => `text ${i}`);

describe('distributionOf', () => {
  it('is numeric or categorical, like both sides; one side may be empty', () => {
    const facts = { feature: 'x' };
    assert.equal(distributionOf({ before: feature(['1']), after: feature(['2.5']) }, facts)?.kind, 'numeric');
    assert.equal(distributionOf({ before: feature([null]), after: feature(['2.5']) }, facts)?.kind, 'numeric');
    assert.equal(distributionOf({ before: feature(['a']), after: undefined }, facts)?.kind, 'string');
  });

  it('draws a range beyond a double with the ten buckets of the statistics', () => {
    const wide = feature(['-1.7e308', '1.7e308']);
    const distribution = distributionOf({ before: wide, after: feature(['1']) }, { feature: 'x' });
    assert.deepEqual([distribution?.before.length, distribution?.after.length], [10, 10]);
  });

  const unlike = {
    'The two sides share no axis. In the baseline: Integral, 1 to 1. In the window: String, 1 distinct: 1 min.': [
      ['1'],
      ['1 min'],
    ],
    'The window has 200 distinct values, too many for the statistics to count each.': [['a'], many],
    'Neither side has a value.': [[null], []],
  } as const;
  for (const [reason, [before, after]] of Object.entries(unlike)) {
    it(`is undefined without a common axis: ${reason}`, () => {
      const both = { before: feature(before), after: feature(after) };
      assert.equal(distributionOf(both, { feature: 'x' }), undefined);
      assert.equal(noPlotReason(both, sides), reason);
    });
  }

  it('explains that the statistics of an older file contain no distribution', () => {
    const { numerical_statistics: numbers, ...rest } = feature(['1', '2']);
    assert.ok(numbers);
    const { distribution: _, ...bare } = numbers;
    const both = { before: { ...rest, numerical_statistics: bare }, after: feature(['1']) };
    assert.equal(distributionOf(both, { feature: 'x' }), undefined);
    assert.equal(noPlotReason(both, sides), 'The statistics of the baseline contain no distribution.');
  });
});
