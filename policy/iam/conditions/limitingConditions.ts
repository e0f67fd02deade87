import { globMatches } from '../../pack/text/glob';
import { actionTableDate } from '../actions/actionFacts';
import { isWildText } from '../actions/actionPattern';
import { instantOf } from './conditionOperators';
import type { JudgedEntry } from './conditionStrength';
import { freedomOf } from './freeKeys';

/**
 * Whether an entry of a condition limits what a principal can do within its own account: on whom, on what, or from where.
 * Entries that the caller can meet at will, such as a tag of the request, limit nothing; nor do those that every resource of
 * the account meets, and negated ones, which leave out little.
 */
export function limitsGrant(entry: JudgedEntry): boolean {
  if (entry.strength !== 'strong' && entry.strength !== 'unknown') return false;
  const operator = entry.operator.toLowerCase();
  if (operator === 'null') return limitsByPresence(entry);
  const isNegated = operator.includes('not');
  const freedom = freedomOf(entry.key);
  if (freedom === 'chosen') return false;
  if (freedom === 'place') return isNegated;
  if (entry.key === 'iam:passedtoservice' || entry.values.length === 0) return true;
  if (isNegated) return !leavesOutLittle(entry);
  const limits = limitsByValue[entry.key];
  return limits === undefined || limits(entry.values, operator);
}

/** The same in a statement for every principal of AWS, which the account or organization of the principal limits too. */
export function limitsPublicGrant(entry: JudgedEntry): boolean {
  return limitsGrant(entry) || (entry.strength === 'strong' && /^aws:principal(?:account|org)/.test(entry.key));
}

/** Keys of the caller, of the way to the service and of the time, none of which say anything about a resource. */
const keysOfCaller =
  /^(?:aws:(?:assumed|called|chatbot|current|ec2|epoch|federated|ismcp|multifactor|principal|signin|source|token|user|via|vpc)|iam:passedtoservice$|kms:(?:viaservice|grant)|sts:)/;

/** Whether an entry limits on which resources an action is allowed; a tag that a new resource must have does. */
export function limitsResources(entry: JudgedEntry): boolean {
  if (keysOfCaller.test(entry.key)) return false;
  const asksForTag = entry.key.startsWith('aws:requesttag/') && !/not|null/i.test(entry.operator);
  return (asksForTag && entry.strength === 'strong') || limitsGrant(entry);
}

/** The keys whose absence says something about a resource or a principal; every other key is left out by the caller. */
const describingKeys = /^(?:[a-z0-9-]+:resourcetag|s3:existingobjecttag|aws:principaltag)\//;

/** `Null` on a key: one that must be there limits as any value of it does. */
function limitsByPresence({ key, values }: JudgedEntry): boolean {
  const mustBeThere = values.length > 0 && values.every((value) => value.toLowerCase() === 'false');
  return mustBeThere && freedomOf(key) === undefined && (describingKeys.test(key) || !callersOption.includes(key));
}

/** Keys that a caller has by taking another way: temporary credentials, or any endpoint of a VPC. */
const callersOption: readonly string[] = ['aws:tokenissuetime', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip'];

/** A negated entry leaves out what it names: little, unless a value is a pattern or a range of addresses. */
function leavesOutLittle({ key, values }: JudgedEntry): boolean {
  if (key === 'aws:sourceip' || key === 'aws:vpcsourceip') return shareOfAddresses(values) < 0.5;
  return values.every((value) => !/[*?]/.test(value.replaceAll(/\$\{[^{}]*\}/g, '')));
}

type LimitingValues = (values: readonly string[], operator: string) => boolean;

/** Keys of which only some values limit anything. */
const limitsByValue: Readonly<Record<string, LimitingValues | undefined>> = {
  'aws:currenttime': limitsTime,
  'aws:epochtime': limitsTime,
  'aws:tokenissuetime': limitsTime,
  'aws:sourceip': (values) => shareOfAddresses(values) < 0.5,
  'aws:principalarn': (values) => !values.some(namesEveryPrincipal),
  'aws:userid': (values) => !values.some((value) => globMatches(value, 'AROA1B2C3D4E5F6G7H8I9:a session')),
  'aws:sourcevpc': (values) => !values.some((value) => globMatches(value, 'vpc-0a1b2c3d4e5f60718')),
  'aws:sourcevpce': (values) => !values.some((value) => globMatches(value, 'vpce-0a1b2c3d4e5f60718')),
  'aws:multifactorauthpresent': (values) => values.some((value) => value.toLowerCase() === 'true'),
  // A template can call whatever its author may call.
  'aws:calledvia': (values) => !values.some((value) => globMatches(value, 'cloudformation.amazonaws.com')),
  'aws:calledviafirst': (values) => !values.some((value) => globMatches(value, 'cloudformation.amazonaws.com')),
  'aws:calledvialast': (values) => !values.some((value) => globMatches(value, 'cloudformation.amazonaws.com')),
  'iam:policyarn': (values) => !values.some(namesAdministrator),
};

/** AWS managed policies that grant every permission, or the permission to grant it. */
const administratorPolicies: readonly string[] = ['AdministratorAccess', 'IAMFullAccess'];

function namesAdministrator(pattern: string): boolean {
  return administratorPolicies.some((name) => globMatches(pattern, `arn:aws:iam::aws:policy/${name}`));
}

/** Whether a pattern of principals names none, but for their account and type: `arn:aws:iam::123456789012:role/*`. */
function namesEveryPrincipal(pattern: string): boolean {
  const resource = pattern.split(':').slice(5).join(':');
  const name = resource.replace(/^(?:assumed-role|role|user)\//, '');
  return isWildText(pattern) || isWildText(name);
}

/** Longer than a permission that is given for one task. */
const temporary = 366 * 24 * 3_600_000;

/** An end limits a permission if it is near; a beginning does not, because it passes. */
function limitsTime(values: readonly string[], operator: string): boolean {
  if (operator.includes('greaterthan')) return false;
  if (!operator.includes('lessthan')) return true;
  const latest = Date.parse(actionTableDate()) + temporary;
  return values.every((value) => (instantOf(value) ?? latest) < latest);
}

/** The share of all IPv4 or IPv6 addresses in some ranges; overlaps count twice. */
function shareOfAddresses(ranges: readonly string[]): number {
  const shares = { v4: 0, v6: 0 };
  for (const range of ranges) {
    const [address = '', length] = range.split('/');
    const version = address.includes(':') ? 'v6' : 'v4';
    shares[version] += 2 ** -Number(length ?? (version === 'v6' ? 128 : 32));
  }
  return Math.max(shares.v4, shares.v6);
}
