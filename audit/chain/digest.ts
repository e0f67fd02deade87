import { createHash, createPublicKey, createVerify, type KeyObject } from 'node:crypto';
import * as z from 'zod';

const listedLogSchema = z.object({ s3Object: z.string(), hashValue: z.string(), hashAlgorithm: z.literal('SHA-256') });

/**
 * The fields of a digest file that its verification needs. Source: "CloudTrail digest file structure" of the CloudTrail
 * User Guide.
 */
const digestSchema = z.object({
  digestStartTime: z.iso.datetime(),
  digestEndTime: z.iso.datetime(),
  digestS3Bucket: z.string(),
  digestS3Object: z.string(),
  digestPublicKeyFingerprint: z.string(),
  /** Null in the first digest of a chain. */
  previousDigestS3Object: z.string().nullish(),
  previousDigestHashValue: z.string().nullish(),
  previousDigestSignature: z.string().nullish(),
  logFiles: z.array(listedLogSchema),
});

export type Digest = z.infer<typeof digestSchema>;

/** Reads the content of a digest file, unpacked; undefined for any other text. */
export function readDigest(content: Uint8Array): Digest | undefined {
  try {
    const { data } = digestSchema.safeParse(JSON.parse(Buffer.from(content).toString('utf8')));
    return data;
  } catch {
    return undefined;
  }
}

/** SHA-256 of a file's content, unpacked, as hex. */
export function hashOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Public keys of CloudTrail by fingerprint. */
export type PublicKeys = ReadonlyMap<string, KeyObject>;

/** Makes a key of `Value` in the output of `aws cloudtrail list-public-keys`: DER in PKCS #1, here in Base64. */
export function parsePublicKey(value: string): KeyObject {
  return createPublicKey({ key: Buffer.from(value, 'base64'), format: 'der', type: 'pkcs1' });
}

/** The reverse of `parsePublicKey`. */
export function publicKeyValue(key: KeyObject): string {
  return key.export({ format: 'der', type: 'pkcs1' }).toString('base64');
}

/**
 * Whether a signature is that of a digest. Source of the signed text: "Custom implementations of CloudTrail log file
 * integrity validation" of the CloudTrail User Guide.
 */
export function isSignedBy(key: KeyObject, digest: Digest, contentHash: string, signature: string): boolean {
  const { digestEndTime, digestS3Bucket, digestS3Object, previousDigestSignature } = digest;
  const text = [
    digestEndTime,
    `${digestS3Bucket}/${digestS3Object}`,
    contentHash,
    previousDigestSignature ?? 'null',
  ].join('\n');
  return createVerify('RSA-SHA256').update(text).verify(key, Buffer.from(signature, 'hex'));
}
