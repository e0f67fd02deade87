import assert from 'node:assert/strict';
import { iamPermissionsManagement } from '../../../policy/rules/iamPermissionsManagement';
import { allow, inlinePolicy, role } from '../iamStack';
import { runRule, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };

async function said(...statements: object[]): Promise<string[]> {
  const { violations } = await runRule(iamPermissionsManagement, [role('ops'), inlinePolicy('ops', ...statements)]);
  return violations.map(([, text]) => text);
}

describe('iam-permissions-management', () => {
  it('passes permissions of named resources, and a grant for AWS itself', async () => {
    const named = allow('s3:PutBucketPolicy', 'arn:aws:s3:::store');
    const grant = allow('kms:CreateGrant', '*', { Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } });
    assert.deepEqual(await runRule(iamPermissionsManagement, [role('ops'), inlinePolicy('ops', named, grant)]), clean);
  });

  it('does not apply to who manages none, and leaves escalation to its own rule', async () => {
    assert.deepEqual(await said(allow('s3:PutObject'), allow('iam:PutRolePolicy')), []);
    assert.deepEqual(await said(allow('logs:PutResourcePolicy')), []);
  });

  it('refuses permissions of every resource', async () => {
    assert.deepEqual(await said(allow(['s3:PutBucket*', 'kms:PutKeyPolicy', 'lambda:AddPermission'])), [
      "Role 'ops' can change permissions anywhere in the account: statement 1 in policy of 'ops-policy' allows " +
        "kms:PutKeyPolicy, lambda:AddPermission, s3:PutBucketOwnershipControls and 3 more on '*'; name the ARNs whose " +
        'permissions are managed.',
    ]);
  });

  it('passes what reads a policy, and policies that permit nothing on every account', async () => {
    assert.deepEqual(await said(allow('billing:GetResourcePolicy')), []);
    const policies = (type: string) => [
      'arn:aws:organizations::*:account/o-*/*',
      `arn:aws:organizations::*:policy/o-*/${type}/*`,
    ];
    assert.deepEqual(await said(allow('organizations:AttachPolicy', policies('securityhub_policy'))), []);
    assert.equal((await said(allow('organizations:AttachPolicy', policies('*')))).length, 1);
  });

  it('takes an unknown resource for a named one', async () => {
    const policy = { Statement: [allow('kms:PutKeyPolicy', unknown)] };
    const stack = [role('ops'), { ...inlinePolicy('ops'), props: { role: 'ops', policy } }];
    assert.deepEqual(await runRule(iamPermissionsManagement, stack), clean);
  });
});
