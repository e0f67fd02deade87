import assert from 'node:assert/strict';
import * as pulumi from '@pulumi/pulumi';
import { omitPromiseTraces } from '../../components/omitPromiseTraces';

describe('omitPromiseTraces', () => {
  before(omitPromiseTraces);

  it('omits the trace of each promise and the source position of each resource', () => {
    const { debuggablePromise } = require('@pulumi/pulumi/runtime/debuggable');
    const promise = Promise.resolve();
    void debuggablePromise(promise, 'a test');
    assert.equal((promise as { _debugStackTrace?: string })._debugStackTrace, '');
    const { callsites } = pulumi.Resource as unknown as { callsites(): unknown[] };
    assert.deepEqual(callsites(), []);
  });

  it('keeps the whole trace of every other error, mapped to the source', () => {
    const { stack } = new TypeError('x is not a function');
    const [title, first, ...more] = stack?.split('\n') ?? [];
    assert.equal(title, 'TypeError: x is not a function');
    assert.match(first ?? '', /omitPromiseTraces\.spec\.ts:18:/);
    assert.ok(more.length > 3);
  });
});
