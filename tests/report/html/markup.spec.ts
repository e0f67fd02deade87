import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markup } from '../../../report/html/markup';

const characters: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#96;': '`',
};

import { anyText } from '../../support/anyText';

describe('markup', () => {
  it('lets no text end its element or its attribute', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        assert.doesNotMatch(markup`${text}`.text, /[<>"'`]/);
      }),
    );
  });

  it('keeps printable text unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        const read = markup`${text}`.text.replace(/&[a-z0-9#]+;/g, (entity) => characters[entity] ?? entity);
        assert.equal(read, text);
      }),
    );
  });

  it('inserts markup unescaped, lists in order, and undefined as empty', () => {
    const item = markup`<li>${'a<b'}</li>`;
    assert.equal(markup`<ul>${[item, item]}${undefined}</ul>`.text, '<ul><li>a&lt;b</li><li>a&lt;b</li></ul>');
  });

  it('replaces control characters, lone surrogates and direction marks', () => {
    assert.equal(markup`${'a\u0000b\u202Ec\uD800d'}`.text, 'a\uFFFDb\uFFFDc\uFFFDd');
  });
});
