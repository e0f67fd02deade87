import { constants, type KeyObject, privateEncrypt } from 'node:crypto';

/** DigestInfo of SHA-256 (RFC 8017, section 9.2). */
const prefix = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** Signs a SHA-256 digest with an RSA key as KMS does: RSASSA-PKCS1-v1_5. */
export function signDigest(key: KeyObject, digest: Uint8Array): Uint8Array {
  return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.concat([prefix, digest]));
}
