import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMetricMath } from '../../../../rehearsal/localAws/cloudwatch/alarmExpressions';

type Values = (number | undefined)[];

const evaluate = (expression: string, metrics: Record<string, Values>, periods = 1) =>
  parseMetricMath(expression).evaluate(
    new Map(Object.entries(metrics)),
    Array.from({ length: periods }, (_, i) => (i + 1) * 3600),
  );

describe('metric math', () => {
  it('evaluates the expression of the silence alarms, 0 before the first run is due', () => {
    const expression = 'IF(EPOCH(runs) < 7200, 0, IF(FILL(runs, 0) < 1, 1, 0) + IF(FILL(files, 0) < 1, 1, 0))';
    const none = undefined;
    assert.deepEqual(evaluate(expression, { runs: [none, 1, none, none], files: [none, 5, 3, none] }, 4), [0, 0, 1, 2]);
    assert.deepEqual(parseMetricMath(expression).ids, ['runs', 'runs', 'files']);
  });

  it('counts what is missing in each period that is not before the first run', () => {
    const metric = fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }), {
      minLength: 5,
      maxLength: 5,
    });
    fc.assert(
      fc.property(fc.array(metric, { minLength: 1, maxLength: 10 }), fc.nat({ max: 6 }), (metrics, firstPeriod) => {
        const values = Object.fromEntries(metrics.map((metricValues, i) => [`m${i}`, metricValues]));
        const sum = metrics.map((_, i) => `IF(FILL(m${i}, 0) < 1, 1, 0)`).join(' + ');
        const counts = evaluate(`IF(EPOCH(m0) < ${firstPeriod * 3600}, 0, ${sum})`, values, 5);
        const expected = Array.from({ length: 5 }, (_, period) =>
          period + 1 < firstPeriod ? 0 : metrics.filter((metricValues) => !metricValues[period]).length,
        );
        assert.deepEqual(counts, expected);
      }),
    );
  });

  it('refuses any other expression, and names the supported one', () => {
    const sum = 'IF(FILL(m0, 0) < 1, 1, 0)';
    const unsupported = [
      '',
      'm0',
      '1 + 1',
      'SUM(METRICS())',
      sum,
      'IF(EPOCH(m0) < 7200, 0, m0)',
      `IF(EPOCH(m0) < 7200, 1, ${sum})`,
      `IF(EPOCH(m0) > 7200, 0, ${sum})`,
      `IF(EPOCH(m0) < 7200, 0, ${sum} - ${sum})`,
      `IF(EPOCH(m0) < 7200, 0, ${sum} +)`,
      'IF(EPOCH(m0) < 7200, 0, IF(FILL(m0, REPEAT) < 1, 1, 0))',
      'IF(EPOCH(m0) < 7200, 0, IF(FILL(m0, 1) < 1, 1, 0))',
      'IF(EPOCH(m0) < 7200, 0, IF(FILL(m0, 0) < 0.9, 1, 0))',
      'IF(EPOCH(m0) < 7200, 0, IF(FILL(M0, 0) < 1, 1, 0))',
    ];
    for (const expression of unsupported) {
      assert.throws(() => parseMetricMath(expression), {
        message: `unsupported metric math '${expression}'; supported: IF(EPOCH(<id>) < <seconds>, 0, IF(FILL(<id>, 0) < 1, 1, 0) + ...)`,
      });
    }
  });

  it('fails for a metric without values', () => {
    assert.throws(() => evaluate('IF(EPOCH(m0) < 0, 0, IF(FILL(m0, 0) < 1, 1, 0))', {}), {
      message: "no values for the metric 'm0' of the expression",
    });
  });
});
