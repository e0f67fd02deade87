import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { hourMs } from '../../contract/hours';
import { incidentKey, storePrefixes } from '../../contract/storeLayout';
import type { Incident } from './incident';
import { incidentDocument, readIncidentDocument } from './incidentDocument';

/** An incident's document as it was read, with what is needed to write it back. */
interface StoredIncident {
  readonly incident: Incident;
  readonly notes: string;
  readonly etag: string;
}

/** An incident that lasts longer goes on in a new document. 31 days of ids fit one page of a listing. */
const lookBackMs = 31 * 24 * hourMs;

/** Two incidents of one endpoint may overlap (different checks); more than this many are not looked at. */
const newest = 5;

export interface StorePlace {
  readonly s3: S3Client;
  readonly bucket: string;
}

/** The endpoint's latest incidents up to an hour after the given one, newest first. */
export async function latestIncidents(
  { s3, bucket }: StorePlace,
  endpoint: string,
  hour: Date,
): Promise<StoredIncident[]> {
  const listed = await s3.send(
    new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: `${storePrefixes.incidents}${endpoint}/`,
      StartAfter: incidentKey(endpoint, new Date(hour.getTime() - lookBackMs)),
    }),
  );
  const keys = (listed.Contents ?? []).flatMap(({ Key }) => (Key?.endsWith('.md') ? [Key] : []));
  const latest = keys
    .filter((key) => key <= incidentKey(endpoint, hour))
    .sort()
    .slice(-newest)
    .reverse();
  return Promise.all(latest.map((key) => readIncident({ s3, bucket }, key)));
}

async function readIncident({ s3, bucket }: StorePlace, key: string): Promise<StoredIncident> {
  const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return { ...readIncidentDocument((await Body?.transformToString()) ?? ''), etag: ETag ?? '' };
}

/**
 * Writes a new incident, or the next state of a stored one. Throws when somebody else wrote it in the meantime: the
 * event is then delivered again, and sees what they wrote.
 */
export async function writeIncident(
  { s3, bucket }: StorePlace,
  next: Incident,
  stored?: StoredIncident,
): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: incidentKey(next.endpoint, new Date(next.opened)),
      Body: incidentDocument(next, stored?.notes),
      ContentType: 'text/markdown; charset=utf-8',
      ...(stored ? { IfMatch: stored.etag } : { IfNoneMatch: '*' }),
    }),
  );
}
