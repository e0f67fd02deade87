import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KernelInstance } from '../../../quality/kernel/program/kernelInstance';

const kernel = new KernelInstance();

function sortsAlike(values: number[]): void {
  const at = kernel.program.inputOf(8 * values.length, 0);
  kernel.doubles(at, values.length).set(values);
  kernel.program.sortDoubles(at, values.length);
  const items = kernel.doubles(at, values.length).slice();
  // Bit for bit: -0 and 0 differ.
  assert.deepEqual(new BigUint64Array(items.buffer), new BigUint64Array(Float64Array.from(values).sort().buffer));
}

describe('sortDoubles of the kernel', () => {
  it('agrees with sort() to the last bit', () => {
    const double = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, -0, 1, -1), fc.integer());
    fc.assert(fc.property(fc.array(double, { maxLength: 300 }), sortsAlike));
  });

  it('sorts thousands that share their upper bits, such as timestamps', () => {
    sortsAlike(Array.from({ length: 5000 }, (_, i) => 1.7e9 + ((i * 7919) % 5003) / 8));
  });

  it('sorts thousands with some outliers of either sign', () => {
    const far = (i: number) => (i % 500 === 0 ? (i % 1000 ? -1e300 : 1e300) : ((i * 7919) % 5003) / 8 - 300);
    sortsAlike(Array.from({ length: 5000 }, (_, i) => far(i)));
    sortsAlike(Array.from({ length: 5000 }, (_, i) => (i % 7 ? -0 : 0) * (i % 3) + (i % 11 === 0 ? -1e-310 : 0)));
  });

  it('sorts a few runs, ascending or not, of any lengths', () => {
    const run = fc.tuple(fc.nat(900), fc.integer({ min: -5, max: 5 }));
    fc.assert(
      fc.property(fc.array(run, { maxLength: 9 }), (runs) =>
        sortsAlike(runs.flatMap(([length, step]) => Array.from({ length }, (_, i) => (i * step) / 3))),
      ),
    );
  });
});
