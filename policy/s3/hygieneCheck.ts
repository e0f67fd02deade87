import type { Resource } from '../pack/resource';

/** What one resource says of a property that a bucket must have; `why` is a clause. */
export type HygieneAnswer =
  | { readonly is: 'met' }
  | { readonly is: 'unmet'; readonly why?: string }
  | { readonly is: 'unknown'; readonly why: string };

/** One thing that every bucket must have, and the types of the resources that give it. */
export interface HygieneCheck {
  readonly types: readonly string[];
  /** What a bucket without it does, `has no ...`; follows the bucket's name. */
  readonly lack: string;
  readonly remedy: string;
  /** Asked of each resource of the types that belongs to the bucket; one that meets it is enough. */
  readonly inspect: (companion: Resource, bucket: Resource) => HygieneAnswer;
  /** Asked of the bucket itself when it has no such resource: the form of older programs. */
  readonly inline?: (bucket: Resource) => HygieneAnswer;
}
