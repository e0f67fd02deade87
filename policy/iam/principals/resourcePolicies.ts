import { Directory } from '../../pack/directory';
import { memoize } from '../../pack/memoize';
import { notYetKnown, type PlainObject, type PropertyValue } from '../../pack/propertyValue';
import { isFutureOutput, type Resource } from '../../pack/resource';

/** A resource that has a policy of its own. */
interface PolicyTarget {
  readonly types: readonly string[];
  /** The service of its policy's actions, and the resource's common name. */
  readonly service: string;
  readonly noun: string;
  /** Properties that identify the resource. */
  readonly nameKeys: readonly string[];
  /** The property that holds the document in the resource itself. */
  readonly inline?: string;
  /** Types of separate policies, and their property that names the resource. */
  readonly policies: Readonly<Record<string, string>>;
  /** Follows its ARN in the ARNs of its parts. */
  readonly parts?: string;
}

/** Resources with resource policies; a role's trust policy is its resource policy. */
const targets: readonly PolicyTarget[] = [
  {
    types: ['aws:s3/bucket:Bucket', 'aws:s3/bucketV2:BucketV2'],
    service: 's3',
    noun: 'bucket',
    nameKeys: ['id', 'bucket', 'arn'],
    inline: 'policy',
    policies: { 'aws:s3/bucketPolicy:BucketPolicy': 'bucket' },
    parts: '/*',
  },
  target('sqs', 'queue', 'aws:sqs/queue:Queue', ['id', 'url', 'arn'], ['aws:sqs/queuePolicy:QueuePolicy', 'queueUrl']),
  target('sns', 'topic', 'aws:sns/topic:Topic', ['id', 'arn'], ['aws:sns/topicPolicy:TopicPolicy', 'arn']),
  target('kms', 'key', 'aws:kms/key:Key', ['id', 'keyId', 'arn'], ['aws:kms/keyPolicy:KeyPolicy', 'keyId']),
  target(
    'secretsmanager',
    'secret',
    'aws:secretsmanager/secret:Secret',
    ['id', 'arn'],
    ['aws:secretsmanager/secretPolicy:SecretPolicy', 'secretArn'],
  ),
  {
    types: ['aws:ecr/repository:Repository'],
    service: 'ecr',
    noun: 'repository',
    nameKeys: ['id', 'name'],
    policies: { 'aws:ecr/repositoryPolicy:RepositoryPolicy': 'repository' },
  },
  {
    types: ['aws:lambda/function:Function'],
    service: 'lambda',
    noun: 'function',
    nameKeys: ['id', 'name', 'arn'],
    policies: { 'aws:lambda/permission:Permission': 'function' },
    parts: ':*',
  },
  {
    types: ['aws:iam/role:Role'],
    service: 'sts',
    noun: 'role',
    nameKeys: [],
    inline: 'assumeRolePolicy',
    policies: {},
  },
];

function target(
  service: string,
  noun: string,
  type: string,
  nameKeys: readonly string[],
  [policyType, property]: readonly [string, string],
): PolicyTarget {
  return { types: [type], service, noun, nameKeys, inline: 'policy', policies: { [policyType]: property } };
}

/** The policy of a resource. */
export interface ResourcePolicy {
  /** The resource that the program writes it in. */
  readonly holder: Resource;
  readonly property: string;
  readonly document: PropertyValue;
  /** The resource that it is the policy of; undefined for one that the stack doesn't make. */
  readonly target: Resource | undefined;
  readonly service: string;
  readonly noun: string;
  /** ARN patterns of the resource and its parts; undefined until they are known. */
  readonly reach: readonly string[] | undefined;
}

/** Every resource policy of a stack, including the trust policies of roles. */
export const resourcePolicies = memoize((resources: readonly Resource[]): readonly ResourcePolicy[] =>
  targets.flatMap((target) => policiesOf(target, resources)),
);

function policiesOf(kind: PolicyTarget, resources: readonly Resource[]): ResourcePolicy[] {
  const own = resources.filter(({ type }) => kind.types.includes(type));
  const directory = new Directory(own, kind.nameKeys);
  const outside = resources.flatMap((holder) => {
    const naming = kind.policies[holder.type];
    if (naming === undefined) return [];
    const [target] = directory.find(holder, naming, 'one').resources;
    return policyOf(kind, holder, 'policy', target) ?? [];
  });
  const served = new Set(outside.map((policy) => policy.target));
  const { inline } = kind;
  // Of a resource with a separate policy, the provider returns that policy.
  const inside = own.flatMap((holder) => {
    if (inline === undefined || served.has(holder) || isFutureOutput(holder, inline)) return [];
    return policyOf(kind, holder, inline, holder) ?? [];
  });
  return [...outside, ...inside];
}

function policyOf(
  { service, noun, parts }: PolicyTarget,
  holder: Resource,
  property: string,
  of: Resource | undefined,
): ResourcePolicy | undefined {
  const document = service === 'lambda' ? permissionDocument(holder) : holder.property(property);
  if (document === undefined || document === null || document === '') return undefined;
  const arn = of?.property('arn');
  const reach =
    typeof arn === 'string' && arn !== '' ? [arn, ...(parts === undefined ? [] : [arn + parts])] : undefined;
  return {
    holder,
    property: service === 'lambda' ? 'principal' : property,
    document,
    target: of,
    service,
    noun,
    reach,
  };
}

/** Properties of a Permission that Lambda writes as a condition into the function's policy. */
const permissionConditions = {
  sourceAccount: ['StringEquals', 'aws:SourceAccount'],
  sourceArn: ['ArnLike', 'aws:SourceArn'],
  principalOrgId: ['StringEquals', 'aws:PrincipalOrgID'],
  functionUrlAuthType: ['StringEquals', 'lambda:FunctionUrlAuthType'],
} as const;

/** The statement that Lambda makes of a Permission ("AddPermission" of its API reference). */
function permissionDocument(permission: Resource): PlainObject | undefined {
  const principal = permission.property('principal');
  const action = permission.property('action');
  if (principal === undefined || action === undefined) return undefined;
  const condition: Record<string, Record<string, PropertyValue>> = {};
  for (const [key, [operator, name]] of Object.entries(permissionConditions)) {
    const value = permission.property(key);
    if (value === undefined || value === null || value === '' || isFutureOutput(permission, key)) continue;
    condition[operator] = { ...condition[operator], [name]: value };
  }
  const isService = typeof principal === 'string' && principal.includes('.') && !principal.startsWith('arn:');
  const statement: PlainObject = {
    Effect: 'Allow',
    Principal: isService ? { Service: principal } : principal === notYetKnown ? notYetKnown : { AWS: principal },
    Action: action,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
  return { Statement: [statement] };
}
