import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fitText } from '../../../report/plot/categoryPlot';

describe('fitText', () => {
  it('cuts a text that is too wide, by the width of its letters', () => {
    assert.equal(fitText('visibility', 10), 'visibility');
    assert.equal(fitText('visibilities', 10), 'visibilit…');
    assert.equal(fitText('AAAAAAAAAA', 10), 'AAAAAA…');
    assert.equal(fitText('東京東京東京', 10), '東京東京…');
  });

  it('never returns more letters than fit, nor half a letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 60 }), (text, room) => {
        const short = fitText(text, room);
        assert.ok([...short].length <= room && !/\p{Surrogate}/u.test(short));
        assert.ok(short === text || (short.endsWith('…') && text.startsWith(short.slice(0, -1))));
      }),
    );
  });
});
