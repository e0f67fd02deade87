import assert from 'node:assert/strict';
import fc from 'fast-check';
import { kindNames } from '../../../bench/accuracy/accuracyKinds';
import { type Agreement, agreementOf, agreements, differences } from '../../../bench/accuracy/agreement';
import { anyLabel, anyTable } from './labels';

const pairs = fc.array(fc.tuple(anyLabel, anyLabel), { maxLength: 60 });

describe('the agreement of two labellers', () => {
  it('matches an example of Cohen', () => {
    const counted = [
      ...Array.from({ length: 20 }, () => ['y', 'y'] as const),
      ...Array.from({ length: 10 }, () => ['n', 'y'] as const),
      ...Array.from({ length: 5 }, () => ['y', 'n'] as const),
      ...Array.from({ length: 15 }, () => ['n', 'n'] as const),
      ['-', 'y'] as const,
    ];
    const { kappa = 0, ...counts } = agreementOf(counted);
    assert.deepEqual(counts, { both: 20, misses: 10, extras: 5, neither: 15, notJudged: 1 });
    assert.equal(kappa.toFixed(3), '0.400');
  });

  it('counts every document once', () => {
    fc.assert(
      fc.property(pairs, (labels) => {
        const { both, misses, extras, neither, notJudged } = agreementOf(labels);
        assert.equal(both + misses + extras + neither + notJudged, labels.length);
      }),
    );
  });

  it('swaps misses and extras when the labellers are swapped', () => {
    fc.assert(
      fc.property(pairs, (labels) => {
        const there = agreementOf(labels);
        const turned = agreementOf(labels.map(([first, second]) => [second, first] as const));
        const judgedPairs = ({ kappa, ...counts }: Agreement) => ({ ...counts, kappa: kappa?.toFixed(9) });
        assert.deepEqual(judgedPairs(turned), {
          ...judgedPairs(there),
          misses: there.extras,
          extras: there.misses,
        });
      }),
    );
  });

  it('is at most 1, and 1 only without differences', () => {
    fc.assert(
      fc.property(pairs, (labels) => {
        const { misses, extras, kappa } = agreementOf(labels);
        if (kappa === undefined) return;
        assert.ok(kappa <= 1 + 1e-12);
        assert.equal(Math.abs(kappa - 1) < 1e-12, misses + extras === 0);
      }),
    );
  });

  it('has a difference for every miss and extra', () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        for (const kind of kindNames) {
          const compared = [
            agreements(table, 'own', 'cloudsplaining')[kind],
            agreements(table, 'own', 'parliament')[kind],
          ];
          const named = differences(table, kind).length;
          const largest = Math.max(...compared.map(({ misses, extras }) => misses + extras));
          const all = compared.reduce((sum, { misses, extras }) => sum + misses + extras, 0);
          assert.ok(named >= largest && named <= all);
        }
      }),
    );
  });
});
