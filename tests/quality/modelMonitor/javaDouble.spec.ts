import assert from 'node:assert/strict';
import fc from 'fast-check';
import { javaDouble } from '../../../quality/modelMonitor/javaDouble';

const cases: readonly (readonly [number, string])[] = [
  [0, '0.0'],
  [-0, '-0.0'],
  [100, '100.0'],
  [0.1, '0.1'],
  [0.00001, '1.0E-5'],
  [0.001, '0.001'],
  [0.000999, '9.99E-4'],
  [9_999_999, '9999999.0'],
  [10_000_000, '1.0E7'],
  [12_345_678, '1.2345678E7'],
  [-1234.5, '-1234.5'],
  [1e21, '1.0E21'],
  [0.8919722497522299, '0.8919722497522299'],
  [Number.MAX_VALUE, '1.7976931348623157E308'],
  [Number.NaN, 'NaN'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
];

describe('javaDouble', () => {
  for (const [value, text] of cases) {
    it(`prints ${text}`, () => {
      assert.equal(javaDouble(value), text);
    });
  }

  it('reads back to the same double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        assert.ok(Object.is(Number(javaDouble(value)), value));
      }),
    );
  });
});
