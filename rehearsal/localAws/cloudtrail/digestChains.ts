import { gzipSync } from 'node:zlib';
import { NoSuchBucket, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { hourMs, startOfHour } from '../../../contract/hours';
import { acceptParams, type Handlers } from '../protocol/handlers';
import { type DigestedLog, type DigestFile, type DigestKey, makeDigest, makeDigestKey } from './digestFile';
import type { LoggingTrail } from './trailSettings';

interface ChainOptions {
  readonly s3: S3Client;
  readonly accountId: string;
  readonly region: string;
}

/** The digests of a trail since it began to log. */
interface Chain {
  readonly trail: LoggingTrail;
  /** End of the last digest, at first the start of logging. */
  from: Date;
  /** Log files since the last digest. */
  logs: DigestedLog[];
  previous?: DigestFile;
}

/** Writes the digest files of trails with log file validation, one for every hour, and returns the public key. */
export class DigestChains {
  private readonly chains = new Map<string, Chain>();
  private signingKey?: DigestKey;

  constructor(private readonly options: ChainOptions) {}

  /** Begins a chain for each trail that began to log. */
  begin(trails: readonly LoggingTrail[], now: Date): void {
    for (const trail of trails) {
      if (trail.validated && !this.chains.has(trail.name)) this.chains.set(trail.name, { trail, from: now, logs: [] });
    }
  }

  /** Notes a log file that was delivered. */
  add({ name }: LoggingTrail, log: DigestedLog): void {
    this.chains.get(name)?.logs.push(log);
  }

  /** Writes the digests of the hours that have ended, and the last one of a trail that has stopped; returns their keys. */
  async write(trails: readonly LoggingTrail[], now: Date): Promise<string[]> {
    const keys: string[] = [];
    for (const [name, chain] of this.chains) {
      const hasStopped = trails.every((trail) => trail.name !== name);
      const end = hasStopped ? now : startOfHour(now);
      while (chain.from < end) {
        const to = new Date(Math.min(startOfHour(chain.from).getTime() + hourMs, end.getTime()));
        keys.push(...(await this.writeDigest(chain, to, to >= end ? chain.logs.splice(0) : [])));
      }
      if (hasStopped) this.chains.delete(name);
    }
    return keys;
  }

  private async writeDigest(chain: Chain, to: Date, logs: readonly DigestedLog[]): Promise<string[]> {
    const { s3, accountId, region } = this.options;
    const { trail, from, previous } = chain;
    const digest = makeDigest(this.key(), { accountId, region, trail, from, to, logs, previous });
    chain.previous = digest;
    chain.from = to;
    const file = new PutObjectCommand({
      Bucket: trail.bucket,
      Key: digest.key,
      Body: gzipSync(digest.content),
      ContentType: 'application/json',
      ContentEncoding: 'gzip',
      Metadata: { signature: digest.signature, 'signature-algorithm': 'SHA256withRSA' },
    });
    try {
      await s3.send(file);
      return [digest.key];
    } catch (error) {
      if (error instanceof NoSuchBucket) return [];
      throw error;
    }
  }

  /** Made on first use: it takes a tenth of a second. */
  private key(): DigestKey {
    this.signingKey ??= makeDigestKey();
    return this.signingKey;
  }

  readonly handlers: Handlers = {
    'cloudtrail:ListPublicKeys': acceptParams<{ StartTime?: number; EndTime?: number }>(
      ['StartTime', 'EndTime'],
      () => {
        const { value, fingerprint } = this.key();
        return { PublicKeyList: [{ Value: value, Fingerprint: fingerprint }] };
      },
    ),
  };
}
