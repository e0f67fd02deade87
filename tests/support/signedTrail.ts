import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type PublicKeys, parsePublicKey } from '../../audit/chain/digest';
import { hourMs } from '../../contract/hours';
import { type DigestFile, digestLog, makeDigest, makeDigestKey } from '../../rehearsal/localAws/cloudtrail/digestFile';
import { trailRecord } from './trailRecords';

const account = '123456789012';
const bucket = 'evidence';

/** A trail's files with a chain of digests per region, as CloudTrail writes them. */
export interface SignedTrail {
  readonly files: Map<string, Buffer>;
  readonly keys: PublicKeys;
  /** The output of `aws cloudtrail list-public-keys`. */
  readonly keyList: string;
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

const signingKey = makeDigestKey();
const { value: publicKey, fingerprint } = signingKey;
const trail = { name: 'evidence', homeRegion: 'eu-west-1', bucket };

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
    let previous: DigestFile | undefined;
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
      const to = new Date(hour.getTime() + hourMs);
      const digest = makeDigest(signingKey, { accountId: account, region, trail, from: hour, to, logs, previous });
      files.set(digest.key, gzipSync(digest.content));
      // The signature is in the object's metadata in S3. A copy has it from the next digest, and of the newest in this file.
      files.set(`${digest.key}.signature`, Buffer.from(digest.signature));
      if (previous) files.delete(`${previous.key}.signature`);
      previous = digest;
    }
  }
  const to = new Date(from.getTime() + hours * hourMs);
  const keyList = JSON.stringify({ PublicKeyList: [{ Value: publicKey, Fingerprint: fingerprint }] });
  return { files, keys: new Map([[fingerprint, parsePublicKey(publicKey)]]), keyList, from, to };
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
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
  const time = `${at.toISOString().slice(0, 16).replace(/[-:]/g, '')}Z`;
  const key = `AWSLogs/${account}/CloudTrail/${region}/${dayOf(at)}/${account}_CloudTrail_${region}_${time}_${unique}.json.gz`;
  const text = JSON.stringify({ Records: content });
  files.set(key, gzipSync(text));
  return digestLog(bucket, key, text);
}
