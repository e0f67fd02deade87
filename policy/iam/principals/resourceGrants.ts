import {
  asList,
  holdsUnknown,
  isPlainObject,
  notYetKnown,
  type PlainObject,
  type PropertyValue,
} from '../../pack/propertyValue';
import { comingFrom, type Resource } from '../../pack/resource';
import { globCovers, globsMeet } from '../../pack/text/glob';
import { policyStatements, type Statement } from '../documents/policyStatements';
import { type HeldStatement, heldStatement } from './heldStatements';
import { holderTypes } from './policyHolders';
import { type ResourcePolicy, resourcePolicies } from './resourcePolicies';
import { trustedPrincipals } from './trustedPrincipals';

/**
 * What the policies of a stack's resources say of its roles and users. Within an account such a policy grants without an
 * identity policy, and what either allows is allowed ("Policy evaluation logic" of the IAM user guide), with these
 * exceptions: a statement for the whole account only lets identity policies decide, so that it grants nothing here, and
 * an identity policy decides nothing on a key whose policy leaves the account out ("Key policies in AWS KMS").
 */
export interface ResourceGrants {
  /** Statements that are about whoever asks. */
  readonly everybody: readonly HeldStatement[];
  /** By the role or user that they name. */
  readonly named: ReadonlyMap<Resource, readonly HeldStatement[]>;
  /** What can't be told yet of a role or user, a clause each. */
  readonly gaps: ReadonlyMap<Resource, readonly string[]>;
  /** ARNs of keys whose policy is all that decides. */
  readonly sealedKeys: readonly string[];
}

export function resourceGrants(resources: readonly Resource[]): ResourceGrants {
  const principals = resources.filter(({ type }) => type === holderTypes.role || type === holderTypes.user);
  const byArn = new Map(
    principals.flatMap((resource) => {
      const arn = resource.property('arn');
      return typeof arn === 'string' ? [[arn, resource] as const] : [];
    }),
  );
  const everybody: HeldStatement[] = [];
  const named = new Map<Resource, HeldStatement[]>();
  const gaps = new Map<Resource, string[]>();
  const sealedKeys: string[] = [];
  for (const policy of resourcePolicies(resources)) {
    const read = policyStatements(policy.document);
    if ('broken' in read) continue;
    if (isSealed(policy, read.statements, read.unknown)) sealedKeys.push(...(policy.reach ?? []));
    const where = `${policy.property} of '${policy.holder.name}'`;
    const open: PropertyValue[] = read.unknown ? [notYetKnown] : [];
    for (const statement of read.statements) {
      const held = heldStatement(withResource(statement), where);
      const { Principal } = statement.fields;
      // What else the resource has than the exceptions is not compared.
      if (!held || (held.effect === 'Deny' && held.except.length > 0)) continue;
      const ours = { ...held, resources: within(policy, held.resources), byResource: true } as const;
      const texts = trustedPrincipals(Principal).map(({ is, text }) => (is === 'everybody' ? '*' : text));
      if (texts.includes('*')) everybody.push({ ...ours, everybody: true });
      const found = new Set(texts.flatMap((text) => byArn.get(text) ?? []));
      const unknown = unknownPrincipals(Principal);
      const [only, ...others] = unknown.length === 0 ? [] : candidates(policy, principals, byArn);
      if (only && others.length === 0 && unknown.length === 1) found.add(only);
      else open.push(...unknown);
      for (const principal of found) {
        // Of a user's rights from elsewhere than its identity policies a boundary takes nothing away.
        const given = principal.type === holderTypes.user ? { ...ours, beyondBoundary: true as const } : ours;
        named.set(principal, [...(named.get(principal) ?? []), given]);
      }
    }
    if (open.length === 0) continue;
    const gap = `what ${where} says of it is known only during the update${comingFrom(policy.holder, policy.property)}`;
    for (const principal of candidates(policy, principals, byArn)) {
      gaps.set(principal, [...(gaps.get(principal) ?? []), gap]);
    }
  }
  return { everybody, named, gaps, sealedKeys };
}

/** A repository's policy and a trust have no Resource: they are about what they belong to. */
function withResource({ label, fields }: Statement): Statement {
  if (fields['Resource'] !== undefined || fields['NotResource'] !== undefined) return { label, fields };
  return { label, fields: { ...fields, Resource: '*' } };
}

/** What of a statement's resources is the policy's own resource, or in it; an unknown one stands for that. */
function within({ reach }: ResourcePolicy, resources: readonly PropertyValue[]): PropertyValue[] {
  if (!reach) return [notYetKnown];
  return resources.flatMap((resource): PropertyValue[] => {
    if (typeof resource !== 'string') return [resource];
    return reach.flatMap((own) => {
      if (globCovers(resource, own)) return [own];
      return globsMeet(resource, own) ? [resource] : [];
    });
  });
}

function unknownPrincipals(principal: PropertyValue | undefined): readonly PropertyValue[] {
  const listed = isPlainObject(principal) ? asList(principal['AWS']) : asList(principal);
  return listed.filter((item) => item === notYetKnown);
}

/** Roles and users without a known ARN that a policy was made from: one of them may be what it names. */
function candidates(
  { holder, property, target }: ResourcePolicy,
  principals: readonly Resource[],
  byArn: ReadonlyMap<string, Resource>,
): Resource[] {
  const made = new Set(byArn.values());
  const sources = new Set(holder.sources(property) ?? []);
  return principals.filter((each) => sources.has(each) && !made.has(each) && each !== target);
}

/** Whether a key's policy is known and lets nobody decide but itself: no statement is for an account or everybody. */
function isSealed({ service, target }: ResourcePolicy, statements: readonly Statement[], unknown: boolean): boolean {
  if (service !== 'kms' || unknown || !target) return false;
  return !statements.some(({ fields }) => fields['Effect'] !== 'Deny' && mayDelegate(fields));
}

function mayDelegate({ Principal, NotPrincipal }: PlainObject): boolean {
  if (NotPrincipal !== undefined || holdsUnknown(Principal)) return true;
  return trustedPrincipals(Principal).some(
    ({ is, text }) => is === 'everybody' || (is === 'account' && (/^\d+$/.test(text) || text.endsWith(':root'))),
  );
}
