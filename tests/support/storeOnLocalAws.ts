import assert from 'node:assert/strict';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandOutput,
} from '@aws-sdk/client-s3';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../../rehearsal/localAws/localAws';
import { type AwsClients, awsClients } from './awsClients';
import { localAccount } from './localAccount';

/** A suite's own local AWS, at 06:00, with an empty store that sends events about its objects. Set before the tests run. */
export class StoreOnLocalAws {
  readonly bucket = 'store';
  local!: LocalAws;
  aws!: AwsClients;

  put(key: string, body: string, by: AwsClients = this.aws): Promise<PutObjectCommandOutput> {
    return by.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body }));
  }
}

/** Options of a local AWS that runs no monitor. */
export const quietLocalAws: LocalAwsOptions = {
  python: process.env['REHEARSAL_PYTHON'] ?? 'python3',
  region: localAccount.region,
  start: new Date('2026-11-02T06:00:00Z'),
  monitor: () => Promise.reject(new Error('no monitor runs in this test')),
};

/** Closes a local AWS; fails if a response broke AWS's service models, or a call was not checked. */
export async function closeChecked(local: LocalAws): Promise<void> {
  const { calls, requests, responses, findings } = await local.callChecks();
  await local.close();
  assert.deepEqual(
    findings.filter(({ kind }) => kind === 'faulty response'),
    [],
  );
  assert.deepEqual([requests, responses], [calls, calls]);
}

/** Call in a `describe`: starts a local AWS before its tests, and closes it after them even if they fail. */
export function storeOnLocalAws(monitor = quietLocalAws.monitor): StoreOnLocalAws {
  const store = new StoreOnLocalAws();
  const { bucket } = store;
  before(async () => {
    store.local = await startLocalAws({ ...quietLocalAws, monitor });
    store.aws = awsClients(store.local.endpoint);
    const { s3 } = store.aws;
    await s3.send(
      new CreateBucketCommand({
        Bucket: bucket,
        CreateBucketConfiguration: { LocationConstraint: localAccount.region },
      }),
    );
    await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: bucket,
        NotificationConfiguration: { EventBridgeConfiguration: {} },
      }),
    );
  });
  after(async () => {
    for (const client of Object.values(store.aws ?? {})) client.destroy();
    // Undefined if it failed to start.
    if (store.local as LocalAws | undefined) await closeChecked(store.local);
  });
  return store;
}
