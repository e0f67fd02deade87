import assert from 'node:assert/strict';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutBucketPolicyCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { queuedBodies, routeEvents } from '../../support/awsQueues';
import type { StoreEvent } from '../../support/storeEvent';
import { storeOnLocalAws } from '../../support/storeOnLocalAws';

describe("the local AWS's store", function () {
  this.timeout(60_000);
  const store = storeOnLocalAws();

  it('sends an object’s arrival through EventBridge into a queue', async () => {
    const queue = await routeEvents(store.aws, 'captures', {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: [store.bucket] }, object: { key: [{ wildcard: 'captures/*.jsonl' }] } },
    });
    const { VersionId } = await store.put('captures/a=b/x y.jsonl', '{}');
    await store.put('captures/other.txt', '{}');
    const events = await queuedBodies<StoreEvent>(store.aws, queue);
    assert.deepEqual(
      events.map(({ detail }) => [detail.bucket.name, detail.object.key, detail.object['version-id']]),
      [[store.bucket, 'captures/a=b/x y.jsonl', VersionId]],
    );
  });

  it('streams a large object both ways unchanged', async () => {
    const body = Buffer.alloc(5_000_000, 'abc');
    await store.aws.s3.send(new PutObjectCommand({ Bucket: store.bucket, Key: 'large.bin', Body: body }));
    const { Body } = await store.aws.s3.send(new GetObjectCommand({ Bucket: store.bucket, Key: 'large.bin' }));
    assert.ok(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(body));
  });

  it('stays usable under a TLS-only bucket policy', async () => {
    const Statement = [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [`arn:aws:s3:::${store.bucket}`, `arn:aws:s3:::${store.bucket}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await store.aws.s3.send(new PutBucketPolicyCommand({ Bucket: store.bucket, Policy }));
    await store.put('open.txt', 'here');
    const { Body } = await store.aws.s3.send(new GetObjectCommand({ Bucket: store.bucket, Key: 'open.txt' }));
    assert.equal(await Body?.transformToString(), 'here');
  });

  it('delivers nothing for a disabled rule', async () => {
    const disabledQueue = await routeEvents(store.aws, 'off', { source: ['mine'] }, 'DISABLED');
    const enabledQueue = await routeEvents(store.aws, 'on', { source: ['mine'] });
    await store.aws.events.send(new PutEventsCommand({ Entries: [{ Source: 'mine', DetailType: 'x', Detail: '{}' }] }));
    assert.equal((await queuedBodies(store.aws, enabledQueue)).length, 1);
    assert.equal((await queuedBodies(store.aws, disabledQueue)).length, 0);
  });
});
