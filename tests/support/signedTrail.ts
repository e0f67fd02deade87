import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type PublicKeys, parsePublicKey } from '../../audit/chain/digest';
import { hourMs } from '../../contract/hours';
import { trailRecord } from './trailRecords';

const account = '123456789012';
const bucket = 'evidence';
const fingerprint = '31e8b5433410dfb61a9dc45cc65b22ff';

/** A trail's files with a chain of digests per region, as CloudTrail writes them. */
export interface SignedTrail {
  readonly files: Map<string, Buffer>;
  readonly keys: PublicKeys;
  /** `Value` of the public key in the output of `aws cloudtrail list-public-keys`. */
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly from: Date;
  readonly to: Date;
}

interface SignedTrailArgs {
  readonly hours: number;
  readonly regions?: readonly string[];
  /** Records of each log file, by its number in the hour. */
  readonly records?: (hour: Date, log: number) => readonly object[];
  readonly start?: Date;
}

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicKey = pair.publicKey.export({ format: 'der', type: 'pkcs1' }).toString('base64');

/** Makes a trail whose hours have none to three log files each. */
export function signedTrail({
  hours,
  regions = ['eu-west-1', 'us-east-1'],
  records,
  start,
}: SignedTrailArgs): SignedTrail {
  const from = start ?? new Date('2026-11-02T00:00:00Z');
  const files = new Map<string, Buffer>();
  for (const region of regions) {
    let previous: PreviousDigest | undefined;
    for (let i = 0; i < hours; i++) {
      const hour = new Date(from.getTime() + i * hourMs);
      const logs = Array.from({ length: records ? 1 : (i + region.length) % 4 }, (_, log) =>
        writeLog(files, {
          region,
          hour,
          log,
          content: records?.(hour, log) ?? [{ ...trailRecord, eventID: `${region}-${i}-${log}` }],
        }),
      );
      previous = writeDigest(files, { region, hour, logs, previous });
    }
  }
  const to = new Date(from.getTime() + hours * hourMs);
  return { files, keys: new Map([[fingerprint, parsePublicKey(publicKey)]]), publicKey, fingerprint, from, to };
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const instant = (at: Date) => `${at.toISOString().slice(0, 19)}Z`;
const compact = (at: Date) => instant(at).replace(/[-:]/g, '');
const dayOf = (at: Date) => at.toISOString().slice(0, 10).replaceAll('-', '/');

interface LogArgs {
  readonly region: string;
  readonly hour: Date;
  readonly log: number;
  readonly content: readonly object[];
}

function writeLog(files: Map<string, Buffer>, { region, hour, log, content }: LogArgs) {
  const at = new Date(hour.getTime() + (log * 15 + 5) * 60_000);
  const unique = hashOf(`${region}${at.toISOString()}`).slice(0, 16);
  const time = `${compact(at).slice(0, 13)}Z`;
  const key = `AWSLogs/${account}/CloudTrail/${region}/${dayOf(at)}/${account}_CloudTrail_${region}_${time}_${unique}.json.gz`;
  const text = JSON.stringify({ Records: content });
  files.set(key, gzipSync(text));
  return { s3Bucket: bucket, s3Object: key, hashValue: hashOf(text), hashAlgorithm: 'SHA-256' };
}

interface PreviousDigest {
  readonly key: string;
  readonly hash: string;
  readonly signature: string;
}

interface DigestArgs {
  readonly region: string;
  readonly hour: Date;
  readonly logs: readonly object[];
  readonly previous: PreviousDigest | undefined;
}

function writeDigest(files: Map<string, Buffer>, { region, hour, logs, previous }: DigestArgs): PreviousDigest {
  const end = new Date(hour.getTime() + hourMs);
  const key = `AWSLogs/${account}/CloudTrail-Digest/${region}/${dayOf(end)}/${account}_CloudTrail-Digest_${region}_evidence_eu-west-1_${compact(end)}.json.gz`;
  const text = JSON.stringify({
    awsAccountId: account,
    digestStartTime: instant(hour),
    digestEndTime: instant(end),
    digestS3Bucket: bucket,
    digestS3Object: key,
    digestPublicKeyFingerprint: fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: null,
    oldestEventTime: null,
    previousDigestS3Bucket: previous ? bucket : null,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous?.hash ?? null,
    previousDigestHashAlgorithm: previous ? 'SHA-256' : null,
    previousDigestSignature: previous?.signature ?? null,
    logFiles: logs,
  });
  const signed = [instant(end), `${bucket}/${key}`, hashOf(text), previous?.signature ?? 'null'].join('\n');
  const signature = sign(pair.privateKey, signed);
  files.set(key, gzipSync(text));
  // The signature is in the object's metadata in S3. A copy has it from the next digest, and of the newest in this file.
  files.set(`${key}.signature`, Buffer.from(signature));
  if (previous) files.delete(`${previous.key}.signature`);
  return { key, hash: hashOf(text), signature };
}

function sign(key: KeyObject, text: string): string {
  return createSign('RSA-SHA256').update(text).sign(key, 'hex');
}
