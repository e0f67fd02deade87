import { createRequire } from 'node:module';
import type { PolicyResource, ResourceValidationPolicy, StackValidationPolicy } from '@pulumi/policy';
import { type PackContext, packPolicies } from '../../policy/pack/policies/packPolicies';
import type { Rule } from '../../policy/pack/rule';

/** What the SDK wraps a resource's properties in; its types leave it out. */
const { unknownCheckingProxy, unknownStringValue } = createRequire(__filename)('@pulumi/policy/proxy') as {
  readonly unknownCheckingProxy: (props: object) => Record<string, unknown>;
  readonly unknownStringValue: string;
};

/** A value that a preview doesn't know, as the engine hands it to a pack. */
export const unknown = unknownStringValue;

/** Properties as the SDK hands them to a policy: reading an unknown one throws. */
export function checkedProperties(props: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return unknownCheckingProxy({ ...props });
}

/** One resource of a stack under test. */
export interface StackResource {
  readonly type: string;
  readonly name: string;
  readonly props?: Readonly<Record<string, unknown>>;
  /** Names of the resources that a property was made from, by property. */
  readonly from?: Readonly<Record<string, readonly string[]>>;
}

type Findings = readonly (readonly [resource: string, text: string])[];

/** What a rule reports for a stack; `undetermined` is what the policy of that name reports. */
interface Report {
  readonly violations: Findings;
  readonly undetermined: Findings;
}

/** Runs a rule as the engine would: through the pack's policies, on the SDK's own throwing objects. */
export async function runRule(
  rule: Rule,
  stack: readonly StackResource[],
  config: Readonly<Record<string, unknown>> = {},
): Promise<Report> {
  const findings = await runPack([rule], stack, { config: { [rule.id]: config } });
  return { violations: findings[rule.id] ?? [], undetermined: findings['undetermined'] ?? [] };
}

/** What each policy of a pack reports for a stack, by the policy's name; `config` is by policy name too. */
export async function runPack(
  rules: readonly Rule[],
  stack: readonly StackResource[],
  { config = {}, context }: { config?: Readonly<Record<string, object>>; context?: PackContext } = {},
): Promise<Readonly<Record<string, Findings>>> {
  const resources = policyResources(stack);
  const findingsByPolicy: Record<string, Findings> = {};
  for (const policy of packPolicies(rules, context)) {
    findingsByPolicy[policy.name] = await findingsOf(policy, resources, { ...config[policy.name] });
  }
  return findingsByPolicy;
}

async function findingsOf(
  policy: ResourceValidationPolicy | StackValidationPolicy,
  resources: readonly PolicyResource[],
  config: Readonly<Record<string, unknown>>,
): Promise<[string, string][]> {
  const findings: [string, string][] = [];
  const sharedArgs = {
    stackTags: new Map<string, string>(),
    getConfig: <T extends object>() => config as T,
    notApplicable: (): never => {
      throw new Error('not applicable');
    },
  };
  const report = (message: string, urn?: string) => void findings.push([urn?.split('::').at(-1) ?? '', message]);
  // In the engine's order: a policy may have both.
  const validate = 'validateResource' in policy ? policy.validateResource : undefined;
  for (const resource of typeof validate === 'function' ? resources : []) {
    if (typeof validate === 'function') await validate({ ...sharedArgs, ...resource, asType: () => undefined }, report);
  }
  if ('validateStack' in policy) await policy.validateStack({ ...sharedArgs, resources: [...resources] }, report);
  return findings;
}

function policyResources(stack: readonly StackResource[]): PolicyResource[] {
  const made = stack.map(({ type, name, props = {} }): PolicyResource & { type: string } => ({
    type,
    name,
    urn: `urn:pulumi:test::test::${type}::${name}`,
    props: checkedProperties(props),
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    dependencies: [],
    propertyDependencies: {},
    isType: () => false,
    asType: () => undefined,
  }));
  stack.forEach(({ from = {}, props = {} }, i) => {
    const sources = Object.fromEntries(
      Object.keys({ ...from }).map((key) => [key, made.filter(({ name }) => from[key]?.includes(name))]),
    );
    const set = Object.fromEntries(Object.keys(props).map((key) => [key, [] as PolicyResource[]]));
    Object.assign(made[i]?.propertyDependencies ?? {}, set, sources);
  });
  return made;
}
