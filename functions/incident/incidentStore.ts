import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { hourMs } from '../../contract/hours';
import { incidentKey, storePrefixes } from '../../contract/storeLayout';
import type { Incident } from './incident';
import { formatIncidentDocument, parseIncidentDocument } from './incidentDocument';

/** An incident document with its notes, and the ETag to write it back. */
interface StoredIncident {
  readonly incident: Incident;
  readonly notes: string;
  readonly etag: string;
}

/** A longer incident continues in a new document. 31 days of ids fit one page of a listing. */
const lookBackMs = 31 * 24 * hourMs;

/** Incidents of one endpoint may overlap (different checks); only this many are read. */
const maxIncidents = 5;

export interface IncidentStore {
  readonly s3: S3Client;
  readonly bucket: string;
}

/** Reads an endpoint's latest incidents that opened at an hour or before, newest first. */
export async function readLatestIncidents(
  { s3, bucket }: IncidentStore,
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
    .slice(-maxIncidents)
    .reverse();
  return Promise.all(latest.map((key) => readIncident({ s3, bucket }, key)));
}

async function readIncident({ s3, bucket }: IncidentStore, key: string): Promise<StoredIncident> {
  const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return { ...parseIncidentDocument((await Body?.transformToString()) ?? ''), etag: ETag ?? '' };
}

/**
 * Writes a new incident, or the next state of a stored one. Throws if it was written concurrently: the event is then
 * delivered again and reads the new state.
 */
export async function writeIncident(
  { s3, bucket }: IncidentStore,
  next: Incident,
  stored?: StoredIncident,
): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: incidentKey(next.endpoint, new Date(next.opened)),
      Body: formatIncidentDocument(next, stored?.notes),
      ContentType: 'text/markdown; charset=utf-8',
      ...(stored ? { IfMatch: stored.etag } : { IfNoneMatch: '*' }),
    }),
  );
}
