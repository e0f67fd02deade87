/** What can hold policies. */
export type HolderKind = 'role' | 'user' | 'group';

export const holderTypes = {
  role: 'aws:iam/role:Role',
  user: 'aws:iam/user:User',
  group: 'aws:iam/group:Group',
} as const satisfies Record<HolderKind, string>;

export const policyType = 'aws:iam/policy:Policy';

/** A property that names holders: one of them, or a list. */
interface HolderProperty {
  readonly kind: HolderKind;
  readonly property: string;
  readonly many: 'one' | 'many';
}

interface Attachment {
  readonly holders: readonly HolderProperty[];
  /** The property with the ARNs of policies; the resource has a document of its own where there is none. */
  readonly policies?: { readonly property: string; readonly many: 'one' | 'many' };
}

/** How each type gives policies to holders. */
export const attachmentTypes: Readonly<Record<string, Attachment>> = {
  'aws:iam/rolePolicy:RolePolicy': { holders: [one('role')] },
  'aws:iam/userPolicy:UserPolicy': { holders: [one('user')] },
  'aws:iam/groupPolicy:GroupPolicy': { holders: [one('group')] },
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': { holders: [one('role')], policies: arn('policyArn') },
  'aws:iam/userPolicyAttachment:UserPolicyAttachment': { holders: [one('user')], policies: arn('policyArn') },
  'aws:iam/groupPolicyAttachment:GroupPolicyAttachment': { holders: [one('group')], policies: arn('policyArn') },
  'aws:iam/policyAttachment:PolicyAttachment': {
    holders: [list('role', 'roles'), list('user', 'users'), list('group', 'groups')],
    policies: arn('policyArn'),
  },
  'aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive': exclusive('role', 'roleName'),
  'aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive': exclusive('user', 'userName'),
  'aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive': exclusive('group', 'groupName'),
  [holderTypes.role]: { holders: [], policies: { property: 'managedPolicyArns', many: 'many' } },
};

/** How each type puts users into groups. */
export const membershipTypes: Readonly<
  Record<string, { readonly user: HolderProperty; readonly group: HolderProperty }>
> = {
  'aws:iam/groupMembership:GroupMembership': { user: list('user', 'users'), group: one('group') },
  'aws:iam/userGroupMembership:UserGroupMembership': { user: one('user'), group: list('group', 'groups') },
};

function one(kind: HolderKind, property: string = kind): HolderProperty {
  return { kind, property, many: 'one' };
}

function list(kind: HolderKind, property: string): HolderProperty {
  return { kind, property, many: 'many' };
}

function arn(property: string): NonNullable<Attachment['policies']> {
  return { property, many: 'one' };
}

function exclusive(kind: HolderKind, property: string): Attachment {
  return { holders: [one(kind, property)], policies: { property: 'policyArns', many: 'many' } };
}
