import assert from 'node:assert/strict';
import { numberOf, valueTypeOf } from '../../quality/valueType';

const cases = {
  Integral: ['0', '-3', '+3', '- 3', ' 3', '007', '12345678901234567890'],
  Fractional: ['3.0', '-0.5', '1e5', '1E-5', '2.5e+3', '- 1.5'],
  Boolean: ['true', 'false'],
  String: ['5.', '.5', 'NaN', 'Infinity', '12 min', '--3', '3 ', '1,5', '٣', '1e999', 'True', 'null', '9E'],
} as const;

describe('valueTypeOf', () => {
  for (const [type, texts] of Object.entries(cases)) {
    for (const text of texts) {
      it(`${JSON.stringify(text)} is ${type}`, () => {
        assert.equal(valueTypeOf(text), type);
      });
    }
  }

  it('a blank after the sign does not change the number', () => {
    assert.equal(numberOf('- 3'), -3);
    assert.equal(numberOf('+ 1.5'), 1.5);
  });
});
