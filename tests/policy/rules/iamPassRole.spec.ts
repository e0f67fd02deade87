import assert from 'node:assert/strict';
import { iamPassRole } from '../../../policy/rules/iamPassRole';
import { allow, inlinePolicy, role } from '../iamStack';
import { runRule, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const app = 'arn:aws:iam::123456789012:role/app';
const passedTo = (services: unknown, operator = 'StringEquals') => ({
  Condition: { [operator]: { 'iam:PassedToService': services } },
});

async function findingTexts(...statements: object[]): Promise<string[]> {
  const { violations } = await runRule(iamPassRole, [role('ops'), inlinePolicy('ops', ...statements)]);
  return violations.map(([, text]) => text);
}

describe('iam-pass-role', () => {
  it('passes a named role that is passed to a named service', async () => {
    const stack = [role('ops'), inlinePolicy('ops', allow('iam:PassRole', app, passedTo('sagemaker.amazonaws.com')))];
    assert.deepEqual(await runRule(iamPassRole, stack), clean);
    assert.deepEqual(
      await findingTexts(allow('iam:PassRole', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } } })),
      [],
    );
  });

  it('does not apply to a principal that passes no role', async () => {
    assert.deepEqual(await runRule(iamPassRole, [role('ops'), inlinePolicy('ops', allow('s3:GetObject'))]), clean);
  });

  it('reports any role, with the services and the actions that can use it', async () => {
    assert.deepEqual(await findingTexts(allow('iam:PassRole'), allow(['ec2:RunInstances', 'glue:CreateDevEndpoint'])), [
      "Role 'ops' can pass any role to any service (statement 1 of role policy 'ops-policy') and use it with " +
        "ec2:RunInstances, glue:CreateDevEndpoint: name the roles in Resource and the service in a condition on 'iam:PassedToService'.",
    ]);
    assert.deepEqual(
      await findingTexts(
        allow('iam:PassRole', 'arn:aws:iam::*:role/*', passedTo(['ec2.amazonaws.com', 'ecs*'], 'StringLike')),
      ),
      [
        "Role 'ops' can pass any role to ec2.amazonaws.com, ecs* (statement 1 of role policy 'ops-policy') but has no permission " +
          'yet to use it: name the roles in Resource.',
      ],
    );
    assert.deepEqual(await findingTexts(allow('iam:PassRole', '*', passedTo('ec2.amazonaws.com', 'StringNotEquals'))), [
      "Role 'ops' can pass any role to any service except ec2.amazonaws.com (statement 1 of role policy 'ops-policy') but " +
        'has no permission yet to use it: name the roles in Resource.',
    ]);
  });

  it('reports a named role without a named service', async () => {
    assert.deepEqual(await findingTexts(allow('iam:PassRole', app)), [
      `Role 'ops' can pass a role on '${app}' to any service that the role trusts (statement 1 of role policy 'ops-policy'): add ` +
        "a condition on 'iam:PassedToService' that names the service.",
    ]);
  });

  it('treats an unknown role as a named one', async () => {
    const policy = { Statement: [allow('iam:PassRole', unknown, passedTo('ec2.amazonaws.com'))] };
    const stack = [role('ops'), { ...inlinePolicy('ops'), props: { role: 'ops', policy } }];
    assert.deepEqual(await runRule(iamPassRole, stack), clean);
  });

  it('reports an AWS managed policy once, with what to attach instead', async () => {
    const arn = 'arn:aws:iam::aws:policy/IAMFullAccess';
    const { violations } = await runRule(iamPassRole, [role('ops', { managedPolicyArns: [arn] })]);
    assert.deepEqual(violations, [
      [
        'ops',
        "Role 'ops' can pass any role to any service (AWS managed policy 'IAMFullAccess') but has no permission yet to use it: " +
          'replace the AWS managed policy with your own and name the roles in Resource and the service in a ' +
          "condition on 'iam:PassedToService'.",
      ],
    ]);
  });
});
