import { actionTableDate } from '../actions/actionFacts';
import { isWildText } from '../actions/actionPattern';
import type { ConditionKeyFacts, ValueForm } from './conditionKeys';

/** How many of a key's possible values one value of a condition matches. */
export type Reach = 'all' | 'some' | 'none';

/** One operator of IAM, without `IfExists` and set prefix. */
export interface ConditionOperator {
  /** It is met when none of its values matches; an absent key matches none. */
  readonly negated: boolean;
  readonly reach: (value: string, key: ConditionKeyFacts) => Reach;
}

const is = (reach: ConditionOperator['reach']): ConditionOperator => ({ negated: false, reach });
const isNot = (reach: ConditionOperator['reach']): ConditionOperator => ({ negated: true, reach });

/** By lower-case name; `Null`, which tests the presence of a key, is handled separately. From "IAM JSON policy elements: Condition operators". */
export const conditionOperators = {
  stringequals: is(literal),
  stringnotequals: isNot(literal),
  stringequalsignorecase: is(literal),
  stringnotequalsignorecase: isNot(literal),
  stringlike: is(pattern),
  stringnotlike: isNot(pattern),
  arnequals: is(pattern),
  arnlike: is(pattern),
  arnnotequals: isNot(pattern),
  arnnotlike: isNot(pattern),
  numericequals: is(
    number(
      () => 'some',
      (n) => n < 0,
    ),
  ),
  numericnotequals: isNot(
    number(
      () => 'some',
      (n) => n < 0,
    ),
  ),
  numericlessthan: is(number(below, (n) => n <= 0)),
  numericlessthanequals: is(number(below, (n) => n < 0)),
  numericgreaterthan: is(number((n) => (n < 0 ? 'all' : 'some'), beyondAll)),
  numericgreaterthanequals: is(number((n) => (n <= 0 ? 'all' : 'some'), beyondAll)),
  dateequals: is(() => 'some'),
  datenotequals: isNot(() => 'some'),
  datelessthan: is(before),
  datelessthanequals: is(before),
  dategreaterthan: is(after),
  dategreaterthanequals: is(after),
  bool: is(truth),
  binaryequals: is(() => 'some'),
  ipaddress: is(addresses),
  notipaddress: isNot(addresses),
} as const satisfies Record<string, ConditionOperator>;

const forms = {
  text: /^/,
  account: /^\d{12}$/,
  arn: /^arn:/,
  boolean: /^(true|false)$/i,
  organization: /^o-[a-z0-9]{10,32}$/,
  address: /^[0-9a-f.:/]+$/i,
  time: /^\d/,
} as const satisfies Record<ValueForm, RegExp>;

/** A policy variable, such as `${aws:username}`: its value is known only in the request. */
const variable = /\$\{[^{}]*\}/g;

/** `*` and `?` are literal characters here. */
function literal(value: string, { form }: ConditionKeyFacts): Reach {
  if (value.replace(variable, '').includes('*')) return 'none';
  return value.includes('${') || forms[form].test(value) ? 'some' : 'none';
}

function pattern(value: string, key: ConditionKeyFacts): Reach {
  const shown = value.replace(variable, 'v');
  if (isWildText(shown)) return 'all';
  if (!/[*?]/.test(shown)) return literal(value, key);
  if (key.form === 'arn') return isRestrictive(shown, key.onBehalf === true) ? 'some' : 'all';
  const samples = wideSamples[key.form];
  return samples.length > 0 && samples.every((sample) => sample.test(shown)) ? 'all' : 'some';
}

/** Patterns that match every value of a form, although they have other characters than stars. */
const wideSamples: Readonly<Record<ValueForm, readonly RegExp[]>> = {
  text: [],
  account: [/^[*?]+$/],
  arn: [],
  boolean: [],
  organization: [/^o?-?[*?]*$/],
  address: [],
  time: [],
};

/** Whether an ARN pattern still restricts the account or the resource. */
function isRestrictive(arn: string, needsAccount: boolean): boolean {
  const parts = arn.split(':');
  const resource = parts.length > 5 ? parts.slice(5).join(':') : (parts.at(-1) ?? '');
  const account = parts.length > 5 ? parts[4] : '*';
  if (account !== undefined && /[^*?]/.test(account)) return true;
  const [first = '', ...rest] = resource.split(/[/:]/);
  // ARNs without an account, as those of S3: names are global.
  if (account === '') return !isWildText(first);
  return !needsAccount && (rest.length === 0 ? [first] : rest).some((part) => /[^*?]/.test(part));
}

/** Higher than any count, size, age or port of a key. */
const endless = 2 ** 53 - 1;

function number(reach: (n: number) => Reach, nothing: (n: number) => boolean): ConditionOperator['reach'] {
  return (value) => {
    if (value.includes('${')) return 'some';
    const n = Number(value);
    if (value.trim() === '' || Number.isNaN(n) || nothing(n)) return 'none';
    return reach(n);
  };
}

function below(n: number): Reach {
  return n > 2 ** 31 - 1 ? 'all' : 'some';
}

function beyondAll(n: number): boolean {
  return n > endless;
}

/** A time that no request reaches in practice. */
const farFuture = Date.parse('2100-01-01');

/** Times are compared with the date of the action table, which has certainly passed. */
function before(value: string, { form }: ConditionKeyFacts): Reach {
  const time = instantOf(value);
  if (form !== 'time' || time === undefined) return 'some';
  if (time >= farFuture) return 'all';
  return time <= Date.parse(actionTableDate()) ? 'none' : 'some';
}

function after(value: string, { form }: ConditionKeyFacts): Reach {
  const time = instantOf(value);
  if (form !== 'time' || time === undefined) return 'some';
  if (time >= farFuture) return 'none';
  return time <= Date.parse(actionTableDate()) ? 'all' : 'some';
}

/** ISO 8601, in UTC without a zone, or seconds since 1970. */
export function instantOf(value: string): number | undefined {
  const written = /T\d\d:\d\d[\d:.]*$/.test(value) ? `${value}Z` : value;
  const time = /^\d+$/.test(value) && value.length > 4 ? Number(value) * 1000 : Date.parse(written);
  return Number.isNaN(time) ? undefined : time;
}

function truth(value: string, { usual }: ConditionKeyFacts): Reach {
  if (value.includes('${')) return 'some';
  const wanted = value.toLowerCase();
  if (wanted !== 'true' && wanted !== 'false') return 'none';
  return wanted === usual ? 'all' : 'some';
}

/** A range that is wider than any organization's matches every address: IPv4 below /8, IPv6 below /16. */
function addresses(value: string): Reach {
  if (value.includes('${')) return 'some';
  const [address = '', length] = value.split('/');
  const isV6 = address.includes(':');
  if (!forms.address.test(value) || !(isV6 || /^\d+\.\d+\.\d+\.\d+$/.test(address))) return 'none';
  return length !== undefined && Number(length) < (isV6 ? 16 : 8) ? 'all' : 'some';
}
