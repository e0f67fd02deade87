import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Constraints, Statistics } from '../../../contract/modelMonitorFiles';
import { checkConstraints } from '../../../quality/constraints/checkConstraints';
import { suggestConstraints } from '../../../quality/constraints/suggestConstraints';
import { featureDrift } from '../../../quality/drift/featureDrift';
import { modelMonitorJson } from '../../../quality/modelMonitor/modelMonitorJson';
import { type ColumnProfile, columnStatistics } from '../../../quality/profile/columnStatistics';

type Values = readonly (string | null)[];

/** The double so many steps above a positive one. */
function stepped(value: number, steps: bigint): number {
  const [bits = 0n] = new BigInt64Array(Float64Array.of(value).buffer);
  const [result = value] = new Float64Array(BigInt64Array.of(bits + steps).buffer);
  return result;
}

function baselineOf(values: Values): { statistics: Statistics; constraints: Constraints } {
  const { statistics: feature } = columnStatistics('x', values);
  const statistics = { version: 0, dataset: { item_count: values.length }, features: [feature] };
  return { statistics, constraints: suggestConstraints(statistics) };
}

function checks(column: ColumnProfile, statistics: Statistics, constraints: Constraints): string[] {
  return checkConstraints({ columns: [column], statistics, constraints }).map((v) => v.constraint_check_type);
}

const numeric = fc.array(fc.integer({ min: 0, max: 40 }).map(String), { minLength: 50, maxLength: 300 });
const category = fc.constantFrom('a', 'b', 'c', 'd', 'é', 'true');
const texts = fc.array(category, { minLength: 50, maxLength: 300 });

describe('checks at their edges', () => {
  for (const [kind, values] of Object.entries({ numeric, categorical: texts })) {
    it(`${kind} drift violates its threshold only above it, by the smallest amount`, () => {
      fc.assert(
        fc.property(values, values, (before, after) => {
          const { statistics, constraints } = baselineOf(before);
          // Under Robust two samples as small as these are hardly ever apart.
          constraints.monitoring_config.distribution_constraints.comparison_method = 'Simple';
          const column = columnStatistics('x', after);
          const [feature] = statistics.features;
          const config = constraints.monitoring_config;
          const drift = feature && featureDrift(feature, column.statistics, config.distribution_constraints);
          assert.ok(drift);
          fc.pre(drift.distance > 0);
          const at = (threshold: number) =>
            checks(column, statistics, {
              ...constraints,
              monitoring_config: {
                ...config,
                distribution_constraints: {
                  ...config.distribution_constraints,
                  comparison_threshold: threshold,
                  categorical_comparison_threshold: threshold,
                },
              },
            }).includes('baseline_drift_check');
          assert.equal(at(drift.distance), false);
          assert.equal(at(stepped(drift.distance, -1n)), true);
        }),
      );
    });
  }

  it('accepts completeness exactly at its minimum, but not the smallest amount below', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), (present, missing) => {
        const values = [...Array.from({ length: present }, () => '1'), ...Array.from({ length: missing }, () => null)];
        const { statistics, constraints } = baselineOf(['1', '2']);
        const column = columnStatistics('x', values);
        const promised = (completeness: number) =>
          checks(column, statistics, {
            ...constraints,
            features: constraints.features.map((feature) => ({ ...feature, completeness })),
          }).includes('completeness_check');
        const share = present / (present + missing);
        assert.equal(promised(share), false);
        assert.equal(promised(stepped(share, 1n)), true);
      }),
    );
  });
});

describe('row order', () => {
  it('does not change statistics, constraints and checks of a text column', () => {
    const shuffled = fc
      .tuple(texts, texts)
      .chain(([before, after]) =>
        fc.tuple(
          fc.constant([before, after] as const),
          fc.shuffledSubarray(before, { minLength: before.length }),
          fc.shuffledSubarray(after, { minLength: after.length }),
        ),
      );
    fc.assert(
      fc.property(
        shuffled,
        fc.constantFrom('LInfinity', 'ChiSquared'),
        ([[before, after], mixed, mixedAfter], method) => {
          const judged = (baseline: Values, window: Values) => {
            const { statistics, constraints } = baselineOf(baseline);
            constraints.monitoring_config.distribution_constraints.categorical_drift_method = method;
            const column = columnStatistics('x', window);
            const violations = checkConstraints({ columns: [column], statistics, constraints });
            return [modelMonitorJson.write(statistics), modelMonitorJson.write(constraints), violations];
          };
          assert.deepEqual(judged(mixed, mixedAfter), judged(before, after));
        },
      ),
    );
  });
});
