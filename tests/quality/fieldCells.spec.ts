import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fractional, integral, unread } from '../../quality/cellReader';
import { FieldCells } from '../../quality/fieldCells';

const digits = (minLength: number, maxLength: number) =>
  fc
    .array(fc.constantFrom(...'0123456789', '0', '9'), { minLength, maxLength })
    .map((characters) => characters.join(''));

describe('FieldCells', () => {
  it('reads a number of any length as the platform does, or leaves it unread', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', '-'),
        digits(1, 12),
        fc.option(digits(1, 12), { nil: undefined }),
        fc.constantFrom(',', '\n', ''),
        (sign, whole, decimals, after) => {
          const text = `${sign}${whole}${decimals === undefined ? '' : `.${decimals}`}`;
          const cells = new FieldCells();
          assert.equal(cells.number(Buffer.from(`x${text}${after}`), 1), 1 + text.length);
          const [type, value] = [cells.types[0], cells.values[0]];
          if (type === unread) {
            // Of up to 15 digits one division tells it.
            assert.ok(text.replace(/\D/g, '').length > 15, text);
            return;
          }
          assert.equal(type, decimals === undefined ? integral : fractional);
          assert.ok(Object.is(value, Number(text)), `${text} is not ${value}`);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('leaves what is no number unread, and says where it stopped', () => {
    for (const [text, stop] of [
      ['', 0],
      ['-', 1],
      ['5.', 2],
      ['.5', 0],
      ['a1', 0],
      ['12345678901234567890', 20],
    ] as const) {
      const cells = new FieldCells();
      assert.equal(cells.number(Buffer.from(text), 0), stop, text);
      assert.equal(cells.types[0], unread, text);
    }
  });
});
