import assert from 'node:assert/strict';
import { dependencies, recordedPrefixes } from '../../contract/auditEvents';
import type { CallsByKind } from '../../contract/dependency';
import { actionsOfService } from '../../policy/iam/actions/actionFacts';
import { ownStack } from '../policy/ownStack';

const iamPrefixes: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

const callsIn = (calls: CallsByKind | string = {}) => (typeof calls === 'string' ? [] : Object.values(calls).flat());

describe('the dependencies of the monitoring', function () {
  this.timeout(30_000);

  it('include every resource type that the program creates', async () => {
    const alerts = { pager: 'optional', tickets: true };
    const resources = await ownStack('prod', 'preview', { 'model-observability:alerts': alerts });
    const types = [...new Set(resources.map(({ type }) => type))].filter((type) => type.startsWith('aws:'));
    assert.ok(types.includes('aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration'));
    assert.deepEqual(
      types.filter((type) => !(type in dependencies)),
      [],
      'add the type to contract/storeDependencies.ts or contract/serviceDependencies.ts',
    );
  });

  for (const [name, { deletes, disables, permissions }] of Object.entries(dependencies)) {
    it(`${name}: has calls that delete, disable and change permissions, or a reason`, () => {
      for (const calls of [deletes, disables, permissions]) {
        assert.ok(typeof calls === 'string' ? calls.length > 0 : callsIn(calls).length > 0);
      }
    });
  }

  it('name calls that AWS has', () => {
    const unknown = Object.values(dependencies).flatMap(({ source, deletes, disables, permissions, restores }) => {
      const service = source.replace('.amazonaws.com', '');
      // Events of S3 have names of their own.
      if (service === 's3') return [];
      const actions = actionsOfService(iamPrefixes[service] ?? service);
      return [deletes, disables, permissions, restores]
        .flatMap(callsIn)
        .filter((name) => !actions?.has(name.replace(/\d{8}(v\d)?$/, '').toLowerCase()))
        .map((name) => `${source} ${name}`);
    });
    assert.deepEqual(unknown, []);
  });

  it('name calls on Lambda with the version of its API, if their events have one', () => {
    const versions = Object.values(dependencies)
      .filter(({ source }) => source === 'lambda.amazonaws.com')
      .flatMap(({ deletes, disables, permissions }) => [deletes, disables, permissions].flatMap(callsIn))
      .filter((name) => /\d/.test(name));
    assert.deepEqual(versions, [
      'DeleteFunction20150331',
      'UpdateFunctionCode20150331v2',
      'UpdateFunctionConfiguration20150331v2',
      'PutFunctionConcurrency20171031',
      'DeleteFunctionConcurrency20171031',
      'AddPermission20150331v2',
      'RemovePermission20150331v2',
      'DeleteEventSourceMapping20150331',
      'UpdateEventSourceMapping20150331',
      'CreateEventSourceMapping20150331',
    ]);
  });

  it('record calls on objects that only settings, approvals and registrations write', () => {
    assert.deepEqual(recordedPrefixes, ['settings/', 'baselines/', 'schemas/', 'preprocessors/']);
    assert.ok(Object.values(dependencies).some(({ keyPrefix }) => keyPrefix === 'captures/'));
  });
});
