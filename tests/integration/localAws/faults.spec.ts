import assert from 'node:assert/strict';
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { FaultRule } from '../../../rehearsal/localAws/protocol/faults';
import { storeOnLocalAws } from '../../support/storeOnLocalAws';

describe("the local AWS's faults", function () {
  this.timeout(60_000);
  const store = storeOnLocalAws();
  const get = (Key: string, signal?: AbortSignal) =>
    store.aws.s3.send(new GetObjectCommand({ Bucket: store.bucket, Key }), { abortSignal: signal });
  const keys = async () => {
    const { Contents = [], KeyCount } = await store.aws.s3.send(new ListObjectsV2Command({ Bucket: store.bucket }));
    assert.equal(KeyCount, Contents.length);
    return Contents.map(({ Key }) => Key);
  };
  const inject = (rule: Partial<FaultRule> & Pick<FaultRule, 'kind'>, seed?: number) =>
    store.local.injectFaults([{ service: 's3', rate: 1, ...rule }], seed);

  before(async () => {
    await store.put('a.json', '{"a":1}');
    await store.put('b.json', '{"b":2}');
  });
  afterEach(() => store.local.injectFaults([]));

  it('throttle', async () => {
    inject({ kind: 'throttle' });
    await assert.rejects(get('a.json'), { name: 'SlowDown' });
    inject({ kind: 'throttle', service: 'monitoring', operation: 'PutMetricData' });
    const put = new PutMetricDataCommand({ Namespace: 'n', MetricData: [{ MetricName: 'm', Value: 1 }] });
    await assert.rejects(store.aws.cloudWatch.send(put), { name: 'ThrottlingException' });
    await get('a.json');
  });

  it('fail with an internal error', async () => {
    inject({ kind: 'internal error', operation: 'GetObject' });
    await assert.rejects(get('a.json'), { name: 'InternalError' });
    assert.deepEqual(await keys(), ['a.json', 'b.json']);
  });

  it('reset the connection before or after the call takes effect', async () => {
    inject({ kind: 'reset', operation: 'PutObject' });
    await assert.rejects(store.put('before.json', '{}'), { code: 'ECONNRESET' });
    inject({ kind: 'reset after', operation: 'PutObject' });
    await assert.rejects(store.put('c.json', '{}'), { code: 'ECONNRESET' });
    assert.deepEqual(await keys(), ['a.json', 'b.json', 'c.json']);
  });

  it('cut a body in half', async () => {
    inject({ kind: 'half body', operation: 'GetObject' });
    const read = async () => (await get('a.json')).Body?.transformToString();
    await assert.rejects(read());
  });

  it('do not respond', async () => {
    inject({ kind: 'timeout', operation: 'GetObject' });
    await assert.rejects(get('a.json', AbortSignal.timeout(100)), { name: 'AbortError' });
  });

  it('leave the newest object out of a listing', async () => {
    await store.put('d.json', '{}');
    inject({ kind: 'stale list', operation: 'ListObjects' });
    assert.equal((await keys()).length, 3);
    store.local.injectFaults([]);
    assert.equal((await keys()).length, 4);
  });

  it('strike a share of the calls, the same ones for the same seed', async () => {
    const outcomes = async (seed: number) => {
      inject({ kind: 'internal error', rate: 0.4 }, seed);
      const results: boolean[] = [];
      for (let i = 0; i < 30; i += 1) {
        results.push(
          await get('a.json').then(
            () => true,
            () => false,
          ),
        );
      }
      return results;
    };
    const first = await outcomes(7);
    const failures = first.filter((succeeded) => !succeeded).length;
    assert.ok(failures > 5 && failures < 20, String(failures));
    assert.deepEqual(await outcomes(7), first);
    assert.notDeepEqual(await outcomes(8), first);
  });

  it('are refused with a rate or an operation that they do not have', () => {
    assert.throws(() => inject({ kind: 'throttle', rate: 2 }), {
      message: "invalid rate 2 of fault 'throttle': use 0 to 1",
    });
    assert.throws(() => inject({ kind: 'stale list', operation: 'GetObject' }), {
      message: "invalid operation 's3 GetObject' of fault 'stale list': use s3 ListObjects",
    });
  });
});
