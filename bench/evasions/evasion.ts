import type { PlainObject } from '../../policy/pack/propertyValue';

/** A resource of a small stack. */
export interface EvasionResource {
  readonly type: string;
  readonly name: string;
  readonly properties: PlainObject;
}

/** Statements that give a principal more than they seem to, and the same with one real narrowing. */
export interface Evasion {
  readonly title: string;
  /** The rule that must find it. */
  readonly rule: string;
  /** Who holds the statements: role 'ops' or user 'ann'. */
  readonly holder: 'role' | 'user';
  readonly open: Permissions;
  /** The same with the narrowing. */
  readonly twin: Permissions;
}

/** What the holder may do. */
export interface Permissions {
  readonly statements: readonly PlainObject[];
  /** @default no permissions boundary */
  readonly boundary?: readonly PlainObject[];
  /** Other resources of the stack. @default none */
  readonly others?: readonly EvasionResource[];
}

/** Permissions of statements alone. */
export const only = (...statements: readonly PlainObject[]): Permissions => ({ statements });

export const account = '123456789012';

export function allow(
  actions: string | readonly string[],
  resource: string | readonly string[] = '*',
  condition?: PlainObject,
): PlainObject {
  const statement = { Effect: 'Allow', Action: actions, Resource: resource };
  return condition === undefined ? statement : { ...statement, Condition: condition };
}

export function deny(more: PlainObject): PlainObject {
  return { Effect: 'Deny', ...more };
}

/** An ARN of IAM in the own account. */
export function iamArn(path: string): string {
  return `arn:aws:iam::${account}:${path}`;
}

/** An ARN in the own account and region. */
export function arn(service: string, path: string): string {
  return `arn:aws:${service}:eu-west-1:${account}:${path}`;
}
