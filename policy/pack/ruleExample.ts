import type { PlainObject } from './propertyValue';

/** Resources of an example by name, as in the `resources` of a Pulumi YAML program. Policy documents are objects. */
export type ExampleResources = Readonly<Record<string, { readonly type: string; readonly properties: PlainObject }>>;

/** Resources that a rule reports, and a version of them that it passes. */
export interface RuleExample {
  readonly avoid: ExampleResources;
  readonly prefer: ExampleResources;
}

/** Returns an example of two IAM statements, each in a managed policy. */
export function statementExample(avoid: PlainObject, prefer: PlainObject): RuleExample {
  return { avoid: policyWith(avoid), prefer: policyWith(prefer) };
}

function policyWith(statement: PlainObject): ExampleResources {
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] };
  return { reader: { type: 'aws:iam/policy:Policy', properties: { policy } } };
}
