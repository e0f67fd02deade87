import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type AuditEntry, auditEntry, type CloudTrailRecord } from '../../contract/auditEvents';
import type { AwsClients } from '../aws/awsClients';

/** Reads the trail's files in its bucket, and answers what touched the monitoring, oldest first. */
export async function readAuditRecord({ s3 }: AwsClients, trailBucket: string): Promise<AuditEntry[]> {
  const records: CloudTrailRecord[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: trailBucket, Prefix: 'AWSLogs/', ContinuationToken }),
    );
    for (const { Key = '' } of page.Contents ?? []) {
      if (!Key.endsWith('.json.gz')) continue;
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: trailBucket, Key }));
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      records.push(...(JSON.parse(gunzipSync(bytes).toString('utf8')) as { Records: CloudTrailRecord[] }).Records);
    }
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  return records
    .flatMap((record) => auditEntry(record) ?? [])
    .sort((a, b) => (a.when < b.when ? -1 : a.when > b.when ? 1 : 0));
}
