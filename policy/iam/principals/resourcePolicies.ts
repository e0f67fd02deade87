import { Directory } from '../../pack/directory';
import { memoize } from '../../pack/memoize';
import { type PropertyValue, valueAt } from '../../pack/propertyValue';
import { isFutureOutput, type Resource } from '../../pack/resource';
import { permissionDocument, principalProperty } from './permissionStatements';
import { type PolicyTarget, policyTargets } from './policyTargets';

/** The policy of a resource. */
export interface ResourcePolicy {
  /** The resource that the program writes it in. */
  readonly holder: Resource;
  /** Property that holds it, or that names the principal if the holder allows one thing without a document. */
  readonly property: string;
  readonly document: PropertyValue;
  /** The resource that it is the policy of; undefined for one that the stack doesn't make. */
  readonly target: Resource | undefined;
  /** The target in a sentence: `bucket 'store'`, `a bucket of another stack`, `the registry`. */
  readonly targetLabel: string;
  readonly service: string;
  /** Whether it is one permission besides the target's policy, such as a grant. */
  readonly isPermission: boolean;
  /** ARN patterns of the resource and its parts; undefined until they are known. */
  readonly reach: readonly string[] | undefined;
}

/** Every resource policy of a stack, including the trust policies of roles. */
export const resourcePolicies = memoize((resources: readonly Resource[]): readonly ResourcePolicy[] =>
  policyTargets.flatMap((kind) => policiesOf(kind, resources)),
);

function policiesOf(kind: PolicyTarget, resources: readonly Resource[]): ResourcePolicy[] {
  const own = resources.filter(({ type }) => kind.types.includes(type));
  const directory = new Directory(own, kind.nameKeys);
  const targetOf = (holder: Resource, naming: string) => directory.find(holder, naming, 'one').resources[0];
  const permissions = resources.flatMap((holder) => {
    const naming = kind.permissions?.[holder.type];
    if (naming === undefined) return [];
    const property = principalProperty(holder) ?? naming;
    return policyOf(
      kind,
      { holder, property, document: permissionDocument(holder), isPermission: true },
      targetOf(holder, naming),
    );
  });
  const outside = resources.flatMap((holder) => {
    const [naming, path] = kind.policies[holder.type] ?? [];
    if (naming === undefined || path === undefined) return [];
    const [property = '', ...keys] = path.split('.');
    const document = keys.length === 0 ? holder.property(property) : valueAt(holder.property(property), ...keys);
    return policyOf(kind, { holder, property, document, isPermission: false }, targetOf(holder, naming));
  });
  const served = new Set(outside.map((policy) => policy.target));
  const { inline } = kind;
  // Of a resource with a separate policy, the provider returns that policy.
  const inside = own.flatMap((holder) => {
    if (inline === undefined || served.has(holder) || isFutureOutput(holder, inline)) return [];
    return policyOf(kind, { holder, property: inline, document: holder.property(inline), isPermission: false }, holder);
  });
  return [...permissions, ...outside, ...inside];
}

type Written = Pick<ResourcePolicy, 'holder' | 'property' | 'isPermission'> & {
  readonly document: PropertyValue | undefined;
};

function policyOf(
  { service, noun, types, parts }: PolicyTarget,
  { document, ...written }: Written,
  target: Resource | undefined,
): ResourcePolicy[] {
  if (document === undefined || document === null || document === '') return [];
  const arn = target?.property('arn');
  const reach =
    typeof arn === 'string' && arn !== '' ? [arn, ...(parts === undefined ? [] : [arn + parts])] : undefined;
  const article = /^[aeio]/i.test(noun) ? 'an' : 'a';
  const other = types.length === 0 ? `the ${noun}` : `${article} ${noun} of another stack`;
  const targetLabel = target ? `${noun} '${target.name}'` : other;
  return [{ ...written, document, target, targetLabel, service, reach }];
}
