import type { AwsCall } from './awsCall';
import { AwsError } from './awsError';

/** Result of a handler that leaves the call to moto. */
export const passOn = Symbol('passOn');

/** Serves one call. Throws an AwsError to refuse it. */
export type Handler = (params: Readonly<Record<string, unknown>>, call: AwsCall) => unknown;

/** Handlers by `<service>:<operation>`. */
export type Handlers = Readonly<Record<string, Handler>>;

/** A handler that accepts only the named parameters: an imitation must not ignore what it does not support. */
export function acceptParams<P>(names: readonly (keyof P & string)[], handle: (params: P) => unknown): Handler {
  return (params, { operation }) => {
    checkKeys(operation, params, names);
    return handle(params as P);
  };
}

/** Throws for keys of a request, or of an object inside it, that the gateway does not support. */
export function checkKeys(place: string, value: object, supported: readonly string[]): void {
  const unsupported = Object.entries(value).filter(([key, inner]) => inner !== undefined && !supported.includes(key));
  if (unsupported.length === 0) return;
  const names = unsupported.map(([key]) => `'${key}'`).join(', ');
  throw new AwsError(
    'LocalAwsNotImplemented',
    `the local AWS does not support ${names} in ${place}; supported: ${supported.join(', ')}`,
  );
}

/** Tags as most of AWS's APIs list them. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export function tagMap(tags: readonly Tag[] = []): Map<string, string> {
  return new Map(tags.map(({ Key, Value }) => [Key, Value]));
}

export function tagList(tags: ReadonlyMap<string, string>): Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}
