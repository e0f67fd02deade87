import assert from 'node:assert/strict';
import { iamTrust } from '../../../../policy/rules/iamTrust';
import { runRule, type StackResource, unknown } from '../../policyStack';

const github = 'token.actions.githubusercontent.com';

function role(statement: object): StackResource {
  const document = { Statement: [{ Effect: 'Allow', ...statement }] };
  return { type: 'aws:iam/role:Role', name: 'monitor', props: { assumeRolePolicy: document } };
}

async function findingTexts(statement: object): Promise<string[]> {
  const { violations } = await runRule(iamTrust, [role(statement)]);
  return violations.map(([, text]) => text.replace("Statement 1 of the trust policy of role 'monitor' ", ''));
}

const federated = (host: string, condition: object) => ({
  Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${host}` },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: condition,
});
const open = (host: string, whose: string) =>
  `trusts identity provider '${host}' for ${whose}: add conditions on ${host}:sub that name yours.`;
const wide = (host: string) => open(host, 'subjects of strangers or of a whole organization');

describe('identity providers', () => {
  it('reports a subject that names a whole organization, and passes one that names a part of it', async () => {
    for (const [host, organization, part] of [
      ['gitlab.com', 'project_path:acme/*', 'project_path:acme/shop:*'],
      ['app.terraform.io', 'organization:acme:*', 'organization:acme:project:*:workspace:shop:run_phase:*'],
      ['api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc', '{*}:*', '{1a2b}:*'],
      ['oidc.circleci.com/org/1a2b', 'org/1a2b/project/*', 'org/1a2b/project/3c4d/user/*'],
      ['agent.buildkite.com', 'organization:acme:*', 'organization:acme:pipeline:shop:*'],
      ['vstoken.dev.azure.com/1a2b', 'sc://acme/*', 'sc://acme/shop/deployment'],
      ['oidc.vercel.com/acme', 'owner:acme:*', 'owner:acme:project:shop:*'],
      ['api.pulumi.com/oidc', 'pulumi:deploy:org:acme:*', 'pulumi:deploy:org:acme:project:shop:*'],
      [github, 'repository_owner:acme:*', 'repository_owner:acme:repo:acme/shop:*'],
    ] as const) {
      const named = (sub: string) => ({
        StringEquals: { [`${host}:aud`]: 'acme' },
        StringLike: { [`${host}:sub`]: sub },
      });
      assert.deepEqual(await findingTexts(federated(host, named(organization))), [wide(host)]);
      assert.deepEqual(await findingTexts(federated(host, named(part))), [], part);
    }
    const owner = { StringEquals: { [`${github}:aud`]: 'acme', [`${github}:repository_owner_id`]: '1' } };
    assert.deepEqual(await findingTexts(federated(github, owner)), [open(github, 'any subject')]);
  });

  it('judges an unknown provider by the keys of the condition', async () => {
    const statement = (action: string, Condition: object) => ({
      Principal: { Federated: unknown },
      Action: `sts:AssumeRoleWith${action}`,
      Condition,
    });
    const texts = async (action: string, condition: object) =>
      (await runRule(iamTrust, [role(statement(action, condition))])).violations.map(([, text]) => text);
    const named = (sub: string) => ({ StringLike: { [`${github}:sub`]: sub, [`${github}:aud`]: 'sts.amazonaws.com' } });
    assert.deepEqual(await texts('WebIdentity', named('repo:acme/monitor:*')), []);
    assert.equal((await texts('WebIdentity', named('repo:acme/*'))).length, 1);
    assert.deepEqual(await texts('SAML', { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } }), []);
    assert.match((await texts('SAML', {})).join(), /trusts a SAML provider without a condition on SAML:aud/);
  });
});
