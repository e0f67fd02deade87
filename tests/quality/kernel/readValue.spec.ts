import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ValueCode } from '../../../quality/kernel/assembly/codes';
import { KernelInstance } from '../../../quality/kernel/program/kernelInstance';

const kernel = new KernelInstance();

const typeNames = {
  [ValueCode.INTEGRAL]: 'Integral',
  [ValueCode.FRACTIONAL]: 'Fractional',
  [ValueCode.BOOLEAN]: 'Boolean',
  [ValueCode.STRING]: 'String',
} as const;

/** Type and value of a text between other texts. */
function read(text: string): { type: string; value: number } {
  const { start, end } = kernel.write(`1${text}2`);
  const code: ValueCode = kernel.program.readValue(start + 1, end - 1);
  return { type: typeNames[code], value: kernel.program.lastValue() };
}

const cases = {
  Integral: ['0', '-3', '+3', '- 3', ' 3', '007', '12345678901234567890'],
  Fractional: ['3.0', '-0.5', '1e5', '1E-5', '2.5e+3', '- 1.5'],
  Boolean: ['true', 'false'],
  String: [
    '5.',
    '.5',
    'NaN',
    'Infinity',
    '12 min',
    '--3',
    '3 ',
    '1,5',
    '٣',
    '1e999',
    'True',
    'null',
    '9E',
    '1e+',
    '-',
    '',
  ],
} as const;

/** The same rules as patterns, and Node's own number parser. */
function expected(text: string): { type: string; value?: number } {
  if (!/^[+-]? ?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(text)) {
    return { type: /^(true|false)$/.test(text) ? 'Boolean' : 'String' };
  }
  const value = Number(text.replace(' ', ''));
  if (!Number.isFinite(value)) return { type: 'String' };
  return { type: /^[+-]? ?[0-9]+$/.test(text) ? 'Integral' : 'Fractional', value };
}

function agrees(text: string): void {
  const { type, value } = expected(text);
  const actual = read(text);
  assert.equal(actual.type, type, text);
  if (value !== undefined) assert.ok(Object.is(actual.value, value), `${text}: ${actual.value}, not ${value}`);
}

describe('readValue of the kernel', () => {
  for (const [type, texts] of Object.entries(cases)) {
    for (const text of texts) {
      it(`${JSON.stringify(text)} is ${type}`, () => {
        assert.equal(read(text).type, type);
        agrees(text);
      });
    }
  }

  it('reads any double to the last bit, in any format', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 20 }), (x, digits) => {
        for (const text of [String(x), x.toExponential(digits), Math.abs(x) < 1e20 ? x.toFixed(digits) : '0'])
          agrees(text);
      }),
    );
  });

  it('reads many digits to the last bit, including those halfway between two doubles', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 19 });
    const halfway = fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n }).chain((whole) => {
      const between = 2n ** BigInt(whole.toString(2).length - 54);
      const lower = whole - (whole % (2n * between));
      return fc.constantFrom(-1n, 0n, 1n).map((off) => String(lower + between + off));
    });
    const quarters = fc.integer({ min: 2 ** 40, max: 2 ** 51 }).map((x) => `${x}.125`);
    fc.assert(
      fc.property(fc.oneof(digits, halfway, quarters), fc.nat(20), (text, decimals) => {
        const point = text.length - decimals;
        agrees(text);
        if (point > 0 && decimals > 0) agrees(`-${text.slice(0, point)}.${text.slice(point).replace('.', '')}`);
      }),
      { numRuns: 20_000 },
    );
  });

  it('agrees with the patterns on texts that resemble numbers', () => {
    const part = fc.constantFrom(
      '+',
      '-',
      ' ',
      '.',
      'e',
      'E',
      '0',
      '7',
      '00',
      '123456789',
      '99999999999999999999',
      'x',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 7 }), (parts) => agrees(parts.join(''))),
      { numRuns: 2000 },
    );
  });
});
