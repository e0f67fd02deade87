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

async function faultsOf(...actions: unknown[]): Promise<string[]> {
  const { violations } = await runRule(iamKnownAction, [policy({ Effect: 'Allow', Action: actions, Resource: '*' })]);
  return violations.map(([, text]) => text);
}

describe('iam-known-action', () => {
  it('passes actions that exist, in any spelling of their letters, and globs that match some', async () => {
    assert.deepEqual(await runRule(iamKnownAction, [policy({ Action: ['S3:getobject', 's3:Get*', '*'] })]), clean);
    const trust = JSON.stringify({ Statement: { Effect: 'Allow', Action: 'sts:AssumeRole' } });
    const role = { type: 'aws:iam/role:Role', name: 'monitor', props: { assumeRolePolicy: trust } };
    assert.deepEqual(await runRule(iamKnownAction, [role]), clean);
  });

  it('refuses an action that does not exist, with the nearest that does', async () => {
    assert.deepEqual(await faultsOf('s3:GetObjekt', 'lamda:InvokeFunction', 's3:Frobnicate', 's3:Frob*', 'PassRole'), [
      "Statement 1 in policy of 'monitor' names 's3:GetObjekt', which does not exist: do you mean 's3:GetObject'?",
      "Statement 1 in policy of 'monitor' names 'lamda:InvokeFunction', which does not exist: do you mean 'lambda:InvokeFunction'?",
      "Statement 1 in policy of 'monitor' names 's3:Frobnicate', which does not exist: correct it or take it out.",
      "Statement 1 in policy of 'monitor' names 's3:Frob*', which matches no action: correct it or take it out.",
      "Statement 1 in policy of 'monitor' names 'PassRole', which has no service: write service:Action.",
    ]);
  });

  it('reads what is denied and NotAction, where a slip takes a protection away', async () => {
    const stack = [policy({ Sid: 'Keep', Effect: 'Deny', Action: 's3:DeleteObjekt' }, { NotAction: 'iam:PasRole' })];
    assert.deepEqual((await runRule(iamKnownAction, stack)).violations, [
      [
        'monitor',
        "Statement 'Keep' in policy of 'monitor' names 's3:DeleteObjekt', which does not exist: do you mean 's3:DeleteObject'?",
      ],
      [
        'monitor',
        "Statement 2 in policy of 'monitor' names 'iam:PasRole', which does not exist: do you mean 'iam:PassRole'?",
      ],
    ]);
  });

  it('leaves a service undecided that the table does not know', async () => {
    const { violations, undetermined } = await runRule(iamKnownAction, [policy({ Action: 'quantumteleport:Beam' })]);
    assert.deepEqual(violations, []);
    assert.match(
      undetermined[0]?.[1] ?? '',
      /^iam-known-action: Statement 1 in policy of 'monitor' names 'quantumteleport:Beam', of a service that the table of \d{4}-\d\d-\d\d doesn't know\.$/,
    );
  });

  it('does not apply to what is no IAM document', async () => {
    const props = { policy: JSON.stringify({ Statement: { Action: 's3:GetObjekt' } }) };
    assert.deepEqual(await runRule(iamKnownAction, [{ type: 'aws:sqs/queue:Queue', name: 'tickets', props }]), clean);
  });

  it('judges what is known beside an unknown action', async () => {
    const statement = { Effect: 'Allow', Action: ['s3:GetObjekt', unknown], Resource: '*' };
    const props = { policy: { Statement: [statement] } };
    assert.deepEqual(await runRule(iamKnownAction, [{ type: 'aws:iam/policy:Policy', name: 'monitor', props }]), {
      violations: [
        [
          'monitor',
          "Statement 1 in policy of 'monitor' names 's3:GetObjekt', which does not exist: do you mean 's3:GetObject'?",
        ],
      ],
      undetermined: [['monitor', "iam-known-action: a part of policy of 'monitor' is known only during the update."]],
    });
  });

  it('counts what is past the tenth, in bounded time', async () => {
    const started = performance.now();
    const faults = await faultsOf(...Array.from({ length: 1_000 }, (_, i) => `ec2:NoSuchAction${i}`));
    assert.equal(faults.length, 11);
    assert.equal(faults.at(-1), '990 more findings of this rule on this resource.');
    assert.ok(performance.now() - started < 15_000);
  });
});
