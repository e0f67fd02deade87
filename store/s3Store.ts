import type { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import type { ListedObject, ObjectStore } from './objectStore';
import { s3Problem } from './s3Problem';

export interface S3StoreArgs {
  readonly bucket: string;
  /** Stands before every key, without slashes at its ends; empty for none. */
  readonly prefix: string;
  /** @default AWS_ENDPOINT_URL, else AWS itself */
  readonly endpointUrl?: string;
  /** Calls S3 and stays open. @default one of the store's own, with region and credentials of the environment */
  readonly client?: S3Client;
}

/** A store in a bucket. */
export function s3Store({ bucket, prefix, endpointUrl, client: given }: S3StoreArgs): ObjectStore {
  const endpoint = endpointUrl ?? process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'];
  // A local AWS has no DNS names of buckets.
  const local = endpoint ? { endpoint, forcePathStyle: true } : {};
  const client = given ?? new S3Client({ followRegionRedirects: true, ...local });
  const address = `s3://${bucket}${prefix && `/${prefix}`}`;
  const full = (key: string) => (prefix ? `${prefix}/${key}` : key);
  const asked = <T>(what: string, work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw s3Problem(error, { address, bucket, what, endpoint });
    });
  const listed = async (below: string) => {
    const listed: ListedObject[] = [];
    for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: full(below) })) {
      for (const { Key = '', Size = 0, LastModified = new Date(0) } of page.Contents ?? []) {
        listed.push({ key: Key.slice(full('').length), size: Size, lastModified: LastModified });
      }
    }
    return listed.sort((a, b) => (a.key < b.key ? -1 : 1));
  };
  const foldersBelow = async (below: string) => {
    const names: string[] = [];
    const query = { Bucket: bucket, Prefix: full(below), Delimiter: '/' };
    for await (const page of paginateListObjectsV2({ client }, query)) {
      names.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix.slice(full(below).length, -1)));
    }
    return names.sort();
  };
  async function* opened(key: string): AsyncIterable<Uint8Array> {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: full(key) }));
      if (Body) yield* Body as Readable;
    } catch (error) {
      throw s3Problem(error, { address, bucket, what: `read ${key}`, endpoint });
    }
  }
  const fetched = async (key: string) => {
    const { Body, VersionId } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: full(key) }));
    const body = (await Body?.transformToByteArray()) ?? new Uint8Array();
    return { body, ...(VersionId === undefined ? {} : { versionId: VersionId }) };
  };
  return {
    address,
    list: (below) => asked(`list ${below}`, listed(below)),
    folders: (below) => asked(`list ${below}`, foldersBelow(below)),
    open: opened,
    read: (key) => asked(`read ${key}`, fetched(key).catch(undefinedWhen('NoSuchKey'))),
    create: (key, body) =>
      asked(
        `write ${key}`,
        client
          .send(new PutObjectCommand({ Bucket: bucket, Key: full(key), Body: body, IfNoneMatch: '*' }))
          .then(() => true)
          // A conflict is another writer of the same key at the same time.
          .catch((error: unknown) => undefinedWhen('PreconditionFailed', 'ConditionalRequestConflict')(error) ?? false),
      ),
    close: () => (given ? undefined : client.destroy()),
  };
}

/** Answers undefined for errors of these names; throws the others. */
function undefinedWhen(...names: readonly string[]): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  };
}
