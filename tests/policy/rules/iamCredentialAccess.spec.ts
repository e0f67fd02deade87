import assert from 'node:assert/strict';
import { iamCredentialAccess } from '../../../policy/rules/iamCredentialAccess';
import { allow, inlinePolicy, role } from '../iamStack';
import { runRule, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const key = 'arn:aws:kms:eu-west-1:123456789012:key/1a2b';

async function findingTexts(...statements: object[]): Promise<string[]> {
  const { violations } = await runRule(iamCredentialAccess, [role('ops'), inlinePolicy('ops', ...statements)]);
  return violations.map(([, text]) => text);
}

describe('iam-credential-access', () => {
  it('passes named secrets, and a condition that limits', async () => {
    const named = allow(['kms:Decrypt', 'ssm:GetParameter'], [key, 'arn:aws:ssm:eu-west-1:1:parameter/monitor/*']);
    assert.deepEqual(await runRule(iamCredentialAccess, [role('ops'), inlinePolicy('ops', named)]), clean);
    const tagged = { Condition: { StringEquals: { 'aws:ResourceTag/team': 'ml' } } };
    assert.deepEqual(await findingTexts(allow('secretsmanager:GetSecretValue', '*', tagged)), []);
  });

  it('does not apply to a principal that reads no secret', async () => {
    assert.deepEqual(
      await runRule(iamCredentialAccess, [role('ops'), inlinePolicy('ops', allow('sqs:SendMessage'))]),
      clean,
    );
  });

  it('reports access to all secrets, parameters and keys', async () => {
    assert.deepEqual(
      await findingTexts(allow(['secretsmanager:Get*', 'ssm:GetParameter?', 'kms:Decrypt', 'iam:CreateAccessKey'])),
      [
        "Role 'ops' can read any credential of the account: statement 1 of role policy 'ops-policy' allows secretsmanager:GetSecretValue, " +
          "ssm:GetParameters, kms:Decrypt and 1 more on '*'; name the ARNs that are needed.",
      ],
    );
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable.
    const own = allow('iam:CreateAccessKey', 'arn:aws:iam::*:user/${aws:username}');
    assert.deepEqual(await findingTexts(own), []);
  });

  it('reports actions that return a password or an application key', async () => {
    for (const action of ['cognito-idp:DescribeUserPoolClient', 'codepipeline:PollForJobs', 'mediapackage:Rotate*']) {
      assert.equal((await findingTexts(allow(action))).length, 1, action);
    }
  });

  it('passes one user of every database, and tokens with the permissions of the caller', async () => {
    const database = 'arn:aws:redshift:*:*:dbname:*/*';
    const user = (name: string) =>
      allow('redshift:GetClusterCredentials', [database, `arn:aws:redshift:*:*:dbuser:*/${name}`]);
    assert.deepEqual(await findingTexts(user('reports')), []);
    assert.equal((await findingTexts(user('*'))).length, 1);
    assert.deepEqual(
      await findingTexts(allow(['*:GetAuthorizationToken', 'sts:GetFederationToken', 'connect:GetFederationToken'])),
      [],
    );
  });

  it('treats an unknown key as a named one', async () => {
    const policy = { Statement: [allow('kms:Decrypt', unknown)] };
    const stack = [role('ops'), { ...inlinePolicy('ops'), props: { role: 'ops', policy } }];
    assert.deepEqual(await runRule(iamCredentialAccess, stack), clean);
  });
});
