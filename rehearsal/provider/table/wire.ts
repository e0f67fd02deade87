import { isPlainObject } from '../../../contract/isPlainObject';

/**
 * Property values in the engine's wire format. Signatures: `sdk/go/common/resource/sig` of the Pulumi SDK.
 */
export const unknownValue = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
export const signatureKey = '4dabf18193072939515e22adb298388d';
export const signatures = {
  secret: '1b47061264138c4ac30d75fd1eb44270',
  output: 'd0e6a833031e9bbcd3f4e8bde6ca49a4',
  resource: '5cf8f73096256a8f31e491e813e4eb8e',
  asset: 'c44067f5952c0a294b673a41bacd8c17',
  archive: '0def7320c3a5731c473e5ecbe6d01bc7',
} as const;

/** Properties by name. */
export type Bag = Readonly<Record<string, unknown>>;

/** An asset or archive; its contents are one of text, path, uri or assets. */
export interface WireAsset {
  readonly [signatureKey]: string;
  readonly hash?: string;
  readonly text?: string;
  readonly path?: string;
  readonly uri?: string;
  readonly assets?: Readonly<Record<string, WireAsset>>;
}

function hasSignature(value: unknown, kind: keyof typeof signatures): value is Bag {
  return isPlainObject(value) && value[signatureKey] === signatures[kind];
}

export function isAssetOrArchive(value: unknown): value is WireAsset & Bag {
  return hasSignature(value, 'asset') || hasSignature(value, 'archive');
}

/** Whether a value has a part that is unknown before the update. */
export function hasUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  if (hasSignature(value, 'output') && !('value' in value)) return true;
  if (hasSignature(value, 'resource')) return value['id'] === '' || value['id'] === unknownValue;
  return isPlainObject(value) && Object.values(value).some(hasUnknown);
}

/** The plain value: without the wrapping of secrets and outputs, and with ids for resources. Assets stay wrapped. */
export function unwrap(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrap);
  if (!isPlainObject(value) || isAssetOrArchive(value)) return value;
  if (hasSignature(value, 'secret')) return unwrap(value['value']);
  if (hasSignature(value, 'output')) return 'value' in value ? unwrap(value['value']) : unknownValue;
  if (hasSignature(value, 'resource')) return value['id'] === '' ? unknownValue : value['id'];
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrap(inner)]));
}

export function unwrapBag(bag: Bag): Bag {
  return unwrap(bag) as Bag;
}

export function wrapSecret(value: unknown): Bag {
  return { [signatureKey]: signatures.secret, value };
}

/** Marks as secret in `value` what is secret in `like`, so that the state has no secret as plain text. */
export function rewrap(value: unknown, like: unknown): unknown {
  if (value === undefined || value === null) return value;
  if (hasSignature(like, 'secret')) return wrapSecret(rewrap(value, like['value']));
  if (hasSignature(like, 'output')) {
    return like['secret'] === true ? wrapSecret(rewrap(value, like['value'])) : rewrap(value, like['value']);
  }
  if (Array.isArray(value)) return Array.isArray(like) ? rewrapList(value, like) : value;
  if (!isPlainObject(value) || !isPlainObject(like) || isAssetOrArchive(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rewrap(inner, like[key])]));
}

/** The order of a changed list is unknown: if the lengths differ, one secret item makes the whole list secret. */
function rewrapList(value: readonly unknown[], like: readonly unknown[]): unknown {
  if (value.length === like.length) return value.map((item, i) => rewrap(item, like[i]));
  return like.some(hasSecret) ? wrapSecret(value) : value;
}

export function hasSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasSecret);
  if (hasSignature(value, 'secret') || (hasSignature(value, 'output') && value['secret'] === true)) return true;
  return isPlainObject(value) && Object.values(value).some(hasSecret);
}
