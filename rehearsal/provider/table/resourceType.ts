import type { Unwrap } from '@pulumi/pulumi';
import type { AutoName } from './autoName';
import type { Field } from './fields';
import type { Bag } from './wire';

/** A property, and the effect of a change of it. */
export interface Property extends Field {
  readonly change: 'replace' | 'update';
  /** AWS chooses a value if none is set; any value is then unchanged. */
  readonly computed?: true;
  /** A setting of the provider that AWS does not store (`forceDestroy`). */
  readonly local?: true;
}

/** A resource's arguments with every Output resolved. */
export type Plain<A> = { [K in keyof A]: Unwrap<A[K]> };

/**
 * A resource type of the `aws` package; `A` is its Args interface in `@pulumi/aws`. `check` refuses what is not in
 * `properties`, so a row must apply and read back all that it lists.
 */
export interface ResourceType<A> {
  /** Type token, such as `aws:s3/bucket:Bucket`. */
  readonly token: string;
  readonly properties: { readonly [K in keyof A]?: Property };
  readonly required?: readonly (keyof A & string)[];
  readonly autoName?: AutoName & { readonly property: keyof A & string };
  /**
   * Inputs that identify the resource in AWS. A replacement that keeps them all is created after the deletion.
   * @default the auto-named property, or the first required one
   */
  readonly identity?: readonly (keyof A & string)[];
  /** Names of AWS's errors for a resource that does not exist. */
  readonly missing: readonly string[];
  /** Creates the resource, and returns its id in the format of the released provider. */
  readonly create: (inputs: Plain<A>) => Promise<string>;
  /** All inputs and outputs in AWS; undefined when the resource does not exist. `known` is the last known state. */
  readonly read: (id: string, known: Partial<Plain<A>> & Bag) => Promise<Record<string, unknown> | undefined>;
  readonly update?: (id: string, news: Plain<A>, olds: Plain<A>) => Promise<unknown>;
  readonly delete: (id: string, state: Plain<A>) => Promise<unknown>;
}

/** A row without the type of its arguments. */
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

/** Kinds of properties. */
export const updates = (field: Field = {}): Property => ({ ...field, change: 'update' });
export const replaces = (field: Field = {}): Property => ({ ...field, change: 'replace' });
export const document = (aws?: string): Property => ({ change: 'update', same: 'json', aws });
export const local = (defaultValue: unknown): Property => ({ change: 'update', local: true, default: defaultValue });
export const computed = (field: Field = {}): Property => ({ ...field, change: 'update', computed: true });
