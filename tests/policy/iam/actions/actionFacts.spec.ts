import assert from 'node:assert/strict';
import {
  actionFacts,
  actionsOfService,
  actionTableDate,
  serviceNames,
} from '../../../../policy/iam/actions/actionFacts';

describe('the table of AWS actions', () => {
  it('has resources, level and condition keys of an action', () => {
    assert.deepEqual(actionFacts('S3:getobjectACL')?.name, 's3:GetObjectAcl');
    const { levels, resources, requestContext } = actionFacts('s3:PutObject') ?? assert.fail('s3:PutObject is missing');
    assert.deepEqual(levels, ['Write']);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's own notation.
    assert.ok(resources.includes('arn:${Partition}:s3:::${BucketName}/${ObjectName}'), resources.join(' '));
    assert.ok(requestContext.conditionKeys.includes('s3:x-amz-server-side-encryption'));
    assert.deepEqual(actionFacts('ecr:GetAuthorizationToken')?.resources, []);
    assert.deepEqual(actionFacts('iam:PutRolePolicy')?.levels, ['Permissions management', 'Write']);
  });

  it('has only services and actions of AWS', () => {
    for (const action of ['s3:GetObjekt', 's4:GetObject', 's3', '', ':', 'toString:call', 's3:constructor']) {
      assert.equal(actionFacts(action), undefined, action);
    }
    assert.equal(actionsOfService('__proto__'), undefined);
  });

  it('has a date, and every service and action', () => {
    assert.match(actionTableDate(), /^\d{4}-\d{2}-\d{2}$/);
    assert.ok(serviceNames().length > 400);
    assert.ok(serviceNames().reduce((sum, service) => sum + (actionsOfService(service)?.size ?? 0), 0) > 20_000);
  });

  it('has an ARN for every resource type of an action', () => {
    for (const service of serviceNames()) {
      for (const { name, resources } of actionsOfService(service)?.values() ?? []) {
        for (const arn of resources) assert.match(arn, /^(arn:|\*)/, name);
      }
    }
  });
});
