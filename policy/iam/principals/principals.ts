import { groupByKeys, uniqueBy } from '../../pack/groupByKeys';
import { memoize } from '../../pack/memoize';
import { holdsUnknown } from '../../pack/propertyValue';
import { comingFrom, type Resource } from '../../pack/resource';
import { documentsOf } from '../documents/documentsOf';
import {
  type Attachment,
  attachmentsOf,
  type Holder,
  holderFor,
  holderKindOf,
  type IamDirectories,
  iamDirectories,
  type Membership,
  membershipsOf,
} from './attachments';
import { policyType } from './attachmentTypes';
import {
  awsPolicyPlace,
  type Boundary,
  type HeldStatement,
  heldStatements,
  managedPolicyStatements,
} from './heldStatements';
import { limitComparisons } from './limitComparisons';
import { managedPolicyName, managedPolicyTableDate } from './managedPolicies';
import { resourceGrants } from './resourceGrants';

/** A role, user or group, with the permissions that all policies give it. */
export interface Principal extends Omit<Holder, 'key'> {
  readonly permissions: PermissionSet;
  /** Managed policies of its own and of its groups, and its boundary: resources of the stack, or ARNs. */
  readonly policies: readonly (Resource | string)[];
  /** Groups of a user; a group itself. */
  readonly groups: readonly Resource[];
  /** Why some of its policies can't be read, one clause each. */
  readonly gaps: readonly string[];
}

/** What decides which actions are allowed. Principals with the same permissions share one object. */
export interface PermissionSet {
  /** Statements of identity policies, and of resource policies that name the principal. */
  readonly statements: readonly HeldStatement[];
  /** Statements of resource policies for every principal; one list for the whole stack. */
  readonly publicStatements: readonly HeldStatement[];
  /** ARNs of KMS keys whose policy does not let identity policies grant access. */
  readonly sealedKeys: readonly string[];
  /** Undefined without a permissions boundary. */
  readonly boundary: Boundary | undefined;
}

/** Statements of some policies, and why others can't be read. */
interface Permissions {
  readonly statements: readonly HeldStatement[];
  readonly gaps: readonly string[];
}

/** Every principal of a stack. */
export const principalsOf = memoize((resources: readonly Resource[]): readonly Principal[] => {
  const directories = iamDirectories(resources);
  const attached = resources.flatMap((resource) => attachmentsOf(resource, directories));
  const boundaries = resources.flatMap((resource) => boundaryOf(resource, directories) ?? []);
  const attachments = [...attached, ...unattachedPolicies(resources, attached, boundaries)];
  const holders = uniqueBy([...resources.flatMap(declaredHolder), ...attachments.map(({ holder }) => holder)], keyOf);
  const permissionsOfHolder = readAttachments(holders, attachments);
  const memberships = resources.flatMap((resource) => membershipsOf(resource, directories));
  const permissionsOfUser = readMemberships(memberships, permissionsOfHolder);
  const policiesOf = heldPolicies(attachments, memberships, boundaries);
  const { publicStatements, sealedKeys, permissionsOfPrincipal } = resourceGrants(resources);
  const boundaryOfHolder = new Map(boundaries.map(({ holder, boundary }) => [holder, boundary]));
  return holders.map(({ key, resource, kind, name, label }) => {
    const permissions = joinPermissions([
      permissionsOfHolder.get(key),
      permissionsOfUser.get(key),
      permissionsOfPrincipal.get(resource),
    ]);
    const compared = limitComparisons(sharedList(...permissions.statements), boundaryOfHolder.get(resource));
    return {
      resource,
      kind,
      name,
      label,
      ...policiesOf(key),
      permissions: permissionSet(compared.statements, publicStatements, sealedKeys, compared.boundary),
      gaps: [...permissions.gaps, ...compared.gaps],
    };
  });
});

/** The first list of the same statements, so that what is computed for one list serves all principals that hold it. */
const sharedList = memoize((...statements: HeldStatement[]): readonly HeldStatement[] => statements);

const permissionSet = memoize(
  (
    statements: readonly HeldStatement[],
    publicStatements: readonly HeldStatement[],
    sealedKeys: readonly string[],
    boundary: Boundary | undefined,
  ): PermissionSet => ({ statements, publicStatements, sealedKeys, boundary }),
);

function declaredHolder(resource: Resource): Holder[] {
  const kind = holderKindOf(resource);
  return kind ? [holderFor(resource, kind)] : [];
}

const keyOf = ({ key }: Holder) => key;

interface HeldBoundary {
  readonly holder: Resource;
  readonly boundary: Boundary;
  /** The ARN of a policy that is not of the stack. Undefined until it is known. */
  readonly policy?: Resource | string;
}

/** The managed policies and groups of each holder, by its key. */
function heldPolicies(
  attachments: readonly Attachment[],
  memberships: readonly Membership[],
  boundaries: readonly HeldBoundary[],
): (key: unknown) => Pick<Principal, 'policies' | 'groups'> {
  const attached = groupByKeys(attachments, ({ holder }) => [holder.key]);
  const groups = groupByKeys(memberships, ({ user }) => [user]);
  const limits = groupByKeys(boundaries, ({ holder }) => [holder]);
  const isManaged = (policy: Resource | string) => typeof policy === 'string' || policy.type === policyType;
  return (key) => {
    const own = (groups.get(key) ?? []).flatMap((membership) => ('group' in membership ? [membership.group] : []));
    const held = [key, ...own].flatMap((holder) => attached.get(holder) ?? []);
    const policies = [...held, ...(limits.get(key) ?? [])].flatMap((use) =>
      'policy' in use && use.policy !== undefined && isManaged(use.policy) ? [use.policy] : [],
    );
    const isGroup = typeof key === 'object' && holderKindOf(key as Resource) === 'group';
    return { policies: [...new Set(policies)], groups: isGroup ? [key as Resource] : own };
  };
}

