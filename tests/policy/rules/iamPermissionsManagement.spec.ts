import assert from 'node:assert/strict';
import { iamPermissionsManagement } from '../../../policy/rules/iamPermissionsManagement';
import { allow, inlinePolicy, role } from '../iamStack';
import { runRule, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };

async function findingTexts(...statements: object[]): Promise<string[]> {
  const { violations } = await runRule(iamPermissionsManagement, [role('ops'), inlinePolicy('ops', ...statements)]);
  return violations.map(([, text]) => text);
}

describe('iam-permissions-management', () => {
  it('passes named resources, and a grant for an AWS service', async () => {
    const named = allow('s3:PutBucketPolicy', 'arn:aws:s3:::store');
    const grant = allow('kms:CreateGrant', '*', { Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } });
    assert.deepEqual(await runRule(iamPermissionsManagement, [role('ops'), inlinePolicy('ops', named, grant)]), clean);
  });

  it('does not apply to other actions, and leaves escalation to its own rule', async () => {
    assert.deepEqual(await findingTexts(allow('s3:PutObject'), allow('iam:PutRolePolicy')), []);
    assert.deepEqual(await findingTexts(allow('logs:PutResourcePolicy')), []);
  });

  it('reports permissions of all resources', async () => {
    assert.deepEqual(await findingTexts(allow(['s3:PutBucket*', 'kms:PutKeyPolicy', 'lambda:AddPermission'])), [
      "Role 'ops' can change any permissions of the account: statement 1 of role policy 'ops-policy' allows " +
        "kms:PutKeyPolicy, lambda:AddPermission, s3:PutBucketOwnershipControls and 3 more on '*'; name the ARNs that " +
        'are needed.',
    ]);
  });

  it('passes actions that read a policy, and types of policies that grant nothing', async () => {
    assert.deepEqual(await findingTexts(allow('billing:GetResourcePolicy')), []);
    const policies = (type: string) => [
      'arn:aws:organizations::*:account/o-*/*',
      `arn:aws:organizations::*:policy/o-*/${type}/*`,
    ];
    assert.deepEqual(await findingTexts(allow('organizations:AttachPolicy', policies('securityhub_policy'))), []);
    assert.equal((await findingTexts(allow('organizations:AttachPolicy', policies('*')))).length, 1);
  });

  it('treats an unknown resource as a named one', async () => {
    const policy = { Statement: [allow('kms:PutKeyPolicy', unknown)] };
    const stack = [role('ops'), { ...inlinePolicy('ops'), props: { role: 'ops', policy } }];
    assert.deepEqual(await runRule(iamPermissionsManagement, stack), clean);
  });
});
