import assert from 'node:assert/strict';
import { silencingCalls } from '../../../contract/auditEvents';
import { actionsOfService } from '../../../policy/iam/actions/actionFacts';
import { actionOf, listCallsOnStack } from '../../../rehearsal/readings/possibleCalls';

const topic = { type: 'aws:sns/topic:Topic', outputs: { arn: 'arn:aws:sns:eu-west-1:123456789012:alerts' } };
const policy = { type: 'aws:s3/bucketPolicy:BucketPolicy', outputs: { bucket: 'store' } };

describe('the calls on a stack', () => {
  it('are those of every row of the dependency table, with an action that AWS lists', () => {
    const calls = listCallsOnStack([], 'store');
    assert.equal(new Set(calls.map(({ name }) => name)).size, new Set(silencingCalls.map(({ name }) => name)).size);
    const isListed = (action: string) => {
      const [service = '', name = ''] = action.split(':');
      return actionsOfService(service)?.has(name.toLowerCase()) ?? false;
    };
    const missing = silencingCalls
      .map(({ dependency, name }) => actionOf(dependency.source, name))
      .filter((action) => !isListed(action));
    assert.deepEqual([...new Set(missing)], []);
  });

  it('name the resources of the stack, or an object below the prefix', () => {
    const calls = listCallsOnStack([topic, policy], 'store');
    const resourcesOf = (wanted: string) => [
      ...new Set(calls.filter(({ name }) => name === wanted).map(({ resource }) => resource)),
    ];
    assert.deepEqual(resourcesOf('DeleteTopic'), ['arn:aws:sns:eu-west-1:123456789012:alerts']);
    assert.deepEqual(resourcesOf('PutBucketPolicy'), ['arn:aws:s3:::store']);
    assert.ok(resourcesOf('PutObject').includes('arn:aws:s3:::store/baselines/object'));
    assert.deepEqual(resourcesOf('DeleteObjects'), ['arn:aws:s3:::store/']);
    assert.deepEqual(
      calls.filter(({ name }) => name === 'PutObject').map(({ data }) => data),
      calls.filter(({ name }) => name === 'PutObject').map(() => true),
    );
  });
});
