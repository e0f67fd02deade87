import { createHash } from 'node:crypto';
import type { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { isInRange, type KeyRange, type ObjectStore } from '../../store/objectStore';
import type { SimulatedProcess } from './simulatedProcess';

interface SimulatedObject {
  readonly body: string;
  /** Equal for equal bytes, as S3's ETag is. */
  readonly etag: string;
  readonly version: string;
}

/** A versioned bucket with conditional writes, and the metrics of CloudWatch. */
export class SimulatedStore {
  readonly objects = new Map<string, SimulatedObject>();
  /** Highest value of each metric, which is what alarms read. */
  readonly maxima: Record<string, number> = {};
  private versions = 0;

  /** The functions are called with the key of each object that is written, and that the incident function reads. */
  constructor(
    private readonly onWrite: (key: string) => void,
    private readonly onRead: (key: string) => void,
  ) {}

  put(key: string, body: string): void {
    this.versions += 1;
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    this.objects.set(key, { body, etag, version: `v${this.versions}` });
    this.onWrite(key);
  }

  keys(prefix: string): string[] {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  text(key: string): string | undefined {
    return this.objects.get(key)?.body;
  }

  /** Writes if the object has this ETag; undefined requires that it does not exist. */
  putIf(key: string, body: string, etag: string | undefined): boolean {
    if (this.objects.get(key)?.etag !== etag) return false;
    this.put(key, body);
    return true;
  }

  /** The store as the analyzer sees it. */
  objectStore(process: SimulatedProcess): ObjectStore {
    const write = (key: string, body: string | Uint8Array, etag?: string) =>
      process.call(() => this.putIf(key, Buffer.from(body).toString(), etag));
    const read = (key: string) =>
      process.call(() => {
        const object = this.objects.get(key);
        return object && { body: Buffer.from(object.body), etag: object.etag, versionId: object.version };
      });
    return {
      address: 's3://store',
      list: (prefix, range) => process.call(() => this.list(prefix, range)),
      folders: (prefix) =>
        process.call(() => [
          ...new Set(this.keys(prefix).flatMap((key) => /^([^/]+)\//.exec(key.slice(prefix.length))?.[1] ?? [])),
        ]),
      read,
      open: async function* (key) {
        const object = await read(key);
        if (!object) throw new Error(`${key}: not found`);
        yield object.body;
      },
      create: (key, body) => write(key, body),
      replace: (key, body, etag) => write(key, body, etag),
      close: () => undefined,
    };
  }

  /** The store as the incident function's S3 client sees it. */
  s3Client(process: SimulatedProcess): S3Client {
    return { send: (command: unknown) => process.call(() => this.runCommand(command)) } as unknown as S3Client;
  }

  cloudWatchClient(process: SimulatedProcess): CloudWatchClient {
    const send = (command: PutMetricDataCommand) =>
      process.call(() => {
        for (const { MetricName, Value = 0, Dimensions = [] } of command.input.MetricData ?? []) {
          const name = `${MetricName} ${Dimensions.map((dimension) => dimension.Value).join(' ')}`;
          this.maxima[name] = Math.max(this.maxima[name] ?? Value, Value);
        }
      });
    return { send } as unknown as CloudWatchClient;
  }

  private list(prefix: string, range?: KeyRange) {
    return this.keys(prefix)
      .filter((key) => isInRange(key, range))
      .flatMap((key) => {
        const object = this.objects.get(key);
        return object ? [{ key, size: object.body.length, etag: object.etag, lastModified: new Date(0) }] : [];
      });
  }

  private runCommand(command: unknown): unknown {
    if (command instanceof GetObjectCommand) {
      const { Key = '' } = command.input;
      const object = this.objects.get(Key);
      if (!object) throw Object.assign(new Error(`NoSuchKey ${Key}`), { name: 'NoSuchKey' });
      this.onRead(Key);
      const Body = { transformToString: () => Promise.resolve(object.body) };
      return { Body, VersionId: object.version, ETag: object.etag };
    }
    if (command instanceof ListObjectsV2Command) {
      const { Prefix = '', StartAfter = '' } = command.input;
      return { Contents: this.list(Prefix, { after: StartAfter }).map(({ key }) => ({ Key: key })) };
    }
    if (command instanceof PutObjectCommand) {
      const { Key = '', Body, IfMatch } = command.input;
      if (typeof Body !== 'string') throw new Error(`${Key}: the functions write text only`);
      if (!this.putIf(Key, Body, IfMatch)) throw new Error('PreconditionFailed');
      return {};
    }
    throw new Error('unknown S3 command');
  }
}
