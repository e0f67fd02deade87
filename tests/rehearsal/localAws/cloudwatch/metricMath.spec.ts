import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMetricMath } from '../../../../rehearsal/localAws/cloudwatch/metricMath';

const value = (expression: string, metrics: Record<string, (number | undefined)[]> = {}, length = 1) =>
  parseMetricMath(expression).evaluate(new Map(Object.entries(metrics)), length);

describe('metric math', () => {
  it('binds as arithmetic does', () => {
    assert.deepEqual(value('1 + 2 * 3 - 8 / 4'), [5]);
    assert.deepEqual(value('(1 + 2) * -3'), [-9]);
    assert.deepEqual(value('1 + 1 > 1 && 2 >= 3 || 1 == 1'), [1]);
  });

  it('counts features below their limits, those without data as complete', () => {
    const expression = 'IF(FILL(m0,1) < 0.99, 1, 0) + IF(FILL(m1, 1) < 0.9, 1, 0)';
    assert.deepEqual(value(expression, { m0: [0.5, undefined, 1], m1: [0.8, 0.8, undefined] }, 3), [2, 1, 0]);
    assert.deepEqual(parseMetricMath(expression).ids, ['m0', 'm1']);
  });

  it('has no result where a side has no data, or for a division by zero', () => {
    assert.deepEqual(value('m0 + m1', { m0: [1, 1], m1: [undefined, 2] }, 2), [undefined, 3]);
    assert.deepEqual(value('1 / 0'), [undefined]);
    assert.deepEqual(value('FILL(m0, REPEAT)', { m0: [undefined, 4, undefined] }, 3), [undefined, 4, 4]);
  });

  it('says what it cannot read', () => {
    assert.throws(() => parseMetricMath('SUM(METRICS())'), {
      message: 'function SUM is not known here; known are FILL, IF, ABS, MAX, MIN',
    });
    assert.throws(() => parseMetricMath('1 +'), { message: 'expression has its end where a value belongs' });
    assert.throws(() => parseMetricMath('m0 m1'), { message: "expression has 'm1' where its end belongs" });
    assert.throws(() => parseMetricMath('m0 ? 1'), { message: 'expression cannot be read from character 3: ? 1' });
  });

  it('works out any sum of products as JavaScript does', () => {
    const { expression } = fc.letrec((tie) => ({
      expression: fc.oneof(
        { depthSize: 'small' },
        fc.nat(99).map((n) => ({ text: String(n), value: n })),
        fc.tuple(tie('expression'), fc.constantFrom('+', '-', '*'), tie('expression')).map(([a, operator, b]) => {
          const [left, right] = [a as { text: string; value: number }, b as { text: string; value: number }];
          const of = { '+': left.value + right.value, '-': left.value - right.value, '*': left.value * right.value };
          return { text: `(${left.text}${operator} ${right.text})`, value: of[operator] };
        }),
      ),
    }));
    fc.assert(
      fc.property(expression, (sample) => {
        const { text, value: expected } = sample as { text: string; value: number };
        assert.equal(value(text)[0], expected);
      }),
    );
  });
});
