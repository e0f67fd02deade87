import assert from 'node:assert/strict';
import { createCustomerKey } from '../../components/customerKey';
import { policyDocument } from '../../components/policyDocument';
import { deploy, inputsOf, scope } from '../support/pulumiMocks';

describe('policyDocument', () => {
  it('is of the version that evaluates policy variables, with all statements in order', () => {
    const statements = ['s3:GetObject', 's3:PutObject'].map((Action) => ({ Effect: 'Allow' as const, Action }));
    // "IAM JSON policy elements: Version" of the IAM guide.
    assert.deepEqual(policyDocument(statements), { Version: '2012-10-17', Statement: statements });
  });
});

describe('createCustomerKey', () => {
  it('leaves a key without further statements to the IAM policies of the account', async () => {
    const deployment = await deploy(() => {
      createCustomerKey('key', { ...scope, description: 'Tests', tags: {} }, {});
    });
    const { policy, enableKeyRotation } = inputsOf(deployment, 'aws:kms/key:Key', 'key');
    assert.equal(enableKeyRotation, true);
    const { Statement } = JSON.parse(String(policy));
    assert.deepEqual(
      Statement.map(({ Sid, Principal }: { Sid: string; Principal: object }) => [Sid, Principal]),
      [['AccountAdministers', { AWS: `arn:${scope.partition}:iam::${scope.accountId}:root` }]],
    );
  });
});
