import assert from 'node:assert/strict';
import {
  managedPolicyDocument,
  managedPolicyName,
  managedPolicyTableDate,
} from '../../../../policy/iam/principals/managedPolicies';

const administrator = { Action: '*', Effect: 'Allow', Resource: '*' };

describe('AWS managed policies', () => {
  it('are found by their ARN, path included', () => {
    assert.deepEqual(managedPolicyDocument('arn:aws:iam::aws:policy/AdministratorAccess'), {
      Version: '2012-10-17',
      Statement: [administrator],
    });
    const logs = managedPolicyDocument('arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole');
    assert.deepEqual(logs?.['Statement'], [
      { Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Effect: 'Allow', Resource: '*' },
    ]);
    for (const arn of [
      'policy/AWSLambdaBasicExecutionRole',
      'policy/job-function/AdministratorAccess',
      'policy/Nope',
    ]) {
      assert.equal(managedPolicyDocument(`arn:aws:iam::aws:${arn}`), undefined);
    }
  });

  it('exclude customer managed policies of any name', () => {
    const odd = [
      'AdministratorAccess',
      'arn:aws:iam::123456789012:policy/AdministratorAccess',
      'arn:aws:iam::aws:policy/',
    ];
    for (const arn of odd)
      assert.deepEqual([managedPolicyName(arn), managedPolicyDocument(arn)], [undefined, undefined]);
    for (const name of ['"', '\\', 'x"\n', 'constructor', '__proto__', 'source', 'policies']) {
      assert.equal(managedPolicyDocument(`arn:aws:iam::aws:policy/${name}`), undefined);
    }
  });

  it('have resources of their partition', () => {
    const gov = managedPolicyDocument('arn:aws-us-gov:iam::aws:policy/AmazonSageMakerFullAccess');
    const text = JSON.stringify(gov);
    assert.ok(text.includes('"arn:aws-us-gov:iam::*:role/'), text);
    assert.ok(!text.includes('"arn:aws:'), text);
  });

  it('have a date', () => {
    assert.match(managedPolicyTableDate(), /^\d{4}-\d{2}-\d{2}$/);
  });
});
