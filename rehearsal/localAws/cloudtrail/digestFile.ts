import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A key pair with which CloudTrail signs the digests of a region. */
export interface DigestKey {
  readonly privateKey: KeyObject;
  /** DER in PKCS #1, in Base64, as ListPublicKeys returns it. */
  readonly value: string;
  readonly fingerprint: string;
}

export function makeDigestKey(): DigestKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const value = publicKey.export({ format: 'der', type: 'pkcs1' }).toString('base64');
  return { privateKey, value, fingerprint: hashOf(value).slice(0, 32) };
}

/** A log file as a digest names it. */
export interface DigestedLog {
  readonly s3Bucket: string;
  readonly s3Object: string;
  /** SHA-256 of the content, unpacked. */
  readonly hashValue: string;
  readonly hashAlgorithm: 'SHA-256';
}

export function digestLog(bucket: string, key: string, content: string): DigestedLog {
  return { s3Bucket: bucket, s3Object: key, hashValue: hashOf(content), hashAlgorithm: 'SHA-256' };
}

/** A digest file with its signature, which CloudTrail puts into the object's metadata. */
export interface DigestFile {
  readonly key: string;
  readonly content: string;
  /** Hex. */
  readonly signature: string;
}

interface DigestArgs {
  readonly accountId: string;
  readonly region: string;
  readonly trail: {
    readonly name: string;
    readonly homeRegion: string;
    readonly bucket: string;
    readonly keyPrefix?: string;
  };
  readonly from: Date;
  readonly to: Date;
  readonly logs: readonly DigestedLog[];
  /** Undefined for the first digest of a chain. */
  readonly previous?: DigestFile;
}

/** Makes a digest file. Source: "CloudTrail digest file structure" of the CloudTrail User Guide. */
export function makeDigest(signingKey: DigestKey, args: DigestArgs): DigestFile {
  const { accountId, region, trail, from, to, logs, previous } = args;
  const day = to.toISOString().slice(0, 10).replaceAll('-', '/');
  const name = `${accountId}_CloudTrail-Digest_${region}_${trail.name}_${trail.homeRegion}_${instant(to).replace(/[-:]/g, '')}`;
  const key = `${trail.keyPrefix ?? ''}AWSLogs/${accountId}/CloudTrail-Digest/${region}/${day}/${name}.json.gz`;
  const content = JSON.stringify({
    awsAccountId: accountId,
    digestStartTime: instant(from),
    digestEndTime: instant(to),
    digestS3Bucket: trail.bucket,
    digestS3Object: key,
    digestPublicKeyFingerprint: signingKey.fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: null,
    oldestEventTime: null,
    previousDigestS3Bucket: previous ? trail.bucket : null,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous ? hashOf(previous.content) : null,
    previousDigestHashAlgorithm: previous ? 'SHA-256' : null,
    previousDigestSignature: previous?.signature ?? null,
    logFiles: logs,
  });
  const signed = [instant(to), `${trail.bucket}/${key}`, hashOf(content), previous?.signature ?? 'null'].join('\n');
  return { key, content, signature: createSign('RSA-SHA256').update(signed).sign(signingKey.privateKey, 'hex') };
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
/** Without milliseconds, as CloudTrail writes times. */
const instant = (at: Date) => `${at.toISOString().slice(0, 19)}Z`;
