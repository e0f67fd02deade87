import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sortDoubles } from '../../quality/sortDoubles';

function sortsAlike(values: number[]): void {
  const items = Float64Array.from(values);
  sortDoubles(items);
  // Bit for bit: -0 and 0 differ.
  assert.deepEqual(new BigUint64Array(items.buffer), new BigUint64Array(Float64Array.from(values).sort().buffer));
}

describe('sortDoubles', () => {
  it('sorts as sort() does, to the last bit', () => {
    const double = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, -0, 1, -1), fc.integer());
    fc.assert(fc.property(fc.array(double, { maxLength: 300 }), sortsAlike));
  });

  it('sorts thousands that share their upper bits, such as times', () => {
    sortsAlike(Array.from({ length: 5000 }, (_, i) => 1.7e9 + ((i * 7919) % 5003) / 8));
  });
});
