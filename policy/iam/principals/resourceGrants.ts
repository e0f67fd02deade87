import { groupByKeys } from '../../pack/groupByKeys';
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
import { documentLabel } from '../documents/documentsOf';
import { policyStatements, type Statement } from '../documents/policyStatements';
import { holderTypes } from './attachmentTypes';
import { type HeldStatement, heldStatement } from './heldStatements';
import { type ResourcePolicy, resourcePolicies } from './resourcePolicies';
import { trustedPrincipals } from './trustedPrincipals';

/**
 * What the policies of a stack's resources grant and deny to its roles and users. Within an account a resource policy
 * grants access without an identity policy ("Policy evaluation logic" of the IAM user guide), with these exceptions: a
 * statement for the whole account only lets identity policies decide, so that it grants nothing here, and identity
 * policies grant nothing on a key whose policy leaves the account out ("Key policies in AWS KMS").
 */
export interface ResourceGrants {
  /** Statements for every principal. */
  readonly publicStatements: readonly HeldStatement[];
  /** By the role or user that statements name; a gap is a clause on why a policy can't be read. */
  readonly permissionsOfPrincipal: ReadonlyMap<unknown, NamedPermissions>;
  /** ARNs of keys on which only the key's policy grants access. */
  readonly sealedKeys: readonly string[];
}

interface NamedPermissions {
  readonly statements: readonly HeldStatement[];
  readonly gaps: readonly string[];
}

export function resourceGrants(resources: readonly Resource[]): ResourceGrants {
  const identities = identitiesAmong(resources);
  const policies = resourcePolicies(resources).flatMap((policy) => readPolicy(policy, identities) ?? []);
  const statements = groupByKeys(
    policies.flatMap((policy) => policy.grants),
    ({ principals }) => principals,
  );
  const gaps = groupByKeys(
    policies.flatMap((policy) => policy.gaps),
    ({ principals }) => principals,
  );
  return {
    publicStatements: policies.flatMap(({ grants }) => grants.flatMap(publicStatement)),
    permissionsOfPrincipal: new Map(
      identities.all.map((principal) => [
        principal,
        {
          statements: (statements.get(principal) ?? []).map(({ statement }) => statementFor(principal, statement)),
          gaps: (gaps.get(principal) ?? []).map(({ gap }) => gap),
        },
      ]),
    ),
    sealedKeys: policies.flatMap((policy) => policy.sealedKeys),
  };
}

/** Roles and users of a stack. */
interface Identities {
  readonly all: readonly Resource[];
  readonly byArn: ReadonlyMap<string, Resource>;
  /** Those whose ARN is not known yet. */
  readonly withoutArn: ReadonlySet<Resource>;
}

function identitiesAmong(resources: readonly Resource[]): Identities {
  const all = resources.filter(({ type }) => type === holderTypes.role || type === holderTypes.user);
  const byArn = new Map(
    all.flatMap((resource) => {
      const arn = resource.property('arn');
      return typeof arn === 'string' ? [[arn, resource] as const] : [];
    }),
  );
  const known = new Set(byArn.values());
  return { all, byArn, withoutArn: new Set(all.filter((resource) => !known.has(resource))) };
}

/** A statement of a resource policy, and whom it names. */
interface ResourceGrant {
  readonly statement: HeldStatement;
  readonly isPublic: boolean;
  readonly principals: readonly Resource[];
  /** It names principals that are not known yet. */
  readonly isUnclear: boolean;
}

interface ReadPolicy {
  readonly grants: readonly ResourceGrant[];
  readonly gaps: readonly { readonly gap: string; readonly principals: readonly Resource[] }[];
  readonly sealedKeys: readonly string[];
}

function readPolicy(policy: ResourcePolicy, identities: Identities): ReadPolicy | undefined {
  const read = policyStatements(policy.document);
  if ('broken' in read) return undefined;
  const where = documentLabel(policy.holder, policy.property);
  const candidates = candidatesOf(policy, identities);
  const grants = read.statements.flatMap(
    (statement) => readGrant(statement, policy, where, { ...identities, candidates }) ?? [],
  );
  const source = comingFrom(policy.holder, policy.property);
  const gap = `what ${where} grants it is known only during the update${source}`;
  const isUnclear = read.unknown || grants.some((grant) => grant.isUnclear);
  return {
    grants,
    gaps: isUnclear ? [{ gap, principals: candidates }] : [],
    sealedKeys: isSealed(policy, read.statements, read.unknown) ? (policy.reach ?? []) : [],
  };
}

/** Undefined for a statement that decides nothing here. */
function readGrant(
  statement: Statement,
  policy: ResourcePolicy,
  where: string,
  { byArn, candidates }: Identities & { readonly candidates: readonly Resource[] },
): ResourceGrant | undefined {
  const held = heldStatement(withResource(statement), where);
  // The resource's parts other than the exceptions are not compared.
  if (!held || (held.effect === 'Deny' && held.except.length > 0)) return undefined;
  const { Principal } = statement.fields;
  const named = trustedPrincipals(Principal);
  const known = named.flatMap(({ text }) => byArn.get(text) ?? []);
  const unknown = unknownPrincipals(Principal);
  // The only principal that the one unknown name can stand for.
  const [only, ...others] = candidates;
  const resolved = only && others.length === 0 && unknown.length === 1 ? [only] : [];
  return {
    statement: { ...held, resources: limitToReach(held.resources, policy), fromResourcePolicy: true },
    isPublic: named.some(({ is }) => is === 'everybody'),
    principals: [...known, ...resolved],
    isUnclear: unknown.length > resolved.length,
  };
}

function publicStatement({ statement, isPublic }: ResourceGrant): HeldStatement[] {
  return isPublic ? [{ ...statement, isPublic: true }] : [];
}

/** A boundary limits only what identity policies grant a user. */
function statementFor(principal: Resource, statement: HeldStatement): HeldStatement {
  return principal.type === holderTypes.user ? { ...statement, ignoresBoundary: true } : statement;
}

/** A repository's policy and a role's trust have no Resource: they are about the resource that they belong to. */
function withResource({ label, fields }: Statement): Statement {
  if (fields['Resource'] !== undefined || fields['NotResource'] !== undefined) return { label, fields };
  return { label, fields: { ...fields, Resource: '*' } };
}

/** The part of a statement's resources that the policy's own resource is or contains; unknown until its ARN is known. */
function limitToReach(resources: readonly PropertyValue[], { reach }: ResourcePolicy): PropertyValue[] {
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

/** Roles and users without a known ARN that a policy was made from: an unknown principal is one of them. */
function candidatesOf({ holder, property, target }: ResourcePolicy, { withoutArn }: Identities): Resource[] {
  const sources = new Set(holder.sources(property) ?? []);
  return [...sources].filter((source) => withoutArn.has(source) && source !== target);
}

/** Whether only the key's policy decides: it is known, and no statement is for an account or for every principal. */
function isSealed(
  { service, target, isPermission }: ResourcePolicy,
  statements: readonly Statement[],
  unknown: boolean,
): boolean {
  if (service !== 'kms' || isPermission || unknown || !target) return false;
  return !statements.some(({ fields }) => fields['Effect'] !== 'Deny' && mayDelegate(fields));
}

function mayDelegate({ Principal, NotPrincipal }: PlainObject): boolean {
  if (NotPrincipal !== undefined || holdsUnknown(Principal)) return true;
  return trustedPrincipals(Principal).some(
    ({ is, text }) => is === 'everybody' || (is === 'account' && (/^\d+$/.test(text) || text.endsWith(':root'))),
  );
}
