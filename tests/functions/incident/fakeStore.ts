import {
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

interface StoredObject {
  readonly body: string;
  readonly version: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A version that was replaced, or that is listed with the time of its writing. */
interface DatedVersion {
  readonly body: string;
  readonly at: Date;
}

/** A versioned bucket in memory, with conditional writes, behind the part of the S3 client that functions use. */
export class FakeStore {
  readonly objects = new Map<string, StoredObject>();
  /** Number of successful PutObject calls. */
  writes = 0;
  readonly contentTypes = new Map<string, string | undefined>();
  /** Keys and conditions of the PutObject calls. */
  readonly conditions: string[] = [];
  /** Keys of the GetObject calls, and prefixes of the ListObjectsV2 calls. */
  readonly reads: string[] = [];
  readonly listedPrefixes = new Set<string>();
  /** PutObject calls until one fails. */
  writesLeft = Number.POSITIVE_INFINITY;
  /** Errors by the key that cannot be read. */
  readonly failures = new Map<string, Error>();
  private versions = 0;
  private readonly dated = new Map<string, DatedVersion[]>();

  /** S3 returns up to 1,000 keys; with few, tests see more than one page. */
  constructor(private readonly keysPerPage = 2) {}

  put(key: string, body: unknown, metadata?: Readonly<Record<string, string>>): void {
    this.versions += 1;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    this.objects.set(key, { body: text, version: this.versions, metadata });
  }

  /** Writes an object at an instant; only such versions are listed. */
  putAt(at: Date, key: string, body: unknown): void {
    this.put(key, body);
    this.dated.set(key, [...(this.dated.get(key) ?? []), { body: this.text(key), at }]);
  }

  text(key: string): string {
    return this.object(key).body;
  }

  keys(prefix: string): string[] {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  get client(): S3Client {
    return { send: (command: unknown) => Promise.resolve().then(() => this.run(command)) } as unknown as S3Client;
  }

  private run(command: unknown): unknown {
    if (command instanceof GetObjectCommand) {
      const { Key = '', VersionId } = command.input;
      this.reads.push(Key);
      const failure = this.failures.get(Key);
      if (failure) throw failure;
      const { body: latest, version, metadata } = this.object(Key);
      const body = VersionId === undefined ? latest : (this.dated.get(Key)?.[Number(VersionId)]?.body ?? latest);
      const Body = {
        transformToString: () => Promise.resolve(body),
        transformToByteArray: () => Promise.resolve(new TextEncoder().encode(body)),
      };
      return { Body, VersionId: `v${version}`, ETag: `"${version}"`, Metadata: metadata };
    }
    if (command instanceof ListObjectsV2Command) {
      const { Prefix = '', StartAfter = '', ContinuationToken = StartAfter } = command.input;
      this.listedPrefixes.add(Prefix);
      const keys = this.keys(Prefix).filter((key) => key > ContinuationToken);
      if (keys.length === 0) return {};
      const page = keys.slice(0, this.keysPerPage);
      return {
        Contents: page.map((Key) => ({ Key })),
        NextContinuationToken: keys.length > page.length ? page.at(-1) : undefined,
      };
    }
    if (command instanceof ListObjectVersionsCommand) {
      const { Prefix = '' } = command.input;
      const versions = (this.dated.get(Prefix) ?? []).map(({ at }, i) => ({
        Key: Prefix,
        VersionId: String(i),
        LastModified: at,
      }));
      return { Versions: versions.reverse() };
    }
    if (command instanceof PutObjectCommand) {
      const { Key = '', Body, IfMatch, IfNoneMatch } = command.input;
      this.writesLeft -= 1;
      if (this.writesLeft === -1) throw new Error('SlowDown');
      const before = this.objects.get(Key);
      const taken = IfNoneMatch === '*' && before !== undefined;
      const changed = IfMatch !== undefined && IfMatch !== `"${before?.version}"`;
      if (taken || changed) throw Object.assign(new Error('PreconditionFailed'), { name: 'PreconditionFailed' });
      this.put(Key, Body);
      this.contentTypes.set(Key, command.input.ContentType);
      this.conditions.push(
        `${Key} if ${IfMatch === undefined ? `none matches ${IfNoneMatch}` : `it matches ${IfMatch}`}`,
      );
      this.writes += 1;
      return { ETag: `"${this.versions}"` };
    }
    throw new Error('unknown S3 command');
  }

  private object(key: string): StoredObject {
    const stored = this.objects.get(key);
    if (!stored) throw Object.assign(new Error(`NoSuchKey ${key}`), { name: 'NoSuchKey' });
    return stored;
  }
}
