import { asList, isPlainObject, type PropertyValue } from '../../pack/propertyValue';
import { isFutureOutput, type Resource } from '../../pack/resource';

/** A policy document of a resource. */
export interface LocatedDocument {
  /** The property that holds it. */
  readonly property: string;
  /** Names it in a sentence, see `documentLabel`. */
  readonly label: string;
  /** What the principal may do, or who may become it. */
  readonly kind: 'permissions' | 'trust';
  readonly document: PropertyValue;
}

/** Where each IAM type keeps what its principals may do. */
const permissionTypes: readonly string[] = [
  'aws:iam/policy:Policy',
  'aws:iam/rolePolicy:RolePolicy',
  'aws:iam/userPolicy:UserPolicy',
  'aws:iam/groupPolicy:GroupPolicy',
];
const roleType = 'aws:iam/role:Role';

export function hasDocuments(type: string): boolean {
  return type === roleType || permissionTypes.includes(type);
}

export function documentsOf(resource: Resource): LocatedDocument[] {
  if (resource.type === roleType) return [...trustOf(resource), ...inlinePoliciesOf(resource)];
  const document = resource.property('policy');
  const label = documentLabel(resource, 'policy');
  return document === undefined ? [] : [{ property: 'policy', label, kind: 'permissions', document }];
}

function trustOf(role: Resource): LocatedDocument[] {
  const property = 'assumeRolePolicy';
  const document = role.property(property);
  return document === undefined ? [] : [{ property, label: documentLabel(role, property), kind: 'trust', document }];
}

function inlinePoliciesOf(role: Resource): LocatedDocument[] {
  const property = 'inlinePolicies';
  const value = role.property(property);
  // Where the program sets none, the provider returns those of RolePolicy resources, which are judged themselves.
  if (isFutureOutput(role, property)) return [];
  return asList(value).flatMap((item, i): LocatedDocument[] => {
    const document = isPlainObject(item) ? item['policy'] : item;
    if (document === undefined) return [];
    return [{ property, label: `${property}[${i}] of role '${role.name}'`, kind: 'permissions', document }];
  });
}

/**
 * Names the document in a property of a resource: `role policy 'read'`, `the trust policy of role 'ops'`, `the policy of key 'own'`.
 */
export function documentLabel({ type, name }: Resource, property: string): string {
  if (property === 'assumeRolePolicy') return `the trust policy of role '${name}'`;
  const label = resourceLabel({ type, name });
  return /(?:policy|permissions?|grant)(?:V2)?$/i.test(type) ? label : `the policy of ${label}`;
}

/** A resource by its kind and name: `aws:iam/rolePolicy:RolePolicy` is a `role policy`. */
export function resourceLabel({ type, name }: Pick<Resource, 'type' | 'name'>): string {
  const noun = (/\/(\w+?)(?:V2)?:/.exec(type)?.[1] ?? '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${noun.replace(/\b(?:acl|api|url)\b/g, (word) => word.toUpperCase())} '${name}'`;
}
