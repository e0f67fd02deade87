import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** The store that a function works on. */
export interface StorePlace {
  readonly s3: S3Client;
  readonly bucket: string;
}

export interface StoredText {
  readonly text: string;
  /** S3 version, or the ETag where the bucket gives none. */
  readonly version: string;
  readonly etag: string;
}

/** Every key under a prefix, ascending; `startAfter` leaves out the keys up to it. */
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

/** Reads an object; rejects with the SDK's error where there is none. */
export async function readText({ s3, bucket }: StorePlace, key: string): Promise<StoredText> {
  const { Body, VersionId, ETag = '' } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return { text: (await Body?.transformToString()) ?? '', version: VersionId ?? ETag, etag: ETag };
}

/**
 * Writes an object; `replaces` is the ETag of the state that it follows. Rejects when someone else wrote in between,
 * so that the event is delivered again and sees what they wrote.
 */
export async function writeText(
  { s3, bucket }: StorePlace,
  object: { readonly key: string; readonly text: string; readonly contentType: string; readonly replaces?: string },
): Promise<void> {
  const { key, text, contentType, replaces } = object;
  const condition = replaces === undefined ? { IfNoneMatch: '*' } : { IfMatch: replaces };
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: contentType, ...condition }));
}
