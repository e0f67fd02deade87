import { Directory } from '../../pack/directory';
import { holdsUnknown } from '../../pack/propertyValue';
import { comingFrom, isAnswerToCome, type Resource } from '../../pack/resource';
import { SameLists } from '../../pack/text/sameLists';
import { documentsOf } from '../documents/documentsOf';
import { comparable } from './comparable';
import { awsPolicyPlace, type Boundary, type HeldStatement, heldOfAws, heldStatements } from './heldStatements';
import { managedPolicyName, managedPolicyTableDate } from './managedPolicies';
import { attachmentTypes, type HolderKind, holderTypes, membershipTypes, policyType } from './policyHolders';
import { resourceGrants } from './resourceGrants';

/** Somebody who may do what policies say, with all statements that count for them. */
export interface Principal {
  /** The resource that findings are about. */
  readonly resource: Resource;
  /** A policy that the stack attaches to nobody stands for whoever it will be attached to. */
  readonly kind: HolderKind | 'policy';
  /** Begins a sentence: `Role 'monitor'`. */
  readonly label: string;
  readonly statements: readonly HeldStatement[];
  /** What the policies of resources say of everybody; one list for all principals of a stack. */
  readonly everybodys: readonly HeldStatement[];
  /** ARNs of keys on which its own policies decide nothing. */
  readonly sealedKeys: readonly string[];
  /** What a permissions boundary allows at most; undefined without one. */
  readonly boundary: Boundary | undefined;
  /** What the principal holds and the pack can't read, one clause each. */
  readonly gaps: readonly string[];
}

const known = new WeakMap<readonly Resource[], readonly Principal[]>();

/** Every principal of a stack; made once for all the rules that ask about the same resources. */
export function principalsOf(resources: readonly Resource[]): readonly Principal[] {
  const made = known.get(resources) ?? new Holdings(resources).principals();
  known.set(resources, made);
  return made;
}

/** A principal that is still being put together. */
interface Draft {
  readonly resource: Resource;
  readonly kind: Principal['kind'];
  readonly label: string;
  readonly statements: HeldStatement[];
  readonly gaps: string[];
  /** What is given to it already: the same policy attached twice counts once. */
  readonly given: Set<Resource | string>;
}

const labels = {
  role: 'Role',
  user: 'User',
  group: 'Members of group',
  policy: 'Whoever holds',
} as const satisfies Record<Principal['kind'], string>;

class Holdings {
  private readonly directories: Readonly<Record<HolderKind, Directory>>;
  private readonly policies: Directory;
  /** By resource; by kind and name for a holder that the stack doesn't make. */
  private readonly drafts = new Map<Resource | string, Draft>();
  /** Policies that somebody holds, or that are a boundary. */
  private readonly used = new Set<Resource>();

  constructor(private readonly resources: readonly Resource[]) {
    const ofType = (wanted: string) => resources.filter(({ type }) => type === wanted);
    const directory = (kind: HolderKind) => new Directory(ofType(holderTypes[kind]), ['id', 'name']);
    this.directories = { role: directory('role'), user: directory('user'), group: directory('group') };
    this.policies = new Directory(ofType(policyType), ['id', 'arn']);
  }

  principals(): Principal[] {
    for (const resource of this.resources) {
      const kind = kindOf(resource);
      if (kind) this.begin(resource, kind);
    }
    for (const resource of this.resources) this.give(resource);
    for (const resource of this.resources) this.join(resource);
    const { everybody: everybodys, named, gaps: open, sealedKeys } = resourceGrants(this.resources);
    for (const [resource, statements] of named) this.drafts.get(resource)?.statements.push(...statements);
    for (const [resource, clauses] of open) this.drafts.get(resource)?.gaps.push(...clauses);
    const boundaries = new Map(this.resources.map((resource) => [resource, this.boundaryOf(resource)]));
    for (const resource of this.resources) {
      if (resource.type !== policyType || this.used.has(resource)) continue;
      this.giveDocuments(this.begin(resource, 'policy'), resource);
    }
    const lists = new SameLists<HeldStatement>();
    return [...this.drafts.values()].map(({ resource, kind, label, statements, gaps }) => {
      const compared = comparable(lists.first(statements), boundaries.get(resource));
      return { resource, kind, label, everybodys, sealedKeys, ...compared, gaps: [...gaps, ...compared.gaps] };
    });
  }

  private begin(
    resource: Resource,
    kind: Draft['kind'],
    name = resource.name,
    key: Resource | string = resource,
  ): Draft {
    const present = this.drafts.get(key) ?? {
      resource,
      kind,
      label: `${labels[kind]} '${name}'`,
      statements: [],
      gaps: [],
      given: new Set(),
    };
    this.drafts.set(key, present);
    return present;
  }

