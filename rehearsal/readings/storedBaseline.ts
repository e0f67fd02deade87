import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { type BaselineFile, baselineFiles, baselineKey } from '../../contract/storeLayout';
import type { PackedBaseline } from '../../quality/packBaseline';
import type { AwsClients } from '../awsClients';
import type { Observations } from '../observations';

/** Uploads a baseline to its versioned place, reads it back, and compares each file with the manifest. */
export async function storeBaseline(
  { s3 }: AwsClients,
  bucket: string,
  { manifest, files }: PackedBaseline,
): Promise<Observations['baseline']['stored']> {
  const key = (file: BaselineFile) => baselineKey(manifest, manifest.id, file);
  // The manifest last: it stands for a baseline that is whole.
  for (const file of baselineFiles) {
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: key(file), Body: files[file], ContentType: 'application/json' }),
    );
  }
  return Promise.all(
    baselineFiles.map(async (name) => {
      const { Body, VersionId: versionId = 'null' } = await s3.send(
        new GetObjectCommand({ Bucket: bucket, Key: key(name) }),
      );
      const text = (await Body?.transformToString()) ?? '';
      const hash = createHash('sha256').update(text).digest('hex');
      const hashMatches = name === 'manifest.json' ? text === files[name] : hash === manifest.sha256[name];
      return { name, versionId, hashMatches };
    }),
  );
}
