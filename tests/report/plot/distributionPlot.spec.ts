import assert from 'node:assert/strict';
import fc from 'fast-check';
import { distributionPlot } from '../../../report/plot/distributionPlot';
import type { NumericBucket, NumericDistribution } from '../../../report/plot/featureDistribution';
import { svgRects } from '../../support/svgRects';

function tenBuckets(counts: readonly number[]): NumericBucket[] {
  return counts.map((count, i) => ({ lower: i * 5, upper: (i + 1) * 5, count }));
}

const sides = { before: 'baseline', after: 'window' };

function numeric(before: readonly NumericBucket[], after: readonly NumericBucket[]): NumericDistribution {
  return { feature: 'tenure', kind: 'numeric', unit: 'months', before, after };
}

function assertProportional(lengths: readonly number[], counts: readonly number[]): void {
  const [most, highest] = [Math.max(...counts), Math.max(...lengths)];
  assert.equal(lengths.length, counts.length);
  for (const [i, count] of counts.entries()) {
    const expected = (count / most) * highest;
    assert.ok(Math.abs((lengths[i] ?? 0) - expected) < 0.03, `bar ${i} is ${lengths[i]} long, not ${expected}`);
  }
}

describe('distributionPlot of a numeric feature', () => {
  const counts = fc.array(fc.nat(1000), { minLength: 10, maxLength: 10 }).filter((all) => all.some((n) => n > 0));

  it('draws bars whose heights are proportional to the counts', () => {
    fc.assert(
      fc.property(counts, counts, (before, after) => {
        const svg = distributionPlot(numeric(tenBuckets(before), tenBuckets(after)), sides, 'p').text;
        assertProportional(
          svgRects(svg, 'bar before').map((rect) => rect.height),
          before,
        );
        assertProportional(
          svgRects(svg, 'bar after').map((rect) => rect.height),
          after,
        );
      }),
    );
  });

  it('draws equal shares of rows with equal height in both histograms', () => {
    const before = tenBuckets([10, 30, 60, 0, 0, 0, 0, 0, 0, 0]);
    const after = before.map((bucket) => ({ ...bucket, count: bucket.count * 7 }));
    const svg = distributionPlot(numeric(before, after), sides, 'p').text;
    assert.deepEqual(svgRects(svg, 'bar before'), svgRects(svg, 'bar after'));
  });

  it('puts bars side by side from the first edge to the last', () => {
    const svg = distributionPlot(numeric(tenBuckets([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), []), sides, 'p').text;
    const bars = svgRects(svg, 'bar before');
    for (const [i, bar] of bars.slice(1).entries()) {
      const last = bars[i];
      assert.ok(last && Math.abs(last.x + last.width - bar.x) < 0.03);
    }
  });

  it('spreads counts over common edges if the buckets differ, and states it', () => {
    const svg = distributionPlot(
      numeric([{ lower: 0, upper: 10, count: 100 }], [{ lower: 10, upper: 20, count: 4 }]),
      sides,
      'p',
    ).text;
    const [before, after] = [svgRects(svg, 'bar before'), svgRects(svg, 'bar after')];
    assert.equal(before.filter((rect) => rect.height > 0).length, 10);
    assert.deepEqual(
      before.map((rect) => rect.height),
      after.map((rect) => rect.height).reverse(),
    );
    assert.match(svg, /buckets differ: counts spread evenly/);
  });

  it('draws a constant as one bar around its value', () => {
    const constant = [{ lower: 3, upper: 3, count: 9 }];
    const svg = distributionPlot(numeric(constant, constant), sides, 'p').text;
    const [bar] = svgRects(svg, 'bar before');
    assert.ok(bar && bar.width > 0 && bar.height > 0);
    assert.doesNotMatch(svg, /NaN|Infinity/);
  });

  it('shows that an empty histogram has no values', () => {
    for (const empty of [[], tenBuckets([0, 0, 0, 0, 0, 0, 0, 0, 0, 0])]) {
      const svg = distributionPlot(numeric(empty, empty), sides, 'p').text;
      assert.match(svg, />no values</);
      assert.deepEqual(svgRects(svg, 'bar before'), []);
    }
  });

  const edges = fc.uniqueArray(
    fc.oneof(
      fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
      fc.double({ noNaN: true, min: -1e-300, max: 1e-300 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ),
    { maxLength: 12 },
  );
  const histogram = fc
    .tuple(edges, fc.array(fc.nat(9999), { minLength: 12, maxLength: 12 }))
    .map(([unsorted, countOf]) => {
      const sorted = unsorted.sort((a, b) => a - b);
      return sorted.slice(1).map((upper, i) => ({ lower: sorted[i] ?? upper, upper, count: countOf[i] ?? 0 }));
    });
  const assertDrawn = (before: readonly NumericBucket[], after: readonly NumericBucket[]) => {
    const svg = distributionPlot(numeric(before, after), sides, 'p').text;
    assert.doesNotMatch(svg, /NaN|Infinity|∞|undefined|="-[\d.]+" height|height="-|\d{25}/);
    const axis = [...svg.matchAll(/y="223" text-anchor="middle">([^<]*)</g)].map(([, label]) => label);
    assert.equal(new Set(axis).size, axis.length, `labels repeat: ${axis.join(' ')}`);
  };

  it('draws any histogram with finite coordinates and distinct labels', () => {
    fc.assert(fc.property(histogram, histogram, assertDrawn));
    fc.assert(fc.property(histogram, (both) => assertDrawn(both, both)));
  });

  const extremes = {
    'values next to nothing': [{ lower: 5e-324, upper: 1e-323, count: 1 }],
    'the largest numbers there are': [{ lower: -Number.MAX_VALUE, upper: Number.MAX_VALUE, count: 1 }],
    'a width lost in rounding': [{ lower: 1e9, upper: 1e9 + 1e-7, count: 1 }],
  } as const;
  for (const [name, buckets] of Object.entries(extremes)) {
    it(`draws ${name}`, () => {
      assertDrawn(buckets, []);
      assert.ok(
        svgRects(distributionPlot(numeric(buckets, []), sides, 'p').text, 'bar before').some((r) => r.height > 0),
      );
    });
  }
});

describe('distributionPlot of a string feature', () => {
  const plan = (baseline: Record<string, number>, drifted: Record<string, number>) =>
    distributionPlot(
      {
        feature: 'plan',
        kind: 'string',
        before: Object.entries(baseline).map(([value, count]) => ({ value, count })),
        after: Object.entries(drifted).map(([value, count]) => ({ value, count })),
      },
      sides,
      'p',
    ).text;

  it('draws a pair of bars per category, as long as its share, most frequent first', () => {
    const svg = plan({ yes: 10, no: 90 }, { no: 1, yes: 3 });
    assertProportional(
      svgRects(svg, 'bar before').map((rect) => rect.width),
      [90, 10],
    );
    assertProportional(
      svgRects(svg, 'bar after').map((rect) => rect.width),
      [25, 75],
    );
    assert.match(svg, />90\.0%<.*>25\.0%<.*>10\.0%<.*>75\.0%</s);
  });

  it('marks a category that is not in the baseline', () => {
    assert.match(plan({ no: 1 }, { no: 1, maybe: 1 }), />maybe \(not in the baseline\)</);
  });

  it('sums the categories after the tenth', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`value ${i}`, 30 - i]));
    const svg = plan(many, many);
    assert.equal(svgRects(svg, 'bar before').length, 10);
    assert.match(svg, />21 others</);
  });

  it('does not lose a new category among the others', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`value ${i}`, 30 - i]));
    assert.match(plan(many, { ...many, fresh: 100 }), />fresh \(not in the baseline\)<.*>22 others</s);
  });

  it('shows that there are no values', () => {
    assert.match(plan({}, { no: 0 }), />no values</);
  });
});
