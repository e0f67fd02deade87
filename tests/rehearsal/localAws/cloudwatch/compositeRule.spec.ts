import assert from 'node:assert/strict';
import { type AlarmState, parseCompositeRule } from '../../../../rehearsal/localAws/cloudwatch/compositeRule';

const holds = (rule: string, states: Record<string, AlarmState>) =>
  parseCompositeRule(rule).holds((name) => states[name] ?? 'INSUFFICIENT_DATA');

describe('composite rule', () => {
  it('binds NOT closer than AND, AND closer than OR', () => {
    const states = { a: 'ALARM', b: 'OK', c: 'OK' } as const;
    assert.equal(holds('ALARM(a) OR ALARM(b) AND ALARM(c)', states), true);
    assert.equal(holds('(ALARM(a) OR ALARM(b)) AND ALARM(c)', states), false);
    assert.equal(holds('NOT ALARM(b) AND OK(c)', states), true);
    assert.equal(holds('NOT (ALARM(a) OR ALARM(b))', states), false);
    assert.equal(holds('INSUFFICIENT_DATA(d) AND TRUE', states), true);
  });

  it('takes quoted names, with blanks, quotes and parentheses', () => {
    assert.equal(holds('ALARM("a (b) \\"c\\"")', { 'a (b) "c"': 'ALARM' }), true);
    assert.deepEqual(parseCompositeRule('ALARM("x.y") OR OK(z) OR ALARM(z)').alarms, ['x.y', 'z']);
  });

  it('says what is wrong', () => {
    assert.throws(() => parseCompositeRule('ALARM(a) ALARM(b)'), {
      message: "AlarmRule has 'ALARM' where AND, OR or its end belongs",
    });
    assert.throws(() => parseCompositeRule('ALRM(a)'), {
      message: "AlarmRule has 'ALRM'; known are ALARM(), OK(), INSUFFICIENT_DATA(), TRUE, FALSE, NOT, AND, OR",
    });
    assert.throws(() => parseCompositeRule('ALARM(a'), { message: 'AlarmRule has its end where ) belongs' });
    assert.throws(() => parseCompositeRule('OK(a) AND'), { message: 'AlarmRule has its end where a term belongs' });
    assert.throws(() => parseCompositeRule('ALARM("a)'), {
      message: 'AlarmRule cannot be read from character 7: "a)',
    });
  });
});
