import assert from 'node:assert/strict';
import { actionFacts } from '../../policy/iam/actionFacts';
import { escalationPaths } from '../../policy/iam/escalationPaths';
import { iamPrivilegeEscalation } from '../../policy/rules/iamPrivilegeEscalation';
import { allow, attached, deny, inlinePolicy, managedPolicy, role } from './iamStack';
import { runRule, type StackResource } from './policyStack';

const clean = { violations: [], undetermined: [] };

async function found(...stack: StackResource[]): Promise<string[]> {
  return (await runRule(iamPrivilegeEscalation, stack)).violations.map(([name, text]) => `${name}: ${text}`);
}

describe('iam-privilege-escalation', () => {
  it('names actions as the table does', () => {
    for (const action of new Set(escalationPaths.flatMap(({ needs }) => needs))) {
      assert.equal(actionFacts(action)?.name, action);
    }
  });

  it('passes a role whose actions lead nowhere', async () => {
    const stack = [role('ops'), inlinePolicy('ops', allow('lambda:CreateFunction'), allow('s3:GetObject'))];
    assert.deepEqual(await runRule(iamPrivilegeEscalation, stack), clean);
    const named = allow('iam:PutRolePolicy', 'arn:aws:iam::123456789012:role/app');
    assert.deepEqual(await runRule(iamPrivilegeEscalation, [role('ops'), inlinePolicy('ops', named)]), clean);
  });

  it('follows a path over several policies of a principal', async () => {
    const stack = [
      role('ops'),
      inlinePolicy('ops', { ...allow('iam:PassRole'), Sid: 'Pass' }),
      managedPolicy(
        'run',
        allow(['lambda:CreateFunction', 'lambda:InvokeFunction'], 'arn:aws:lambda:*:*:function:ops-*'),
      ),
      attached('ops', 'run'),
    ];
    assert.deepEqual(await found(...stack), [
      "ops: Role 'ops' can gain further rights: iam:PassRole on '*' (statement 'Pass' in policy of 'ops-policy') with " +
        "lambda:CreateFunction, lambda:InvokeFunction (statement 1 in policy of 'run'): enough to start a function with any " +
        'role that trusts lambda.amazonaws.com; name in Resource what iam:PassRole is needed on, or take an action away.',
    ]);
  });
});
