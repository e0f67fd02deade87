import assert from 'node:assert/strict';
import { iamKnownAction } from '../../../policy/rules/iamKnownAction';
import { runRule, type StackResource, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };

function policy(...statements: unknown[]): StackResource {
  return {
    type: 'aws:iam/policy:Policy',
    name: 'monitor',
    props: { policy: JSON.stringify({ Statement: statements }) },
  };
}

async function findingTexts(...actions: unknown[]): Promise<string[]> {
  const { violations } = await runRule(iamKnownAction, [policy({ Effect: 'Allow', Action: actions, Resource: '*' })]);
  return violations.map(([, text]) => text);
}

describe('iam-known-action', () => {
  it('passes existing actions in upper or lower case, and globs that match one', async () => {
    assert.deepEqual(await runRule(iamKnownAction, [policy({ Action: ['S3:getobject', 's3:Get*', '*'] })]), clean);
    const trust = JSON.stringify({ Statement: { Effect: 'Allow', Action: 'sts:AssumeRole' } });
    const role = { type: 'aws:iam/role:Role', name: 'monitor', props: { assumeRolePolicy: trust } };
    assert.deepEqual(await runRule(iamKnownAction, [role]), clean);
  });

  it('reports an action that does not exist, with the nearest one', async () => {
    assert.deepEqual(
      await findingTexts('s3:GetObjekt', 'lamda:InvokeFunction', 's3:Frobnicate', 's3:Frob*', 'PassRole'),
      [
        "Statement 1 of policy 'monitor' names 's3:GetObjekt', which does not exist: did you mean 's3:GetObject'?",
        "Statement 1 of policy 'monitor' names 'lamda:InvokeFunction', which does not exist: did you mean 'lambda:InvokeFunction'?",
        "Statement 1 of policy 'monitor' names 's3:Frobnicate', which does not exist: fix or remove it.",
        "Statement 1 of policy 'monitor' names 's3:Frob*', which matches no action: fix or remove it.",
        "Statement 1 of policy 'monitor' names 'PassRole', which has no service prefix: use the form service:Action.",
      ],
    );
  });

  it('judges Deny and NotAction, where a typing error removes a protection', async () => {
    const stack = [policy({ Sid: 'Keep', Effect: 'Deny', Action: 's3:DeleteObjekt' }, { NotAction: 'iam:PasRole' })];
    assert.deepEqual((await runRule(iamKnownAction, stack)).violations, [
      [
        'monitor',
        "Statement 'Keep' of policy 'monitor' names 's3:DeleteObjekt', which does not exist: did you mean 's3:DeleteObject'?",
      ],
      [
        'monitor',
        "Statement 2 of policy 'monitor' names 'iam:PasRole', which does not exist: did you mean 'iam:PassRole'?",
      ],
    ]);
  });

  it('reports an action whose service is not in the table', async () => {
    for (const action of ['quantumteleport:Beam', 'quantumteleport:*']) {
      const [text = '', ...others] = await findingTexts(action);
      assert.deepEqual(others, []);
      assert.match(
        text.replace(action, ''),
        /^Statement 1 of policy 'monitor' names '', whose service is not in the action table of \d{4}-\d\d-\d\d: fix the prefix, or update the pack if the service is newer\.$/,
      );
    }
  });

  it('does not apply to other resources', async () => {
    const props = { policy: JSON.stringify({ Statement: { Action: 's3:GetObjekt' } }) };
    assert.deepEqual(await runRule(iamKnownAction, [{ type: 'aws:sqs/queue:Queue', name: 'tickets', props }]), clean);
  });

  it('judges known actions beside an unknown one', async () => {
    const statement = { Effect: 'Allow', Action: ['s3:GetObjekt', unknown], Resource: '*' };
    const props = { policy: { Statement: [statement] } };
    assert.deepEqual(await runRule(iamKnownAction, [{ type: 'aws:iam/policy:Policy', name: 'monitor', props }]), {
      violations: [
        [
          'monitor',
          "Statement 1 of policy 'monitor' names 's3:GetObjekt', which does not exist: did you mean 's3:GetObject'?",
        ],
      ],
      undetermined: [['monitor', "iam-known-action: part of policy 'monitor' is known only during the update."]],
    });
  });

  it('counts findings after the tenth, in bounded time', async () => {
    const started = performance.now();
    const faults = await findingTexts(...Array.from({ length: 1_000 }, (_, i) => `ec2:NoSuchAction${i}`));
    assert.equal(faults.length, 11);
    assert.equal(faults.at(-1), '990 more findings of this rule on this resource.');
    assert.ok(performance.now() - started < 15_000);
  });
});
