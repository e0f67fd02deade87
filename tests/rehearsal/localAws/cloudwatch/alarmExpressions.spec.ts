import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCompositeRule, parseMetricMath } from '../../../../rehearsal/localAws/cloudwatch/alarmExpressions';

type Values = (number | undefined)[];

const evaluate = (expression: string, metrics: Record<string, Values>, periods = 1) =>
  parseMetricMath(expression).evaluate(
    new Map(Object.entries(metrics)),
    Array.from({ length: periods }, (_, i) => (i + 1) * 3600),
  );

describe('metric math', () => {
  it('counts metrics below their limits, and fills in those without data', () => {
    const expression = 'IF(FILL(m0,1) < 0.99, 1, 0) + IF(FILL(m1, 0) < 0.9, 1, 0)';
    assert.deepEqual(evaluate(expression, { m0: [0.5, undefined, 1], m1: [0.8, 0.9, undefined] }, 3), [2, 0, 1]);
    assert.deepEqual(parseMetricMath(expression).ids, ['m0', 'm1']);
  });

  it('evaluates the expression of the silence alarms, 0 before the first run is due', () => {
    const expression = 'IF(EPOCH(runs) < 7200, 0, IF(FILL(runs, 0) < 1, 1, 0) + IF(FILL(files, 0) < 1, 1, 0))';
    const none = undefined;
    assert.deepEqual(evaluate(expression, { runs: [none, 1, none, none], files: [none, 5, 3, none] }, 4), [0, 0, 1, 2]);
    assert.deepEqual(parseMetricMath(expression).ids, ['runs', 'runs', 'files']);
  });

  it('counts in each period the metrics that are below their limits', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const metric = fc.record({ limit: share, value: fc.option(share, { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(metric, { minLength: 1, maxLength: 10 }), (metrics) => {
        const values = Object.fromEntries(metrics.map(({ value }, i) => [`m${i}`, [value]]));
        const expression = metrics.map(({ limit }, i) => `IF(FILL(m${i}, 1) < ${limit}, 1, 0)`).join(' + ');
        const expected = metrics.filter(({ limit, value = 1 }) => value < limit).length;
        assert.deepEqual(evaluate(expression, values), [expected]);
      }),
    );
  });

  it('refuses any other expression, and names the supported one', () => {
    const unsupported = [
      '',
      'm0',
      '1 + 1',
      'm0 + m1',
      'SUM(METRICS())',
      'FILL(m0, 1) < 0.9',
      'IF(m0 < 0.9, 1, 0)',
      'IF(FILL(m0, REPEAT) < 0.9, 1, 0)',
      'IF(FILL(m0, 1) <= 0.9, 1, 0)',
      'IF(FILL(m0, 1) > 0.9, 1, 0)',
      'IF(FILL(m0, 1) < 0.9, 0, 1)',
      'IF(FILL(m0, 1) < 0.9, 1, 0) - IF(FILL(m1, 1) < 0.9, 1, 0)',
      'IF(FILL(m0, 1) < 0.9, 1, 0) +',
      'IF(FILL(M0, 1) < 0.9, 1, 0)',
    ];
    for (const expression of unsupported) {
      assert.throws(() => parseMetricMath(expression), {
        message: `unsupported metric math '${expression}'; supported: IF(FILL(<id>, <number>) < <number>, 1, 0), sums of it, and IF(EPOCH(<id>) < <seconds>, 0, <sum>)`,
      });
    }
  });

  it('fails for a metric without values', () => {
    assert.throws(() => evaluate('IF(FILL(m0, 1) < 0.9, 1, 0)', {}), {
      message: "no values for the metric 'm0' of the expression",
    });
  });
});

describe('composite rule', () => {
  it('lists the alarms that are joined by OR', () => {
    assert.deepEqual(parseCompositeRule('ALARM("a.b")'), ['a.b']);
    assert.deepEqual(parseCompositeRule(' ALARM("a (b) OR c")  OR ALARM("z") OR ALARM("a.b") '), [
      'a (b) OR c',
      'z',
      'a.b',
    ]);
  });

  it('refuses any other rule, and names the supported one', () => {
    const unsupported = [
      '',
      'TRUE',
      'ALARM(a)',
      'ALARM("")',
      'ALARM("a)',
      'OK("a")',
      'ALRM("a")',
      'NOT ALARM("a")',
      '(ALARM("a"))',
      'ALARM("a") AND ALARM("b")',
      'ALARM("a") ALARM("b")',
      'ALARM("a") OR',
    ];
    for (const rule of unsupported) {
      assert.throws(() => parseCompositeRule(rule), {
        message: `unsupported AlarmRule '${rule}'; supported: ALARM("<name>") OR ALARM("<name>") ...`,
      });
    }
  });
});
