import { plainEntry } from '../../policy/pack/propertyValue';
import type { Resource } from '../../policy/pack/resource';
import { checkedProperties, type StackResource } from './policyStack';

/** A statement that allows actions on a resource. */
export function allow(Action: unknown, Resource: unknown = '*', more: object = {}): object {
  return { Effect: 'Allow', Action, Resource, ...more };
}

export function deny(Action: unknown, Resource: unknown = '*', more: object = {}): object {
  return { Effect: 'Deny', Action, Resource, ...more };
}

export function document(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** A role whose name only its first update tells. */
export function role(name: string, props: Readonly<Record<string, unknown>> = {}, from = {}): StackResource {
  return { type: 'aws:iam/role:Role', name, props, from };
}

/** A RolePolicy of a role of the stack, paired by the resource that its `role` comes from. */
export function inlinePolicy(of: string, ...statements: readonly object[]): StackResource {
  return {
    type: 'aws:iam/rolePolicy:RolePolicy',
    name: `${of}-policy`,
    props: { role: of, policy: document(...statements) },
    from: { role: [of] },
  };
}

/** A policy that is attached to nobody yet. */
export function managedPolicy(name: string, ...statements: readonly object[]): StackResource {
  return { type: 'aws:iam/policy:Policy', name, props: { policy: document(...statements) } };
}

/** A RolePolicyAttachment of a policy of the stack to a role of it. */
export function attached(role: string, policy: string): StackResource {
  return {
    type: 'aws:iam/rolePolicyAttachment:RolePolicyAttachment',
    name: `${role}-${policy}`,
    props: { role, policyArn: `arn:aws:iam::123456789012:policy/${policy}` },
    from: { role: [role], policyArn: [policy] },
  };
}

/** The same resources as rules see them, for what is asked without a rule. */
export function resourcesOf(stack: readonly StackResource[]): Resource[] {
  const made = new Map<string, Resource>();
  for (const { type, name, props = {}, from = {} } of stack) {
    made.set(name, {
      type,
      name,
      urn: `urn:pulumi:test::test::${type}::${name}`,
      property: (key) => plainEntry(checkedProperties(props), key),
      sources: (key) =>
        key in props || key in from ? (from[key] ?? []).flatMap((of) => made.get(of) ?? []) : undefined,
    });
  }
  return [...made.values()];
}
