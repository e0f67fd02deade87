import assert from 'node:assert/strict';
import { iamConditionStrength } from '../../../policy/rules/iamConditionStrength';
import { runRule, type StackResource, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const arn = 'arn:aws:s3:::store-1a2b/captures/*';

function policy(...statements: unknown[]): StackResource {
  const document = { Version: '2012-10-17', Statement: statements };
  return { type: 'aws:iam/policy:Policy', name: 'monitor', props: { policy: document } };
}

function allow(condition: unknown, action: unknown = 's3:GetObject'): StackResource {
  return policy({ Effect: 'Allow', Action: action, Resource: arn, Condition: condition });
}

async function findingTexts(resource: StackResource): Promise<string[]> {
  const { violations, undetermined } = await runRule(iamConditionStrength, [resource]);
  assert.deepEqual(undetermined, []);
  return violations.map(([, text]) => text);
}

describe('iam-condition-strength', () => {
  it('passes a statement without a condition, and one with a condition that limits', async () => {
    assert.deepEqual(await runRule(iamConditionStrength, [allow(undefined)]), clean);
    assert.deepEqual(
      await runRule(iamConditionStrength, [allow({ StringEquals: { 'aws:PrincipalAccount': '123456789012' } })]),
      clean,
    );
    const byPrefix = { StringLike: { 's3:prefix': ['captures/*'] } };
    assert.deepEqual(await runRule(iamConditionStrength, [allow(byPrefix, 's3:ListBucket')]), clean);
  });

  it('reports an Allow under a condition that every request meets', async () => {
    assert.deepEqual(
      await findingTexts(allow({ StringLike: { 'aws:PrincipalOrgID': '*' } }, ['s3:GetObject', 's3:PutObject'])),
      [
        "Statement 1 of policy 'monitor' allows 's3:GetObject', 's3:PutObject' under a condition that limits nothing " +
          "(StringLike on 'aws:PrincipalOrgID' matches every request): add a condition that excludes other requests.",
      ],
    );
  });

  it('reports an Allow under a condition that a missing key meets', async () => {
    assert.deepEqual(await findingTexts(allow({ StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1a' } })), [
      "Statement 1 of policy 'monitor' allows 's3:GetObject' under a condition that callers can bypass " +
        "(StringEqualsIfExists on 'aws:SourceVpce' also matches requests without that key): use a key that callers can neither " +
        'omit nor set.',
    ]);
  });

  it('reports a condition that no request meets, for the actions concerned', async () => {
    assert.deepEqual(
      await findingTexts(allow({ StringLike: { 's3:prefix': 'captures/*' } }, ['s3:GetObject', 's3:ListBucket'])),
      [
        "Statement 1 of policy 'monitor' allows 's3:GetObject' under a condition that is never met (StringLike on " +
          "'s3:prefix' never holds, because the action never sends that key), so the statement has no effect: fix the " +
          'condition or remove the statement.',
      ],
    );
  });

  it('reports a Deny that never applies, and no other', async () => {
    const deny = (condition: unknown) =>
      policy({ Sid: 'Keep', Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: condition });
    assert.deepEqual(
      await findingTexts(deny({ StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/*' } })),
      [
        "Statement 'Keep' of policy 'monitor' denies 's3:*' under a condition that is never met (StringEquals on " +
          "'aws:PrincipalArn' matches no value (it compares '*' literally: use StringLike)), so the statement has no " +
          'effect: fix the condition or remove the statement.',
      ],
    );
    for (const condition of [
      { Bool: { 'aws:SecureTransport': 'false' } },
      { StringLike: { 'aws:PrincipalOrgID': '*' } },
    ]) {
      assert.deepEqual(await findingTexts(deny(condition)), []);
    }
  });

  it('counts a glob only where all actions that it matches agree', async () => {
    assert.deepEqual(await findingTexts(allow({ StringLike: { 's3:prefix': 'captures/*' } }, 's3:*')), []);
    const [fault = ''] = await findingTexts(allow({ StringLike: { 's3:prefix': 'captures/*' } }, 's3:GetObject*'));
    assert.match(fault, /allows 's3:GetObject\*' under a condition that is never met/);
  });

  it('does not apply to other resources', async () => {
    const { props } = allow({ StringLike: { 'aws:PrincipalOrgID': '*' } });
    assert.deepEqual(
      await runRule(iamConditionStrength, [{ type: 'aws:sqs/queue:Queue', name: 'q', ...(props && { props }) }]),
      clean,
    );
  });

  it('leaves a condition undetermined that is not known yet, or whose key is not in the action table', async () => {
    assert.deepEqual(await runRule(iamConditionStrength, [allow({ StringEquals: { 'aws:SourceVpce': unknown } })]), {
      violations: [],
      undetermined: [['monitor', "iam-condition-strength: part of policy 'monitor' is known only during the update."]],
    });
    assert.deepEqual(
      (await runRule(iamConditionStrength, [allow({ StringEquals: { 'quantum:Spin': 'up' } })])).undetermined,
      [
        [
          'monitor',
          "iam-condition-strength: statement 1 of policy 'monitor' has a condition that can't be evaluated: StringEquals on " +
            "'quantum:Spin' uses a condition key that is not in the action table.",
        ],
      ],
    );
  });
});
