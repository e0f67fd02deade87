import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextCounts } from '../../quality/textCounts';

/** Bytes that are hard to tell apart: short ones, zeros, and long ones with the same beginning or end. */
const value = fc
  .tuple(fc.constantFrom('', 'a', 'abcdefgh', 'abcdefghi'), fc.array(fc.constantFrom('\0', 'a', 'é'), { maxLength: 5 }))
  .map(([start, rest]) => start + rest.join(''));

describe('TextCounts', () => {
  it('counts any values, wherever their bytes lie', () => {
    const values = fc.array(fc.tuple(value, fc.nat(9)), { maxLength: 300 });
    fc.assert(
      fc.property(values, (rows) => {
        const counts = new TextCounts();
        const expected = new Map<string, number>();
        for (const [text, after] of rows) {
          const bytes = Buffer.concat([Buffer.from(`x${text}`), Buffer.alloc(after, 'a')]);
          counts.add(bytes, 1, bytes.length - after);
          expected.set(text, (expected.get(text) ?? 0) + 1);
        }
        assert.deepEqual([...counts.counts()], [...expected]);
        assert.deepEqual(Array.from(counts.seen(), String), [...expected.keys()]);
      }),
    );
  });

  it('finds each of 4,096 values again, short and long', () => {
    const texts = Array.from({ length: 4096 }, (_, i) => (i % 2 ? `v${i}` : `a longer value, ${i}`));
    const counts = new TextCounts();
    for (const text of [...texts, ...texts]) counts.add(Buffer.from(text), 0, Buffer.byteLength(text));
    assert.equal(counts.overflowed, false);
    assert.deepEqual(counts.counts(), new Map(texts.map((text) => [text, 2])));
  });
});
