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

async function faultsOf(resource: StackResource): Promise<string[]> {
  const { violations, undetermined } = await runRule(iamConditionStrength, [resource]);
  assert.deepEqual(undetermined, []);
  return violations.map(([, text]) => text);
}

describe('iam-condition-strength', () => {
  it('passes a statement without a condition, and one whose condition limits', async () => {
    assert.deepEqual(await runRule(iamConditionStrength, [allow(undefined)]), clean);
    assert.deepEqual(
      await runRule(iamConditionStrength, [allow({ StringEquals: { 'aws:PrincipalAccount': '123456789012' } })]),
      clean,
    );
    const byPrefix = { StringLike: { 's3:prefix': ['captures/*'] } };
    assert.deepEqual(await runRule(iamConditionStrength, [allow(byPrefix, 's3:ListBucket')]), clean);
  });

  it('refuses to allow under a condition that everybody meets', async () => {
    assert.deepEqual(
      await faultsOf(allow({ StringLike: { 'aws:PrincipalOrgID': '*' } }, ['s3:GetObject', 's3:PutObject'])),
      [
        "Statement 1 in policy of 'monitor' allows 's3:GetObject', 's3:PutObject' under a condition that limits nobody " +
          "(StringLike on 'aws:PrincipalOrgID' matches every request): ask for something that leaves others out.",
      ],
    );
  });

  it('refuses to allow under a condition that leaving the key out meets', async () => {
    assert.deepEqual(await faultsOf(allow({ StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1a' } })), [
      "Statement 1 in policy of 'monitor' allows 's3:GetObject' under a condition that a caller can get round " +
        "(StringEqualsIfExists on 'aws:SourceVpce' also matches requests without that key): ask for a key that can't be left " +
        'out or made up.',
    ]);
  });

  it('refuses a condition that nobody meets, for the actions that it is so of', async () => {
    assert.deepEqual(
      await faultsOf(allow({ StringLike: { 's3:prefix': 'captures/*' } }, ['s3:GetObject', 's3:ListBucket'])),
      [
        "Statement 1 in policy of 'monitor' allows 's3:GetObject' under a condition that is never met (StringLike on " +
          "'s3:prefix' never holds, because the action never sends that key), so that it allows nothing: correct the " +
          'condition or take the statement out.',
      ],
    );
  });

  it('refuses a Deny that never applies, and no other', async () => {
    const deny = (condition: unknown) =>
      policy({ Sid: 'Keep', Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: condition });
    assert.deepEqual(
      await faultsOf(deny({ StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/*' } })),
      [
        "Statement 'Keep' in policy of 'monitor' denies 's3:*' under a condition that is never met (StringEquals on " +
          "'aws:PrincipalArn' matches no value (it compares '*' literally: use StringLike)), so that it denies nothing: " +
          'correct the condition or take the statement out.',
      ],
    );
    for (const condition of [
      { Bool: { 'aws:SecureTransport': 'false' } },
      { StringLike: { 'aws:PrincipalOrgID': '*' } },
    ]) {
      assert.deepEqual(await faultsOf(deny(condition)), []);
    }
  });

  it('counts a glob only where all that it stands for agree', async () => {
    assert.deepEqual(await faultsOf(allow({ StringLike: { 's3:prefix': 'captures/*' } }, 's3:*')), []);
    const [fault = ''] = await faultsOf(allow({ StringLike: { 's3:prefix': 'captures/*' } }, 's3:GetObject*'));
    assert.match(fault, /allows 's3:GetObject\*' under a condition that is never met/);
  });

  it('does not apply to what is no IAM document', async () => {
    const { props } = allow({ StringLike: { 'aws:PrincipalOrgID': '*' } });
    assert.deepEqual(
      await runRule(iamConditionStrength, [{ type: 'aws:sqs/queue:Queue', name: 'q', ...(props && { props }) }]),
      clean,
    );
  });

  it('leaves a condition undecided that is not known yet, or whose key nobody knows', async () => {
    assert.deepEqual(await runRule(iamConditionStrength, [allow({ StringEquals: { 'aws:SourceVpce': unknown } })]), {
      violations: [],
      undetermined: [
        ['monitor', "iam-condition-strength: a part of policy of 'monitor' is known only during the update."],
      ],
    });
    assert.deepEqual(
      (await runRule(iamConditionStrength, [allow({ StringEquals: { 'quantum:Spin': 'up' } })])).undetermined,
      [
        [
          'monitor',
          "iam-condition-strength: Statement 1 in policy of 'monitor' has a condition that can't be judged: StringEquals on " +
            "'quantum:Spin' uses a condition key that is not in the action table.",
        ],
      ],
    );
  });
});
