import { Directory } from '../../pack/directory';
import { comingFrom, isFutureOutput, type Resource } from '../../pack/resource';
import { attachmentTypes, type HolderKind, holderTypes, membershipTypes, policyType } from './attachmentTypes';

/** A role, user or group that holds policies. */
export interface Holder {
  /** The resource; kind and name for a holder that the stack does not create. */
  readonly key: Resource | string;
  /** The resource that findings are about. */
  readonly resource: Resource;
  /** `policy` stands for the future holder of a policy that the stack attaches to no principal. */
  readonly kind: HolderKind | 'policy';
  /** The resource's name in the program; the holder's own name if the stack does not create it. */
  readonly name: string;
  /** Begins a sentence: `Role 'monitor'`. */
  readonly label: string;
}

/** One policy of a holder: the resource with its documents, the ARN of a policy that is not of the stack, or a clause on why it can't be read. */
export type Attachment = { readonly holder: Holder } & (
  | { readonly policy: Resource | string }
  | { readonly gap: string }
);

/** A group that a user is a member of, or a clause on why it can't be read. */
export type Membership = { readonly user: Resource } & ({ readonly group: Resource } | { readonly gap: string });

/** Finds the holders and policies of a stack that a property points at. */
export interface IamDirectories extends Readonly<Record<HolderKind, Directory>> {
  readonly policies: Directory;
}

export function iamDirectories(resources: readonly Resource[]): IamDirectories {
  const ofType = (wanted: string) => resources.filter(({ type }) => type === wanted);
  const holders = (kind: HolderKind) => new Directory(ofType(holderTypes[kind]), ['id', 'name']);
  return {
    role: holders('role'),
    user: holders('user'),
    group: holders('group'),
    policies: new Directory(ofType(policyType), ['id', 'arn']),
  };
}

const labels = {
  role: 'Role',
  user: 'User',
  group: 'Members of group',
  policy: 'Holder of policy',
} as const satisfies Record<Holder['kind'], string>;

export function holderFor(
  resource: Resource,
  kind: Holder['kind'],
  name = resource.name,
  key: Resource | string = resource,
): Holder {
  return { key, resource, kind, name, label: `${labels[kind]} '${name}'` };
}

export function holderKindOf({ type }: Resource): HolderKind | undefined {
  return (['role', 'user', 'group'] as const).find((kind) => holderTypes[kind] === type);
}

/** What a resource gives each of its holders: its own documents, and the policies that it attaches. */
export function attachmentsOf(resource: Resource, directories: IamDirectories): Attachment[] {
  const attachment = attachmentTypes[resource.type];
  if (!attachment) return [];
  const holders = holdersOf(resource, directories);
  const policies = attachment.policies ? attachedPolicies(resource, attachment.policies, directories) : [];
  return holders.flatMap((holder) => [
    { holder, policy: resource },
    ...policies.map((policy) => ({ holder, ...policy })),
  ]);
}

function attachedPolicies(
  resource: Resource,
  { property, many }: { readonly property: string; readonly many: 'one' | 'many' },
  { policies }: IamDirectories,
): ({ readonly policy: Resource | string } | { readonly gap: string })[] {
  // A property that the program doesn't set holds the provider's answer: what other resources attach.
  if (isFutureOutput(resource, property)) return [];
  const { resources, foreign, unclear } = policies.find(resource, property, many);
  const gap = `a policy that '${resource.name}' attaches is known only during the update${comingFrom(resource, property)}`;
  return [...[...resources, ...foreign].map((policy) => ({ policy })), ...(unclear ? [{ gap }] : [])];
}

/** A resource whose holder is not known stands for the holder itself. */
function holdersOf(resource: Resource, directories: IamDirectories): Holder[] {
  if (resource.type === holderTypes.role) return [holderFor(resource, 'role')];
  const rows = attachmentTypes[resource.type]?.holders ?? [];
  const holders = rows.flatMap(({ kind, property, many }) => {
    const { resources, foreign } = directories[kind].find(resource, property, many);
    return [
      ...resources.map((holder) => holderFor(holder, kind)),
      ...foreign.map((name) => holderFor(resource, kind, name, `${kind} ${name}`)),
    ];
  });
  return holders.length > 0 ? holders : [holderFor(resource, 'policy')];
}

/** The users whom a resource adds to groups. */
export function membershipsOf(resource: Resource, directories: IamDirectories): Membership[] {
  const membership = membershipTypes[resource.type];
  if (!membership) return [];
  const users = directories.user.find(resource, membership.user.property, membership.user.many);
  const groups = directories.group.find(resource, membership.group.property, membership.group.many);
  const unclear = `a group that '${resource.name}' names is known only during the update`;
  return users.resources.flatMap((user) => [
    ...groups.resources.map((group) => ({ user, group })),
    ...groups.foreign.map((name) => ({ user, gap: `group '${name}' is not in this stack` })),
    ...(groups.unclear ? [{ user, gap: unclear }] : []),
  ]);
}
