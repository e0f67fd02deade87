import assert from 'node:assert/strict';
import fc from 'fast-check';
import { globCovers, globMatches, globsMeet } from '../../../../policy/pack/text/glob';

const patternsOf = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength });
const patterns = patternsOf(6);

/** Every text of up to seven letters, one of them in no pattern: enough to tell patterns of six apart. */
const texts = (() => {
  const all = [''];
  for (let from = 0, length = 1; length <= 7; length++) {
    const to = all.length;
    for (let i = from; i < to; i++) for (const letter of 'abc') all.push(`${all[i]}${letter}`);
    from = to;
  }
  return all;
})();

describe('two patterns', () => {
  it('meet exactly where some text is matched by both', () => {
    fc.assert(
      // A shortest common text is no longer than the two patterns' letters together: at most six here.
      fc.property(patternsOf(4), patternsOf(4), (one, other) => {
        const both = texts.some((text) => globMatches(one, text) && globMatches(other, text));
        assert.equal(globsMeet(one, other), both);
        assert.equal(globsMeet(other, one), both);
      }),
      { numRuns: 150 },
    );
  });

  it('cover exactly where no text is matched by the narrower alone', () => {
    fc.assert(
      fc.property(patterns, patterns, (wider, narrower) => {
        const alone = texts.find((text) => globMatches(narrower, text) && !globMatches(wider, text));
        assert.equal(globCovers(wider, narrower), alone === undefined, `${wider} ${narrower} ${alone}`);
      }),
      { numRuns: 300 },
    );
  });

  it('are compared in bounded time', () => {
    const started = performance.now();
    const long = '*a?'.repeat(100);
    globsMeet(long, '?*b'.repeat(1_000));
    globCovers(long, '*a'.repeat(20));
    assert.ok(performance.now() - started < 10_000);
  });
});
