import type { SchemaElement } from 'hyparquet';
import { TableError } from './tableFile';

/** A value of a Parquet page as it is stored, without its logical type; INT96 as nanoseconds since 1970. */
export type StoredValue = number | bigint | boolean | Uint8Array;

/** Writes the values of one column as texts. */
export type ToText = (value: StoredValue) => string;

/**
 * How to write a column's values as texts: a number is the text that reads back to it. Whole numbers have no decimal
 * part, doubles have one. Throws for a type that has no text of its own.
 * Types: https://github.com/apache/parquet-format/blob/master/LogicalTypes.md. The texts are DuckDB's `CAST(... AS VARCHAR)`.
 */
export function parquetText(element: SchemaElement): ToText {
  const { type, name } = element;
  if (type === undefined) throw new TableError(`column '${name}' is nested; a training file needs one value a row`);
  const logical = logicalTypeOf(element);
  const toText = logical === undefined ? storedTexts[type] : logicalTexts[logical]?.(element);
  if (toText) return toText;
  throw new TableError(
    `column '${name}' has type ${logical ?? type}, which cannot be read; store it as a number or as text`,
  );
}

/** The logical type without its parameters; `undefined` where the values mean what is stored. */
function logicalTypeOf({ logical_type, converted_type, type }: SchemaElement): string | undefined {
  if (logical_type) return logical_type.type;
  if (type === 'INT96') return 'TIMESTAMP';
  return converted_type?.replace(/^U?INT_\d+$/, 'INTEGER').replace(/_(MILLIS|MICROS)$/, '');
}

const storedTexts: Readonly<Record<string, ToText>> = {
  BOOLEAN: String,
  INT32: String,
  INT64: String,
  FLOAT: (value) => floatText(value as number),
  DOUBLE: (value) => doubleText(value as number),
  BYTE_ARRAY: (value) => blobText(value as Uint8Array),
  FIXED_LEN_BYTE_ARRAY: (value) => blobText(value as Uint8Array),
};

const logicalTexts: Readonly<Record<string, (element: SchemaElement) => ToText>> = {
  UTF8: () => utf8Text,
  STRING: () => utf8Text,
  ENUM: () => utf8Text,
  JSON: () => utf8Text,
  INTEGER: integerText,
  DECIMAL: ({ scale, logical_type }) => {
    const digits = (logical_type?.type === 'DECIMAL' ? logical_type.scale : scale) ?? 0;
    return (value) => decimalText(value instanceof Uint8Array ? signedNumber(value) : BigInt(value), digits);
  },
  DATE: () => (value) => dateText(Number(value)),
  TIME: (element) => {
    const { perSecond } = unitOf(element);
    return (value) => timeText(BigInt(value as bigint), perSecond);
  },
  TIMESTAMP: (element) => {
    const { perSecond, zone } = unitOf(element);
    if (element.type === 'INT96') return (value) => timestampText(floorDivide(value as bigint, 1000n), 1_000_000n, '');
    return (value) => timestampText(BigInt(value as bigint), perSecond, zone);
  },
  UUID: () => (value) => uuidText(value as Uint8Array),
  FLOAT16: () => (value) => doubleText(halfFloat(value as Uint8Array)),
};

function integerText({ logical_type, converted_type, type }: SchemaElement): ToText {
  const isSigned = logical_type?.type === 'INTEGER' ? logical_type.isSigned : !converted_type?.startsWith('U');
  if (isSigned) return String;
  return type === 'INT64'
    ? (value) => String(BigInt.asUintN(64, value as bigint))
    : (value) => String((value as number) >>> 0);
}

/** How many units a second has, and what stands behind an instant of UTC. */
function unitOf({ logical_type, converted_type }: SchemaElement): { perSecond: bigint; zone: string } {
  if (logical_type?.type === 'TIMESTAMP' || logical_type?.type === 'TIME') {
    const perSecond = { MILLIS: 1000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n }[logical_type.unit];
    return { perSecond, zone: logical_type.isAdjustedToUTC ? '+00' : '' };
  }
  return { perSecond: converted_type?.endsWith('MILLIS') ? 1000n : 1_000_000n, zone: '' };
}

