import { asList, holdsUnknown, isPlainObject, notYetKnown, type PropertyValue } from '../../pack/propertyValue';
import type { ActionFacts } from '../actions/actionFacts';
import { type JudgedEntry, judgedEntries } from './conditionStrength';

const any = () => true;
/** An ARN whose account is spelled out: names of roles and buckets are free in every other account. */
const inOneAccount = (arn: string) => /^arn:[^:]*:[^:]*:[^:]*:\d{12}:/.test(arn);
const inOrganization = (path: string) => /^o-[a-z0-9]{10,32}\//.test(path);

/**
 * Keys that exclude callers of other accounts, in lower case, and which of their values do. Missing are those whose value a
 * caller of another account chooses: tags, names and session names of principals, the source identity and private addresses.
 * From "AWS global condition context keys" of the IAM User Guide and the service authorization reference.
 */
const callerKeys: Readonly<Record<string, (value: string) => boolean>> = {
  'aws:principalaccount': any,
  'aws:principalarn': inOneAccount,
  'aws:principalisawsservice': any,
  'aws:principalorgid': any,
  'aws:principalorgpaths': inOrganization,
  'aws:principalservicename': any,
  'aws:principalservicenameslist': any,
  'aws:sourceaccount': any,
  'aws:sourcearn': any,
  'aws:sourceip': any,
  'aws:sourceorgid': any,
  'aws:sourceorgpaths': inOrganization,
  // Of the default policy of SNS topics.
  'aws:sourceowner': any,
  'aws:sourcevpc': any,
  'aws:sourcevpcarn': any,
  'aws:sourcevpce': any,
  // A unique identifier, which begins with the principal's own ID and not with the name of a session.
  'aws:userid': (id) => /^[A-Z0-9]{12,}/.test(id),
  'aws:vpceaccount': any,
  'aws:vpceorgid': any,
  'aws:vpceorgpaths': inOrganization,
  'elasticfilesystem:accessedviamounttarget': any,
  'elasticfilesystem:accesspointarn': inOneAccount,
  'kms:calleraccount': any,
  'lambda:eventsourcetoken': any,
  's3:dataaccesspointaccount': any,
  's3:dataaccesspointarn': inOneAccount,
  'sns:endpoint': (endpoint) => !/^[*?]*$/.test(endpoint),
};

/** Whether an entry of an Allow statement's condition excludes callers of other accounts, or may do so once it is known. */
export function excludesStrangers(entry: JudgedEntry, condition: PropertyValue | undefined): boolean {
  const { strength, operator, key } = entry;
  if (strength === 'unknown' || strength === 'never') return true;
  if (strength !== 'strong' || /^null$|not/i.test(operator)) return false;
  return hasCallerValues(condition, operator, key);
}

/** Operators that a request without the key meets, so that a Deny applies to it. */
const exceptionOperators =
  /^(?:stringnot(?:equals|like)(?:ignorecase)?|arnnot(?:equals|like)|notipaddress)(?:ifexists)?$/;

/** Whether a Deny for everyone spares only callers of own accounts: it has no condition, or only exceptions for them. */
export function deniesStrangers(condition: PropertyValue | undefined, facts: ActionFacts): boolean {
  if (condition === undefined || condition === null || condition === notYetKnown) return true;
  return judgedEntries(condition, facts).every(({ strength, operator, key }) => {
    if (strength === 'unknown' || strength === 'vacuous') return true;
    if (strength === 'never') return false;
    if (key === 'aws:principalisawsservice' || key === 'aws:viaawsservice') return /^bool/i.test(operator);
    return exceptionOperators.test(operator.toLowerCase()) && hasCallerValues(condition, operator, key);
  });
}

function hasCallerValues(condition: PropertyValue | undefined, operator: string, key: string): boolean {
  const namesCaller = Object.hasOwn(callerKeys, key) ? callerKeys[key] : undefined;
  const keys = isPlainObject(condition) ? condition[operator] : undefined;
  if (!namesCaller || !isPlainObject(keys)) return false;
  return Object.entries(keys)
    .filter(([name]) => name.toLowerCase() === key)
    .flatMap(([, values]) => asList(values))
    .every((value) => holdsUnknown(value) || (typeof value !== 'object' && namesCaller(String(value))));
}
