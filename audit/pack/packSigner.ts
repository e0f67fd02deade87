import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type PackSignature, sha256 } from './packIndex';

/** Signs the index of a pack. */
export interface PackSigner {
  readonly algorithm: PackSignature['algorithm'];
  /** ARN of the key. */
  readonly key: string;
  readonly publicKey: KeyObject;
  /** Signs a SHA-256 digest; DER for ECDSA. */
  sign(digest: Uint8Array): Promise<Uint8Array>;
}

/** SHA-256 of a public key in DER (SubjectPublicKeyInfo), as hex. */
export function fingerprintOf(publicKey: KeyObject): string {
  return sha256(publicKey.export({ format: 'der', type: 'spki' }));
}

/** What the index says about its signature. */
export function describeSigner({ algorithm, key, publicKey }: PackSigner): PackSignature {
  return { algorithm, key, fingerprint: fingerprintOf(publicKey) };
}

/** Reads a public key in PEM; undefined for any other text. */
export function readSigningKey(pem: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey(Buffer.from(pem));
  } catch {
    return undefined;
  }
}

/** Whether a signature of either algorithm is that of a text; the key's type decides which. */
export function isSigned(publicKey: KeyObject, text: Uint8Array, signature: Uint8Array): boolean {
  return verify('sha256', text, publicKey, signature);
}