/** `toString` of a double with at least one decimal digit, and an exponent from 10^16 on and below 10^-4. */
function doubleText(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e16) return Number.isInteger(value) ? `${value}.0` : String(value);
  if (size === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (Number.isNaN(value)) return 'nan';
  if (size === Number.POSITIVE_INFINITY) return value > 0 ? 'inf' : '-inf';
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits}e${exponent.startsWith('-') ? '-' : '+'}${exponent.slice(1).padStart(2, '0')}`;
}

/**
 * The shortest text that reads back to the same single-precision number. Where rounding to fewer digits is a tie, between
 * two texts or between two numbers, all digits: as the {fmt} library of DuckDB does.
 */
function floatText(value: number): string {
  for (let digits = 6; digits < 9; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    const nearest = Math.fround(rounded);
    const opposite = 2 * rounded - value;
    const isMidpoint = rounded !== value && Math.fround(opposite) === opposite;
    if (isMidpoint && (nearest === value || nearest === opposite)) return doubleText(value);
    if (nearest !== value) continue;
    const allDigits = (value.toExponential().split('e')[0] ?? '').replace(/\D/g, '');
    const isHalfDigit = allDigits.length === digits + 1 && allDigits.endsWith('5');
    return doubleText(isHalfDigit ? value : rounded);
  }
  return doubleText(Number(value.toPrecision(9)));
}

/** IEEE 754 half precision, least byte first. */
function halfFloat([low = 0, high = 0]: Uint8Array): number {
  const sign = high & 0x80 ? -1 : 1;
  const exponent = (high >> 2) & 0x1f;
  const fraction = (((high & 3) << 8) | low) / 1024;
  if (exponent === 0) return sign * 2 ** -14 * fraction;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * 2 ** (exponent - 15) * (1 + fraction);
}

function decimalText(unscaled: bigint, scale: number): string {
  if (scale === 0) return String(unscaled);
  const sign = unscaled < 0n ? '-' : '';
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Two's complement, greatest byte first. */
function signedNumber(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  return BigInt.asIntN(8 * bytes.length, BigInt(`0x${hex}`));
}

function dateText(days: number): string {
  const date = new Date(days * 86_400_000);
  const year = date.getUTCFullYear();
  const monthAndDay = [date.getUTCMonth() + 1, date.getUTCDate()].map((part) => String(part).padStart(2, '0'));
  // There is no year 0: 1 BC comes before 1 AD.
  const text = [String(year > 0 ? year : 1 - year).padStart(4, '0'), ...monthAndDay].join('-');
  return year > 0 ? text : `${text} (BC)`;
}

function timeText(units: bigint, perSecond: bigint): string {
  const seconds = Number(units / perSecond);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = parts.map((part) => String(part).padStart(2, '0')).join(':');
  const fraction = String(units % perSecond).padStart(String(perSecond).length - 1, '0');
  return Number(fraction) === 0 ? clock : `${clock}.${fraction.replace(/0+$/, '')}`;
}

function timestampText(units: bigint, perSecond: bigint, zone: string): string {
  const perDay = 86_400n * perSecond;
  const day = floorDivide(units, perDay);
  const [date = '', era = ''] = dateText(Number(day)).split(/(?= \()/);
  return `${date} ${timeText(units - day * perDay, perSecond)}${zone}${era}`;
}

function floorDivide(value: bigint, divisor: bigint): bigint {
  const rest = ((value % divisor) + divisor) % divisor;
  return (value - rest) / divisor;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function utf8Text(value: StoredValue): string {
  return decoder.decode(value as Uint8Array);
}

/** Printable ASCII as it is, every other byte as `\xAB`. */
function blobText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .replace(/[^ -~]|["'\\]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

function uuidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
