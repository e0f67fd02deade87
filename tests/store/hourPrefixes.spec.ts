import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hourMs, hourPath } from '../../contract/hours';
import { hourPrefixes } from '../../store/hourPrefixes';

const hour = (at: string) => new Date(`${at}:00:00Z`);

describe('hourPrefixes', () => {
  it('returns the widest folders that lie entirely within the window', () => {
    assert.deepEqual(hourPrefixes(hour('2026-11-29T22'), hour('2027-01-01T01')), [
      '2026/11/29/22/',
      '2026/11/29/23/',
      '2026/11/30/',
      '2026/12/',
      '2027/01/01/00/',
    ]);
    assert.deepEqual(hourPrefixes(hour('2026-01-01T00'), hour('2028-01-01T00')), ['2026/', '2027/']);
  });

  it('covers each hour of the window once and no other hour', () => {
    const start = hour('2027-12-25T00').getTime();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 * 70 }), fc.integer({ min: 0, max: 24 * 70 }), (offset, length) => {
        const from = start + offset * hourMs;
        const prefixes = hourPrefixes(new Date(from), new Date(from + length * hourMs));
        for (let at = from - 50 * hourMs; at < from + (length + 50) * hourMs; at += hourMs) {
          const inside = at >= from && at < from + length * hourMs;
          const path = `${hourPath(new Date(at))}/`;
          const holding = prefixes.filter((prefix) => path.startsWith(prefix));
          assert.equal(holding.length, inside ? 1 : 0, new Date(at).toISOString());
        }
      }),
      { numRuns: 40 },
    );
  });

  it('covers from A to B and from B to C the same hours as from A to C', () => {
    const start = hour('2027-12-25T00').getTime();
    const all = Array.from({ length: 24 * 70 }, (_, i) => `${hourPath(new Date(start + i * hourMs))}/`);
    const hours = (prefixes: readonly string[]) =>
      all.filter((path) => prefixes.some((prefix) => path.startsWith(prefix)));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 24 * 60 }), { minLength: 3, maxLength: 3 }), (offsets) => {
        const [a = hour(''), b = a, c = a] = offsets
          .sort((x, y) => x - y)
          .map((offset) => new Date(start + offset * hourMs));
        assert.deepEqual(hours([...hourPrefixes(a, b), ...hourPrefixes(b, c)]), hours(hourPrefixes(a, c)));
      }),
      { numRuns: 40 },
    );
  });
});
