import type { Unwrap } from '@pulumi/pulumi';
import type { AutoName } from './autoName';
import type { Field } from './fields';
import type { Bag } from './wire';

/** What a change of one input does. */
export interface Property extends Field {
  readonly change: 'replace' | 'update';
  /** Left out, AWS chooses a value of its own: whatever it chose is no difference. */
  readonly computed?: true;
  /** Read by the provider only; AWS holds no such value (`forceDestroy`). */
  readonly local?: true;
}

/** A resource's arguments with every Output resolved. */
export type Plain<A> = { [K in keyof A]: Unwrap<A[K]> };

/**
 * One resource type of the `aws` package. `A` is its Args interface in `@pulumi/aws`. Whatever isn't in `properties` is
 * refused by `check`, so a row has to apply and read back all that it lists.
 */
export interface ResourceType<A> {
  /** Type token, such as `aws:s3/bucket:Bucket`. */
  readonly token: string;
  readonly properties: { readonly [K in keyof A]?: Property };
  readonly required?: readonly (keyof A & string)[];
  readonly autoName?: AutoName & { readonly property: keyof A & string };
  /**
   * Inputs that name the thing in AWS: when a replacement keeps them all, the old one must go first.
   * @default the auto-named property, or the first required one
   */
  readonly identity?: readonly (keyof A & string)[];
  /** Names of AWS's errors that mean that the thing doesn't exist. */
  readonly missing: readonly string[];
  /** Creates the thing and returns its id, as the released provider forms it. */
  readonly create: (inputs: Plain<A>) => Promise<string>;
  /** Every input and output as AWS has it now; undefined when the thing doesn't exist. `known` is the last known state. */
  readonly read: (id: string, known: Partial<Plain<A>> & Bag) => Promise<Record<string, unknown> | undefined>;
  readonly update?: (id: string, news: Plain<A>, olds: Plain<A>) => Promise<unknown>;
  readonly delete: (id: string, state: Plain<A>) => Promise<unknown>;
}

/** A row whose arguments' type is forgotten: what the engine's loop works with. */
export interface AnyResourceType {
  readonly token: string;
  readonly properties: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
  readonly autoName?: AutoName & { readonly property: string };
  readonly identity?: readonly string[];
  readonly missing: readonly string[];
  readonly create: (inputs: Bag) => Promise<string>;
  readonly read: (id: string, known: Bag) => Promise<Bag | undefined>;
  readonly update?: (id: string, news: Bag, olds: Bag) => Promise<unknown>;
  readonly delete: (id: string, state: Bag) => Promise<unknown>;
}

/** Checks a row against its Args interface. */
export function resourceType<A>(row: ResourceType<A>): AnyResourceType {
  return row as unknown as AnyResourceType;
}

/** Common properties. */
export const updates = (field: Field = {}): Property => ({ ...field, change: 'update' });
export const replaces = (field: Field = {}): Property => ({ ...field, change: 'replace' });
export const document = (aws?: string): Property => ({ change: 'update', same: 'json', ...(aws ? { aws } : {}) });
export const local = (defaultValue: unknown): Property => ({ change: 'update', local: true, default: defaultValue });
export const computed = (field: Field = {}): Property => ({ ...field, change: 'update', computed: true });