  /** Gives a resource's documents, and the policies that it attaches, to their holders. */
  private give(resource: Resource): void {
    const attachment = attachmentTypes[resource.type];
    if (!attachment) return;
    const holders = this.holdersOf(resource);
    for (const holder of holders) this.giveDocuments(holder, resource);
    if (!attachment.policies) return;
    const { property, many } = attachment.policies;
    // A property that the program doesn't set holds the provider's answer: what other resources attach.
    if (isAnswerToCome(resource, property)) return;
    const { found, foreign, unclear } = this.policies.find(resource, property, many);
    for (const policy of found) this.used.add(policy);
    for (const holder of holders) {
      for (const policy of found) this.giveDocuments(holder, policy);
      for (const arn of foreign) this.giveForeign(holder, arn);
      if (unclear) {
        const source = comingFrom(resource, property);
        holder.gaps.push(`a policy that '${resource.name}' attaches is known only during the update${source}`);
      }
    }
  }

  /** Who gets what a resource gives; a resource whose holder can't be told stands for that itself. */
  private holdersOf(resource: Resource): Draft[] {
    if (resource.type === holderTypes.role) return [this.begin(resource, 'role')];
    const rows = attachmentTypes[resource.type]?.holders ?? [];
    const holders = rows.flatMap(({ kind, property, many }) => {
      const { found, foreign } = this.directories[kind].find(resource, property, many);
      return [
        ...found.map((holder) => this.begin(holder, kind)),
        ...foreign.map((name) => this.begin(resource, kind, name, `${kind} ${name}`)),
      ];
    });
    return holders.length > 0 ? holders : [this.begin(resource, 'policy')];
  }

  private giveDocuments(holder: Draft, from: Resource): void {
    if (holder.given.has(from)) return;
    holder.given.add(from);
    holder.statements.push(...statementsOf(from));
  }

  private giveForeign(holder: Draft, arn: string): void {
    if (holder.given.has(arn)) return;
    holder.given.add(arn);
    const statements = heldOfAws(arn);
    if (statements) holder.statements.push(...statements);
    else holder.gaps.push(unreadPolicy(arn));
  }

  private boundaryOf(resource: Resource): Boundary | undefined {
    const property = 'permissionsBoundary';
    if (kindOf(resource) === undefined || resource.property(property) === undefined) return undefined;
    const { found, foreign, unclear } = this.policies.find(resource, property, 'one');
    const [policy] = found;
    if (policy) {
      this.used.add(policy);
      // A document that can't be read yet allows nobody knows what.
      return hasUnread(policy) ? { unknown: `'${policy.name}' is known only during the update` } : statementsOf(policy);
    }
    if (unclear) return { unknown: `it is known only during the update${comingFrom(resource, property)}` };
    const [arn] = foreign;
    if (arn === undefined) return undefined;
    return heldOfAws(arn) ?? { unknown: unreadPolicy(arn) };
  }

  /** Hands users what their groups hold. */
  private join(resource: Resource): void {
    const membership = membershipTypes[resource.type];
    if (!membership) return;
    const { user, group } = membership;
    const users = this.directories.user.find(resource, user.property, user.many);
    const groups = this.directories.group.find(resource, group.property, group.many);
    for (const draft of users.found.map((found) => this.begin(found, 'user'))) {
      for (const found of groups.found) {
        if (draft.given.has(found)) continue;
        draft.given.add(found);
        const held = this.begin(found, 'group');
        draft.statements.push(...held.statements.map((statement) => ({ ...statement, group: found })));
        draft.gaps.push(...held.gaps);
      }
      draft.gaps.push(...groups.foreign.map((name) => `group '${name}' is not of this stack`));
      if (groups.unclear) draft.gaps.push(`a group that '${resource.name}' names is known only during the update`);
    }
  }
}

function kindOf({ type }: Resource): HolderKind | undefined {
  return (['role', 'user', 'group'] as const).find((kind) => holderTypes[kind] === type);
}

const statements = new WeakMap<Resource, readonly HeldStatement[]>();

/** The same statements for everybody who holds them, so that what is found out of one serves all. */
function statementsOf(resource: Resource): readonly HeldStatement[] {
  const known = statements.get(resource) ?? readStatements(resource);
  statements.set(resource, known);
  return known;
}

function readStatements(resource: Resource): HeldStatement[] {
  return documentsOf(resource)
    .filter(({ kind }) => kind === 'permissions')
    .flatMap(({ document, path }) => heldStatements(document, `${path} of '${resource.name}'`));
}

function hasUnread(policy: Resource): boolean {
  return documentsOf(policy).some(({ document }) => holdsUnknown(document));
}

/** Why a policy that the stack doesn't make can't be read, a clause. */
function unreadPolicy(arn: string): string {
  const name = managedPolicyName(arn);
  if (name === undefined) return `policy '${arn}' is not of this stack`;
  return `${awsPolicyPlace(name)} is not in the pack's table of ${managedPolicyTableDate()} under '${arn}'`;
}
