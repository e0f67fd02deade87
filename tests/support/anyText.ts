import fc from 'fast-check';

const [surrogates, count] = [0xd800, 0x800];

/**
 * Any code point but halves of a surrogate pair: what fast-check calls `binary`, which lists all million of them before it
 * makes the first, for most of a second in every process.
 */
const character = fc.integer({ min: 0, max: 0x10ffff - count }).map(
  (number) => String.fromCodePoint(number < surrogates ? number : number + count),
  (text) => {
    const code = typeof text === 'string' ? (text.codePointAt(0) ?? 0) : 0;
    if (typeof text !== 'string' || String.fromCodePoint(code) !== text) throw new Error('not one code point');
    return code < surrogates ? code : code - count;
  },
);

/** Texts of any characters, among them what is dangerous as a key of an object. */
export function anyText(minLength = 0): fc.Arbitrary<string> {
  return fc.string({ unit: character, minLength });
}
