import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fitted } from '../../../report/text/fitted';

describe('fitted', () => {
  it('leaves a text that fits, and cuts one that does not, by the width of its letters', () => {
    assert.equal(fitted('visibility', 10), 'visibility');
    assert.equal(fitted('visibilities', 10), 'visibilit…');
    assert.equal(fitted('AAAAAAAAAA', 10), 'AAAAAA…');
    assert.equal(fitted('東京東京東京', 10), '東京東京…');
  });

  it('never gives more letters than there is room for, nor half a letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 60 }), (text, room) => {
        const short = fitted(text, room);
        assert.ok([...short].length <= room && !/\p{Surrogate}/u.test(short));
        assert.ok(short === text || (short.endsWith('…') && text.startsWith(short.slice(0, -1))));
      }),
    );
  });
});
