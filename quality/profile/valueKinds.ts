import { shownText } from '../../contract/shownText';
import type { ValueType } from '../kernel/kernelColumn';

/** A way to write values that the monitor, as Model Monitor, reads as texts. */
interface ValueKind {
  readonly pattern: RegExp;
  /** What such a value is. */
  readonly noun: string;
  /** What to do about it, an imperative. */
  readonly remedy: string;
  /** Whether a column of texts may well have such values. */
  readonly mayBeText?: true;
}

const missing = 'send an empty value, or null in JSON';
const number = '[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?';

/** The first pattern that matches counts. */
const textKinds: readonly ValueKind[] = [
  {
    pattern: /^(?:#?n\.?\/?a\.?|nan|null|none|nil|undefined|missing|unknown|[-?.*]+|\\n|\s+)$/i,
    noun: 'a text for a missing value',
    remedy: missing,
  },
  { pattern: /^[+-]?(?:inf|infinity)$/i, noun: 'an infinite number', remedy: 'send a finite number or an empty value' },
  {
    pattern: /^(?:true|false|yes|no|y|n|t|f|on|off)$/i,
    noun: 'a truth value',
    remedy: 'send 1 and 0, or declare the column as type Category',
    mayBeText: true,
  },
  {
    pattern: /^[+-]?\d+(?:[.\u00a0\u202f ']\d{3})*,\d+$|^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/,
    noun: 'a number with a comma',
    remedy: 'send a decimal point, and no separators of thousands',
  },
  {
    pattern: /^[+-]?\d{1,3}(?:[\u00a0\u202f '_]\d{3})+(?:\.\d+)?$/,
    noun: 'a number with separators of thousands',
    remedy: 'send it without them',
  },
  { pattern: /^[+-]?[\d.,]+\s*%$/, noun: 'a percentage', remedy: 'send the number without the sign' },
  {
    pattern: /^[+-]?\p{Sc}\s*[+-]?\d[\d.,]*$|^[+-]?\d[\d.,]*\s*\p{Sc}$/u,
    noun: 'an amount with a currency sign',
    remedy: 'send the number without the sign',
  },
  { pattern: /^0[xX][\da-fA-F]+$/, noun: 'a hexadecimal number', remedy: 'send it in decimal digits' },
  {
    pattern: /^s3:\/\//,
    noun: 'an address',
    remedy: 'capture the data itself; asynchronous inference captures addresses',
    mayBeText: true,
  },
  {
    pattern: /^\d{4}-\d\d-\d\d(?:[T ].*)?$|^\d{1,2}[./]\d{1,2}[./]\d{2,4}$/,
    noun: 'a date',
    remedy: 'send a number, such as seconds since 1970, or declare the column as type String',
    mayBeText: true,
  },
  {
    pattern: /^[[{]|[\]}]$/,
    noun: 'a part of JSON',
    remedy: 'set contentType: application/json for the side in captures of the schema',
    mayBeText: true,
  },
  {
    pattern: new RegExp(`^\\s+${number}\\s*$|^\\s*${number}\\s+$`),
    noun: 'a number with blanks around it',
    remedy: 'send it without them',
  },
  { pattern: new RegExp(`^(['"])${number}\\1$`), noun: 'a number in quotes', remedy: 'send it without them' },
  {
    pattern: /^[+-]?(?:\d+\.|\.\d+)(?:[eE][+-]?\d+)?$/,
    noun: 'a number without a digit on one side of its point',
    remedy: 'send both digits, such as 0.5',
  },
  { pattern: new RegExp(`^${number}$`), noun: 'a number beyond the range of a double', remedy: 'send a smaller one' },
  {
    pattern: new RegExp(`^${number}\\s*[\\p{L}°µ][\\p{L}\\d°µ/²³]*$`, 'u'),
    noun: 'a number with a unit',
    remedy: 'send the number alone',
  },
];

/** Nobody sends longer numbers. */
const longestNumber = 1000;

/** What a text is that should be a number; undefined for any other text. */
export function textKind(text: string): Omit<ValueKind, 'pattern'> | undefined {
  if (text.length > longestNumber || ['Integral', 'Fractional'].includes(typeOfText(text))) return undefined;
  return textKinds.find(({ pattern }) => pattern.test(text));
}

/** The type of a value by its text, as the kernel tells it. */
export function typeOfText(text: string): ValueType {
  if (text === 'true' || text === 'false') return 'Boolean';
  const { decimals } = /^[+-]? ?\d+(?<decimals>(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.exec(text)?.groups ?? {};
  if (decimals === undefined || !Number.isFinite(Number(text.replace(' ', '')))) return 'String';
  return decimals === '' ? 'Integral' : 'Fractional';
}

/** Values of other types than the expected one. */
interface OtherValues {
  /** Whether they should be whole numbers, numbers or texts. */
  readonly expected: 'Integral' | 'Fractional' | 'String';
  readonly count: number;
  readonly present: number;
  readonly first: string;
  /** Where the first one stands, such as `a.jsonl:3`; undefined if it is not known. */
  readonly place?: string | undefined;
}

const expectedNouns = {
  Integral: ['a whole number', 'whole numbers'],
  Fractional: ['a number', 'numbers'],
  String: ['a text', 'texts'],
} as const;

/** What is wrong with values of another type, in one sentence that names the first one and what to do. */
export function otherValuesText({ expected, count, present, first, place }: OtherValues): string {
  const { noun, remedy } = kindOf(expected, first) ?? {};
  const [one, many] = expectedNouns[expected];
  const counted = `${count} of ${present} values ${count === 1 ? `is not ${one}` : `are not ${many}`}`;
  const at = place === undefined ? '' : ` (${place})`;
  const what = noun === undefined ? '' : `, ${noun}: ${remedy}`;
  return `${counted}; the first is '${shownText(first)}'${at}${what}.`;
}

function kindOf(expected: OtherValues['expected'], text: string): Omit<ValueKind, 'pattern'> | undefined {
  if (expected === 'String')
    return { noun: 'a number by its look', remedy: 'declare the column as type Category if its values are codes' };
  if (typeOfText(text) === 'Fractional')
    return {
      noun: 'a number with decimals or an exponent',
      remedy: 'send whole numbers, or declare the column as type Fractional',
    };
  return textKind(text);
}