/** The permissions boundary of a role or user. */
function boundaryOf(holder: Resource, { policies }: IamDirectories): HeldBoundary | undefined {
  const property = 'permissionsBoundary';
  if (holderKindOf(holder) === undefined || holder.property(property) === undefined) return undefined;
  const { resources, foreign, unclear } = policies.find(holder, property, 'one');
  const [policy] = resources;
  if (policy) return { holder, policy, boundary: readBoundary(policy) };
  if (unclear) {
    return { holder, boundary: { unknown: `it is known only during the update${comingFrom(holder, property)}` } };
  }
  const [arn] = foreign;
  return arn === undefined
    ? undefined
    : { holder, policy: arn, boundary: managedPolicyStatements(arn) ?? { unknown: unreadPolicy(arn) } };
}

function readBoundary(policy: Resource): Boundary {
  const unread = documentsOf(policy).some(({ document }) => holdsUnknown(document));
  return unread ? { unknown: `'${policy.name}' is known only during the update` } : statementsOf(policy);
}

/** Policies that the stack uses neither as an attached policy nor as a boundary; each stands for its future holder. */
function unattachedPolicies(
  resources: readonly Resource[],
  attachments: readonly Attachment[],
  boundaries: readonly HeldBoundary[],
): Attachment[] {
  const used = new Set([...attachments, ...boundaries].flatMap((use) => ('policy' in use ? [use.policy] : [])));
  return resources
    .filter((resource) => resource.type === policyType && !used.has(resource))
    .map((policy) => ({ holder: holderFor(policy, 'policy'), policy }));
}

/** Permissions by the holder's key. The same policy attached twice counts once. */
function readAttachments(
  holders: readonly Holder[],
  attachments: readonly Attachment[],
): ReadonlyMap<unknown, Permissions> {
  const byHolder = groupByKeys(attachments, ({ holder }) => [holder.key]);
  return new Map(
    holders.map(({ key }) => {
      const unique = uniqueBy(byHolder.get(key) ?? [], (attachment) =>
        'policy' in attachment ? attachment.policy : attachment,
      );
      return [key, joinPermissions(unique.map(readAttachment))];
    }),
  );
}

function readAttachment(attachment: Attachment): Permissions {
  if ('gap' in attachment) return { statements: [], gaps: [attachment.gap] };
  const { policy } = attachment;
  if (typeof policy !== 'string') return { statements: statementsOf(policy), gaps: [] };
  const statements = managedPolicyStatements(policy);
  return statements ? { statements, gaps: [] } : { statements: [], gaps: [unreadPolicy(policy)] };
}

/** Permissions of the groups of each user. The same membership given twice counts once. */
function readMemberships(
  memberships: readonly Membership[],
  permissionsOfHolder: ReadonlyMap<unknown, Permissions>,
): ReadonlyMap<unknown, Permissions> {
  const permissionsOfMember = new Map(
    uniqueBy(
      memberships.flatMap((membership) => ('group' in membership ? [membership.group] : [])),
      (group) => group,
    ).map((group) => [group, asMember(group, permissionsOfHolder.get(group))]),
  );
  const byUser = groupByKeys(memberships, ({ user }) => [user]);
  return new Map(
    [...byUser].map(([user, ofUser]) => {
      const unique = uniqueBy(ofUser, (membership) => ('group' in membership ? membership.group : membership));
      const parts = unique.map((membership) =>
        'group' in membership ? permissionsOfMember.get(membership.group) : { statements: [], gaps: [membership.gap] },
      );
      return [user, joinPermissions(parts)];
    }),
  );
}

function asMember(group: Resource, permissions: Permissions | undefined): Permissions {
  const { statements = [], gaps = [] } = permissions ?? {};
  return { statements: statements.map((statement) => ({ ...statement, group })), gaps };
}

function joinPermissions(parts: readonly (Permissions | undefined)[]): Permissions {
  const present = parts.filter((part) => part !== undefined);
  return {
    statements: present.flatMap(({ statements }) => statements),
    gaps: present.flatMap(({ gaps }) => gaps),
  };
}

/** The same statements for everyone who holds them, so that what is computed for one holder serves all. */
const statementsOf = memoize((resource: Resource): readonly HeldStatement[] =>
  documentsOf(resource)
    .filter(({ kind }) => kind === 'permissions')
    .flatMap(({ document, label }) => heldStatements(document, label)),
);

/** Why a policy that is not of the stack can't be read, a clause. */
function unreadPolicy(arn: string): string {
  const name = managedPolicyName(arn);
  if (name === undefined) return `policy '${arn}' is not in this stack`;
  return `${awsPolicyPlace(name)} is not in the pack's table of ${managedPolicyTableDate()} under '${arn}'`;
}
