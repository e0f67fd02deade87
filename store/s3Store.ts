import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import {
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { isInRange, type KeyRange, type ListedObject, type ObjectStore, type StoredObject } from './objectStore';
import { s3Problem } from './s3Problem';

export interface S3StoreArgs {
  readonly bucket: string;
  /** Stands before every key, without slashes at its ends; empty for none. */
  readonly prefix: string;
  /** @default AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL, otherwise AWS itself */
  readonly endpointUrl?: string;
  /** A client that stays open when the store is closed. @default a new one, with the environment's region and credentials */
  readonly client?: S3Client;
}

/** The part of a bucket that a store uses, and how to reach it. */
interface Bucket {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
  readonly address: string;
  readonly endpoint: string | undefined;
}

/** A store in a bucket. */
export function s3Store(args: S3StoreArgs): ObjectStore {
  const bucket = connectBucket(args);
  return {
    address: bucket.address,
    list: (below, range) => explainFailure(bucket, `list ${below}`, listObjects(bucket, below, range)),
    folders: (below) => explainFailure(bucket, `list ${below}`, listFolders(bucket, below)),
    open: (key) => streamObject(bucket, key),
    read: (key) => explainFailure(bucket, `read ${key}`, readObject(bucket, key)),
    create: (key, body, Metadata) =>
      explainFailure(bucket, `write ${key}`, writeObject(bucket, key, body, { IfNoneMatch: '*', Metadata })),
    replace: (key, body, etag, Metadata) =>
      explainFailure(bucket, `write ${key}`, writeObject(bucket, key, body, { IfMatch: etag, Metadata })),
    close: () => (args.client ? undefined : bucket.client.destroy()),
  };
}

function connectBucket({ bucket, prefix, endpointUrl, client }: S3StoreArgs): Bucket {
  const endpoint = endpointUrl ?? process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'];
  // A local AWS has no DNS names for buckets.
  const local = endpoint ? { endpoint, forcePathStyle: true } : {};
  return {
    client: client ?? new S3Client({ followRegionRedirects: true, ...local }),
    bucket,
    prefix: prefix && `${prefix}/`,
    address: `s3://${bucket}${prefix && `/${prefix}`}`,
    endpoint,
  };
}

async function listObjects(
  { client, bucket, prefix }: Bucket,
  below: string,
  range: KeyRange = {},
): Promise<ListedObject[]> {
  const objects: ListedObject[] = [];
  const request = { Bucket: bucket, Prefix: `${prefix}${below}`, StartAfter: range.after && `${prefix}${range.after}` };
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, request)) {
    for (const { Key = '', Size = 0, LastModified = new Date(0), ETag = '' } of Contents) {
      objects.push({ key: Key.slice(prefix.length), size: Size, lastModified: LastModified, etag: ETag });
    }
    // S3 lists in the order of keys, so no later page has a key of the range.
    if (range.before !== undefined && (objects.at(-1)?.key ?? '') >= range.before) break;
  }
  return objects.filter(({ key }) => isInRange(key, range)).sort((a, b) => (a.key < b.key ? -1 : 1));
}

async function listFolders({ client, bucket, prefix }: Bucket, below: string): Promise<string[]> {
  const path = `${prefix}${below}`;
  const names: string[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: path, Delimiter: '/' })) {
    names.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix.slice(path.length, -1)));
  }
  return names.sort();
}

async function* streamObject(bucket: Bucket, key: string): AsyncIterable<Uint8Array> {
  try {
    const { Body } = await getObject(bucket, key);
    if (Body) yield* Body as Readable;
  } catch (error) {
    throw s3Problem(error, { ...bucket, action: `read ${key}` });
  }
}

async function readObject(bucket: Bucket, key: string): Promise<StoredObject | undefined> {
  try {
    const { Body, VersionId: versionId, ETag: etag = '', Metadata: metadata } = await getObject(bucket, key);
    return { body: (await Body?.transformToByteArray()) ?? new Uint8Array(), versionId, etag, metadata };
  } catch (error) {
    if (hasName(error, 'NoSuchKey')) return undefined;
    throw error;
  }
}

function getObject({ client, bucket, prefix }: Bucket, key: string) {
  return client.send(new GetObjectCommand({ Bucket: bucket, Key: `${prefix}${key}` }));
}

const contentTypes: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
};

/** Returns false if the object does not meet the condition. */
async function writeObject(
  { client, bucket, prefix }: Bucket,
  key: string,
  body: string | Uint8Array,
  options: Pick<PutObjectCommandInput, 'IfNoneMatch' | 'IfMatch' | 'Metadata'>,
): Promise<boolean> {
  const ContentType = contentTypes[extname(key)];
  try {
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: `${prefix}${key}`, Body: body, ContentType, ...options }),
    );
    return true;
  } catch (error) {
    // A conflict is another writer of the same key at the same time. An object to replace may have been deleted.
    if (hasName(error, 'PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey')) return false;
    throw error;
  }
}

/** Turns a failed call to S3 into an error for people. */
function explainFailure<T>(bucket: Bucket, action: string, call: Promise<T>): Promise<T> {
  return call.catch((error: unknown) => {
    throw s3Problem(error, { ...bucket, action });
  });
}

function hasName(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
