import assert from 'node:assert/strict';
import { parseFilterPattern } from '../../../../rehearsal/localAws/logs/filterPattern';

const event = { name: 'PutRule', caller: { arn: 'arn:aws:iam::1:user/ann' }, alarms: ['critical.prod.churn.silence'] };

describe('parseFilterPattern', () => {
  const cases: [pattern: string, matches: boolean][] = [
    ['{($.name=PutRule)}', true],
    ['{ $.name = "PutRule" }', true],
    ['{ $.name = "Put*" }', true],
    ['{ $.name = "Delete*" }', false],
    ['{ $.name != "Put*" }', false],
    ['{ $.name != DeleteRule }', true],
    // A comparison with a field that does not exist is false, whatever its operator.
    ['{ $.other != x }', false],
    ['{ $.other NOT EXISTS }', true],
    ['{ $.name NOT EXISTS }', false],
    ['{ $.caller.arn = "*user/ann" }', true],
    ['{ $.alarms[0] = "*.prod.*" }', true],
    ['{ $.alarms[1] = "*" }', false],
    ['{($.name=DeleteRule)||($.name=PutRule)&&($.caller.arn="*/bob")}', false],
    ['{(($.name=DeleteRule)||($.name=PutRule))&&(($.other NOT EXISTS)||($.other=x))}', true],
  ];
  for (const [pattern, matches] of cases) {
    it(`${pattern} ${matches ? 'matches' : 'does not match'}`, () => {
      assert.equal(parseFilterPattern(pattern)(event), matches);
    });
  }

  const invalid: [pattern: string, message: RegExp][] = [
    ['ERROR', /filter patterns for JSON only, not 'ERROR'/],
    ['{ name = x }', /expected a field such as \$\.a, not 'name'/],
    ['{ ($.name = x }', /unexpected 'end'/],
    ['{ $.name > 3 }', /unexpected '>'/],
    ['{ $.name = x ) }', /unexpected '\)'/],
  ];
  for (const [pattern, message] of invalid) {
    it(`throws for ${pattern}`, () => {
      assert.throws(() => parseFilterPattern(pattern), { message });
    });
  }
});
