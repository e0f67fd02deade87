import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { storePrefixes } from '../../contract/storeLayout';
import type { AwsClients } from '../aws/awsClients';
import type { IncidentDocument } from '../model/rehearsalReport';

/** The incident documents in the store, by key. */
export async function readIncidentDocuments({ s3 }: AwsClients, bucket: string): Promise<IncidentDocument[]> {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: storePrefixes.incidents }),
  );
  return Promise.all(
    Contents.map(async ({ Key: key = '' }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const markdown = (await Body?.transformToString()) ?? '';
      return { key, title: /^# (.+)$/m.exec(markdown)?.[1] ?? key, markdown };
    }),
  );
}
