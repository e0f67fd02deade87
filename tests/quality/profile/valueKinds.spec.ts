import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ColumnAccumulator } from '../../../quality/profile/columnAccumulator';
import { otherValuesText, textKind, typeOfText } from '../../../quality/profile/valueKinds';
import { anyText } from '../../support/anyText';

describe('texts that should be numbers', () => {
  const kinds: Record<string, readonly string[]> = {
    'a text for a missing value': [
      'N/A',
      'n.a.',
      'NULL',
      'None',
      'nan',
      '-',
      '--',
      '?',
      '.',
      '#N/A',
      'NA',
      ' ',
      'unknown',
    ],
    'an infinite number': ['inf', '-Infinity'],
    'a truth value': ['True', 'false', 'yes', 'N'],
    'a number with a comma': ['3,5', '1,234.5', '1.234,5', '-12,000,000'],
    'a number with separators of thousands': ['1 234 567', '1_000', '1\u202f234.5'],
    'a percentage': ['12.5%', '12 %', '12,5%'],
    'an amount with a currency sign': ['€3.50', '3.50 €', '$-1,200', '£5'],
    'a hexadecimal number': ['0x1F'],
    'an address': ['s3://bucket/in/1.csv'],
    'a date': ['2026-11-02', '2026-11-02T08:00:00Z', '02/11/2026', '2.11.26'],
    'a part of JSON': ['[1.5', '2.5]', '{"a": 1}'],
    'a number with blanks around it': ['  7', '7 ', '\t7'],
    'a number in quotes': ["'3.5'", '"3.5"'],
    'a number without a digit on one side of its point': ['.5', '5.', '-.5'],
    'a number beyond the range of a double': ['1e400', '9'.repeat(400)],
    'a number with a unit': ['3.5 min', '12km', '21 °C', '5 m/s'],
  };
  for (const [noun, texts] of Object.entries(kinds)) {
    it(`are told as ${noun}`, () => {
      for (const text of texts) {
        assert.equal(textKind(text)?.noun, noun, text);
        assert.ok(['String', 'Boolean'].includes(typeOfText(text)), text);
      }
    });
  }

  it('are left as they are if they look like nothing else', () => {
    for (const text of ['abc', 'Internal Server Error', 'SW1A', 'x'.repeat(100_000)]) {
      assert.equal(textKind(text), undefined);
    }
  });

  it('are named with the first one, its place and what to do', () => {
    const other = { count: 20, present: 60, first: 'N/A', place: 'a.jsonl:3' };
    assert.equal(
      otherValuesText({ ...other, expected: 'Fractional' }),
      "20 of 60 values are not numbers; the first is 'N/A' (a.jsonl:3), a text for a missing value: send an empty value, or null in JSON.",
    );
    assert.equal(
      otherValuesText({ expected: 'Integral', count: 1, present: 60, first: '1.0' }),
      "1 of 60 values is not a whole number; the first is '1.0', a number with decimals or an exponent: send whole numbers, or declare the column as type Fractional.",
    );
  });
});

it('typeOfText agrees with the kernel on any text', () => {
  const parts = fc.array(fc.constantFrom('0', '7', '12', '.', '-', '+', ' ', 'e', 'E', '400', 'true', 'x'), {
    maxLength: 7,
  });
  fc.assert(
    fc.property(
      fc.oneof(
        parts.map((list) => list.join('')),
        anyText(1),
      ),
      (text) => {
        if (text === '') return;
        const column = new ColumnAccumulator();
        column.addText(text);
        const [type] = Object.entries(column.types).find(([, count]) => count === 1) ?? [];
        assert.equal(typeOfText(text), type);
      },
    ),
    { numRuns: 1000 },
  );
});
