import assert from 'node:assert/strict';
import { iamDataExfiltration } from '../../../policy/rules/iamDataExfiltration';
import { allow, deny, inlinePolicy, managedPolicy, role } from '../iamStack';
import { runRule, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };

async function findingTexts(...statements: object[]): Promise<string[]> {
  const { violations } = await runRule(iamDataExfiltration, [role('ops'), inlinePolicy('ops', ...statements)]);
  return violations.map(([, text]) => text);
}

describe('iam-data-exfiltration', () => {
  it('passes reads of named resources', async () => {
    const read = allow(
      ['s3:GetObject', 'sqs:ReceiveMessage'],
      ['arn:aws:s3:::store/*', 'arn:aws:sqs:eu-west-1:1:tickets'],
    );
    assert.deepEqual(await runRule(iamDataExfiltration, [role('ops'), inlinePolicy('ops', read)]), clean);
    assert.deepEqual(await findingTexts(allow(['s3:ListAllMyBuckets', 'dynamodb:ListTables'])), []);
  });

  it('does not apply to a stack without principals', async () => {
    assert.deepEqual(await runRule(iamDataExfiltration, [{ type: 'aws:s3/bucket:Bucket', name: 'store' }]), clean);
  });

  it('reports access to all data, once per statement', async () => {
    assert.deepEqual(await findingTexts({ ...allow(['s3:Get*', 'dynamodb:Scan']), Sid: 'Read' }), [
      "Role 'ops' can read all data of the account: statement 'Read' of role policy 'ops-policy' allows s3:GetObject, " +
        "s3:GetObjectVersion, dynamodb:Scan on '*'; name the ARNs that are needed.",
    ]);
    assert.deepEqual(await findingTexts(allow('s3:GetObject', ['arn:aws:s3:::store/*', 'arn:aws:s3:::*/*'])), [
      "Role 'ops' can read all data of the account: statement 1 of role policy 'ops-policy' allows s3:GetObject on " +
        "'arn:aws:s3:::*/*'; name the ARNs that are needed.",
    ]);
    assert.deepEqual(
      await findingTexts({ Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::store/*' }),
      [
        "Role 'ops' can read all data of the account: statement 1 of role policy 'ops-policy' allows s3:GetObject on " +
          'all resources except its NotResource; name the ARNs that are needed.',
      ],
    );
  });

  it('applies a Deny, and judges a policy without a holder', async () => {
    assert.deepEqual(await findingTexts(allow('s3:GetObject'), deny('s3:*')), []);
    const { violations } = await runRule(iamDataExfiltration, [managedPolicy('read', allow('kinesis:GetRecords'))]);
    assert.deepEqual(violations, [
      [
        'read',
        "Holder of policy 'read' can read all data of the account: statement 1 of policy 'read' allows " +
          "kinesis:GetRecords on '*'; name the ARNs that are needed.",
      ],
    ]);
  });

  it('treats an unknown resource as a named one', async () => {
    const policy = { Statement: [allow('s3:GetObject', unknown)] };
    const stack = [role('ops'), { ...inlinePolicy('ops'), props: { role: 'ops', policy } }];
    assert.deepEqual(await runRule(iamDataExfiltration, stack), clean);
  });

  it('reports an AWS managed policy once, with what to attach instead', async () => {
    const arn = 'arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess';
    const { violations } = await runRule(iamDataExfiltration, [role('ops', { managedPolicyArns: [arn] })]);
    assert.deepEqual(violations, [
      [
        'ops',
        "Role 'ops' can read all data of the account: AWS managed policy 'AmazonDynamoDBReadOnlyAccess' allows " +
          "dynamodb:BatchGetItem, dynamodb:GetItem, dynamodb:PartiQLSelect and 2 more on '*'; replace the AWS managed policy " +
          'with your own and name the ARNs that are needed.',
      ],
    ]);
  });
});
