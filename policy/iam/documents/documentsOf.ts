import { asList, isPlainObject, type PropertyValue } from '../../pack/propertyValue';
import { isAnswerToCome, type Resource } from '../../pack/resource';

/** A policy document of a resource. */
export interface LocatedDocument {
  /** The property that holds it, and where in it. */
  readonly property: string;
  readonly path: string;
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
  return document === undefined ? [] : [{ property: 'policy', path: 'policy', kind: 'permissions', document }];
}

function trustOf(role: Resource): LocatedDocument[] {
  const property = 'assumeRolePolicy';
  const document = role.property(property);
  return document === undefined ? [] : [{ property, path: property, kind: 'trust', document }];
}

function inlinePoliciesOf(role: Resource): LocatedDocument[] {
  const property = 'inlinePolicies';
  const value = role.property(property);
  // Where the program writes none the provider answers with those of RolePolicy resources, which speak for themselves.
  if (isAnswerToCome(role, property)) return [];
  return asList(value).flatMap((item, i): LocatedDocument[] => {
    const document = isPlainObject(item) ? item['policy'] : item;
    if (document === undefined) return [];
    return [{ property, path: `${property}[${i}].policy`, kind: 'permissions', document }];
  });
}
