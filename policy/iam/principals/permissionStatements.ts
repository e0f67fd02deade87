import { asList, isPlainObject, notYetKnown, type PlainObject, type PropertyValue } from '../../pack/propertyValue';
import { isFutureOutput, type Resource } from '../../pack/resource';

/** Makes the statement that a resource without a policy document stands for; undefined if it allows nothing. */
type MakeStatement = (resource: Resource) => PlainObject | undefined;

/** By type, the property that names the principal, and the statement that AWS makes of the resource. */
const permissionTypes: Readonly<Record<string, readonly [principal: string, make: MakeStatement]>> = {
  // "AddPermission" of the Lambda API reference.
  'aws:lambda/permission:Permission': [
    'principal',
    (permission) =>
      allow(permission, permission.property('action'), permission.property('principal'), {
        sourceAccount: ['StringEquals', 'aws:SourceAccount'],
        sourceArn: ['ArnLike', 'aws:SourceArn'],
        principalOrgId: ['StringEquals', 'aws:PrincipalOrgID'],
        functionUrlAuthType: ['StringEquals', 'lambda:FunctionUrlAuthType'],
        eventSourceToken: ['StringEquals', 'lambda:EventSourceToken'],
      }),
  ],
  // The provider adds this permission for everyone to a function URL without authentication.
  'aws:lambda/functionUrl:FunctionUrl': [
    'authorizationType',
    (url) => (url.property('authorizationType') === 'NONE' ? allow(url, 'lambda:InvokeFunctionUrl', '*') : undefined),
  ],
  'aws:lambda/layerVersionPermission:LayerVersionPermission': [
    'principal',
    (permission) =>
      allow(permission, permission.property('action'), permission.property('principal'), {
        organizationId: ['StringEquals', 'aws:PrincipalOrgID'],
      }),
  ],
  'aws:cloudwatch/eventPermission:EventPermission': [
    'principal',
    (permission) => {
      const [condition] = asList(permission.property('condition'));
      const statement = allow(
        permission,
        permission.property('action') ?? 'events:PutEvents',
        permission.property('principal'),
      );
      if (!statement || !isPlainObject(condition)) return statement;
      const { type, key, value } = condition;
      if (typeof type !== 'string' || typeof key !== 'string') return statement;
      return { ...statement, Condition: { [type]: { [key]: value } } };
    },
  ],
  // "Grants in AWS KMS": constraints name the encryption context of the requests.
  'aws:kms/grant:Grant': [
    'granteePrincipal',
    (grant) => {
      const operations = asList(grant.property('operations')).map((name) =>
        typeof name === 'string' ? `kms:${name}` : name,
      );
      const limits = asList(grant.property('constraints')).flatMap((constraint): [string, PropertyValue][] => {
        const context = isPlainObject(constraint)
          ? (constraint['encryptionContextEquals'] ?? constraint['encryptionContextSubset'])
          : undefined;
        return isPlainObject(context)
          ? Object.entries(context).map(([key, value]) => [`kms:EncryptionContext:${key}`, value ?? null])
          : [];
      });
      const statement = allow(grant, operations, grant.property('granteePrincipal'));
      if (!statement || limits.length === 0) return statement;
      return { ...statement, Condition: { StringEquals: Object.fromEntries(limits) } };
    },
  ],
};

/** The property that names the principal of a resource without a policy document. */
export function principalProperty({ type }: Resource): string | undefined {
  return permissionTypes[type]?.[0];
}

/** A document of the statement that a resource without a policy document stands for. */
export function permissionDocument(resource: Resource): PlainObject | undefined {
  const statement = permissionTypes[resource.type]?.[1](resource);
  return statement && { Statement: [statement] };
}

function allow(
  resource: Resource,
  action: PropertyValue | undefined,
  principal: PropertyValue | undefined,
  conditions: Readonly<Record<string, readonly [operator: string, key: string]>> = {},
): PlainObject | undefined {
  if (principal === undefined || action === undefined) return undefined;
  const condition: Record<string, Record<string, PropertyValue>> = {};
  for (const [property, [operator, key]] of Object.entries(conditions)) {
    const value = resource.property(property);
    if (value === undefined || value === null || value === '' || isFutureOutput(resource, property)) continue;
    condition[operator] = { ...condition[operator], [key]: value };
  }
  const isService = typeof principal === 'string' && principal.includes('.') && !principal.startsWith('arn:');
  const statement: PlainObject = {
    Effect: 'Allow',
    Principal: isService ? { Service: principal } : principal === notYetKnown ? notYetKnown : { AWS: principal },
    Action: action,
  };
  return Object.keys(condition).length > 0 ? { ...statement, Condition: condition } : statement;
}
