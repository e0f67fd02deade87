import assert from 'node:assert/strict';
import * as pulumi from '@pulumi/pulumi';
import { omitSdkDiagnostics } from '../../components/omitSdkDiagnostics';

const tracking = require('@pulumi/pulumi/runtime/debuggable');
const { getStore } = require('@pulumi/pulumi/runtime/state') as {
  getStore(): { leakCandidates: Set<Promise<unknown>> };
};

describe('omitSdkDiagnostics', () => {
  const { debuggablePromise } = tracking;
  const { debug } = pulumi.log;
  const { callsites } = pulumi.Resource as unknown as { callsites(): unknown[] };

  before(omitSdkDiagnostics);
  after(() => {
    tracking.debuggablePromise = debuggablePromise;
    Object.assign(pulumi.log, { debug });
    Object.assign(pulumi.Resource, { callsites });
  });

  it('omits the trace of each value, and the source position of each resource', () => {
    const promise = Promise.resolve();
    assert.equal(
      tracking.debuggablePromise(promise, 'transferProperty(resource:store[aws:s3/bucket:Bucket], arn)'),
      promise,
    );
    assert.ok(!('_debugStackTrace' in promise));
    assert.deepEqual((pulumi.Resource as unknown as { callsites(): unknown[] }).callsites(), []);
  });

  it('keeps track of registrations until they end: an update fails with one that does not', async () => {
    for (const context of [
      'resource:store[aws:s3/bucket:Bucket]',
      'monitor.registerResource(resource:store)-initial',
    ]) {
      let end = () => {};
      const registration = new Promise<void>((resolve) => {
        end = resolve;
      });
      const tracked = tracking.debuggablePromise(registration, context);
      assert.ok(getStore().leakCandidates.has(registration), context);
      end();
      await tracked;
      assert.ok(!getStore().leakCandidates.has(registration), context);
    }
  });

  it('keeps the whole trace of every error, mapped to the source', () => {
    const { stack } = new TypeError('x is not a function');
    const [title, first, ...more] = stack?.split('\n') ?? [];
    assert.equal(title, 'TypeError: x is not a function');
    assert.match(first ?? '', /omitSdkDiagnostics\.spec\.ts:50:/);
    assert.ok(more.length > 3);
  });
});
