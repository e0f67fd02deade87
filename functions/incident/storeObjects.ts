import {
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

/** The store that a function works on. */
export interface StorePlace {
  readonly s3: S3Client;
  readonly bucket: string;
}

export interface StoredText {
  readonly text: string;
  /** S3 version, or the ETag in a bucket without versions. */
  readonly version: string;
  readonly etag: string;
  /** By name without `x-amz-meta-`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Lists the keys under a prefix, ascending, after `startAfter` if it is set. */
export async function listKeys({ s3, bucket }: StorePlace, prefix: string, startAfter?: string): Promise<string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, StartAfter: startAfter, ContinuationToken: token }),
    );
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return keys;
}

/** A version of an object. */
export interface ObjectVersion {
  readonly id: string;
  /** When it was written. */
  readonly at: Date;
}

/** The versions of an object, oldest first; the latest 1,000 if there are more. */
export async function listVersions({ s3, bucket }: StorePlace, key: string): Promise<ObjectVersion[]> {
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }));
  return Versions.flatMap(({ Key, VersionId, LastModified }) =>
    Key === key && VersionId !== undefined && LastModified ? [{ id: VersionId, at: LastModified }] : [],
  ).reverse();
}

/** Reads an object, or one version of it; rejects with the SDK's error if it does not exist. */
export async function readText({ s3, bucket }: StorePlace, key: string, version?: string): Promise<StoredText> {
  const {
    Body,
    VersionId,
    ETag = '',
    Metadata: metadata,
  } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version }));
  return { text: (await Body?.transformToString()) ?? '', version: VersionId ?? ETag, etag: ETag, metadata };
}

/** Undefined if the object does not exist. Without permission to list, S3 returns "access denied" instead. */
export async function readTextIfPresent(place: StorePlace, key: string): Promise<StoredText | undefined> {
  return readText(place, key).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  });
}

/**
 * Writes an object; `replaces` is the ETag of the version that it replaces. Returns the new ETag. Rejects if the object was
 * written concurrently: the event is then delivered again and reads the new version.
 */
export async function writeText(
  { s3, bucket }: StorePlace,
  object: { readonly key: string; readonly text: string; readonly contentType: string; readonly replaces?: string },
): Promise<string> {
  const { key, text, contentType, replaces } = object;
  const condition = replaces === undefined ? { IfNoneMatch: '*' } : { IfMatch: replaces };
  const { ETag = '' } = await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: contentType, ...condition }),
  );
  return ETag;
}

/** Whether a conditional write was refused because the object was written concurrently ("PutObject" of S3's API reference). */
export function isWriteConflict(error: unknown): boolean {
  return error instanceof Error && ['PreconditionFailed', 'ConditionalRequestConflict'].includes(error.name);
}
