import assert from 'node:assert/strict';
import { iamTrust } from '../../../policy/rules/iamTrust';
import { runRule, type StackResource, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const other = '111122223333';

function role(statement: object, props: object = {}): StackResource {
  const document = { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }] };
  return { type: 'aws:iam/role:Role', name: 'monitor', props: { assumeRolePolicy: document, ...props } };
}

const made = { arn: 'arn:aws:iam::123456789012:role/monitor' };

async function findingTexts(statement: object, config: object = {}, props: object = made): Promise<string[]> {
  const { violations, undetermined } = await runRule(iamTrust, [role(statement, props)], { ...config });
  assert.deepEqual(undetermined, []);
  return violations.map(([, text]) => text.replace("Statement 1 of the trust policy of role 'monitor' ", ''));
}

const everyone = (text: string) =>
  `trusts every principal ('${text}'): name the services or accounts that assume the role.`;
const otherAccount = (why = '') =>
  `trusts account ${other} without a condition on sts:ExternalId${why}: add the condition, or add the account to ` +
  'trustedAccounts if it is yours.';

describe('iam-trust: accounts', () => {
  it('reports trust in everyone, in every form', async () => {
    for (const principal of ['*', { AWS: '*' }, { AWS: [`arn:aws:iam::123456789012:role/a`, '*'] }]) {
      assert.ok((await findingTexts({ Principal: principal })).includes(everyone('*')));
    }
    assert.deepEqual(await findingTexts({ Principal: { AWS: 'arn:aws:iam::*:root' } }), [
      everyone('arn:aws:iam::*:root'),
    ]);
    assert.deepEqual(await findingTexts({ Principal: { Service: '*' } }), [everyone('*')]);
    assert.deepEqual(await findingTexts({ NotPrincipal: { AWS: `arn:aws:iam::${other}:root` } }), [
      'trusts every other principal with NotPrincipal: list the principals in Principal.',
    ]);
  });

  it('passes everyone of an organization', async () => {
    const inside = (value: string) => ({
      Principal: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': value } },
    });
    assert.deepEqual(await findingTexts(inside('o-a1b2c3d4e5')), []);
    const anyOf = { Principal: '*', Condition: { StringLike: { 'aws:PrincipalOrgID': 'o-*' } } };
    assert.deepEqual(await findingTexts(anyOf), [everyone('*')]);
    const named = (arn: string) => ({ Principal: '*', Condition: { ArnLike: { 'aws:PrincipalArn': arn } } });
    assert.deepEqual(await findingTexts(named('arn:aws:iam::123456789012:role/ops')), []);
    assert.deepEqual(await findingTexts(named('arn:aws:iam::*:role/ops')), [everyone('*')]);
  });

  it('requires an external ID of another account', async () => {
    for (const aws of [other, `arn:aws:iam::${other}:root`, `arn:aws:iam::${other}:role/vendor`]) {
      assert.deepEqual(await findingTexts({ Principal: { AWS: aws } }), [otherAccount()]);
    }
    const findingsWith = (condition: object) => findingTexts({ Principal: { AWS: other }, Condition: condition });
    assert.deepEqual(await findingsWith({ StringEquals: { 'sts:ExternalId': 'a-long-secret' } }), []);
    assert.deepEqual(await findingsWith({ StringLike: { 'sts:ExternalId': '*' } }), [
      otherAccount(" (StringLike on 'sts:ExternalId' matches every request)"),
    ]);
    assert.deepEqual(await findingsWith({ StringEqualsIfExists: { 'sts:ExternalId': 'a-long-secret' } }), [
      otherAccount(" (StringEqualsIfExists on 'sts:ExternalId' also matches requests without that key)"),
    ]);
    assert.deepEqual(await findingsWith({ Null: { 'sts:ExternalId': 'false' } }), [otherAccount()]);
    assert.deepEqual(await findingsWith({ StringNotEquals: { 'sts:ExternalId': 'x' } }), [otherAccount()]);
  });

  it("trusts the accounts of config and the role's own", async () => {
    const statement = { Principal: { AWS: `arn:aws:iam::${other}:root` } };
    assert.deepEqual(await findingTexts(statement, { trustedAccounts: [other] }), []);
    assert.deepEqual(await findingTexts(statement, {}, { arn: `arn:aws:iam::${other}:role/monitor` }), []);
    assert.deepEqual(
      await findingTexts(statement, {}, { permissionsBoundary: `arn:aws:iam::${other}:policy/limit` }),
      [],
    );
    const managed = ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::123456789012:policy/read'];
    assert.deepEqual(await findingTexts(statement, {}, { managedPolicyArns: managed }), [otherAccount()]);
  });

  it("leaves one account undetermined while the role's own is not known", async () => {
    const statement = { Principal: { AWS: `arn:aws:iam::${other}:root` } };
    for (const props of [{}, { arn: unknown, managedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }]) {
      assert.deepEqual(await runRule(iamTrust, [role(statement, props)]), {
        violations: [],
        undetermined: [
          [
            'monitor',
            `iam-trust: statement 1 of the trust policy of role 'monitor' trusts account ${other}, which may be its own account, ` +
              'without a condition on sts:ExternalId: add the condition, or add the account to trustedAccounts if it is yours.',
          ],
        ],
      });
    }
    assert.deepEqual(await findingTexts(statement, { trustedAccounts: [other] }, {}), []);
    assert.deepEqual(await findingTexts(statement, {}, made), [otherAccount()]);
    assert.deepEqual(await findingTexts(statement, {}, { arn: `arn:aws:iam::${other}:role/monitor` }), []);
  });

  it('reports two accounts while the own one is unknown', async () => {
    const third = '444455556666';
    const both = { Principal: { AWS: [other, `arn:aws:iam::${third}:root`, `arn:aws:iam::${other}:role/a`] } };
    assert.deepEqual(await findingTexts(both, {}, {}), [
      `trusts accounts ${other}, ${third} without a condition on sts:ExternalId, and at most one of them is the role's ` +
        'own account: add the condition, or add your accounts to trustedAccounts.',
    ]);
    assert.deepEqual(await findingTexts(both), [otherAccount(), otherAccount().replace(other, third)]);
    assert.deepEqual(
      await findingTexts({ ...both, Condition: { StringEquals: { 'sts:ExternalId': 'secret' } } }, {}, {}),
      [],
    );
  });
});

describe('iam-trust: identity providers', () => {
  const github = 'token.actions.githubusercontent.com';
  const federated = (host: string, condition: object) => ({
    Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${host}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: condition,
  });
  const open = (host: string, claims: string, why = '') =>
    `trusts identity provider '${host}' for any subject${why}: add conditions on ${claims} that name yours.`;

  const wide = (host: string) =>
    open(host, `${host}:sub`).replace('any subject', 'subjects of strangers or of a whole organization');

  it('passes a subject and an audience', async () => {
    const named = {
      [`${github}:sub`]: 'repo:acme/monitor:ref:refs/heads/main',
      [`${github}:aud`]: 'sts.amazonaws.com',
    };
    assert.deepEqual(await findingTexts(federated(github, { StringEquals: named })), []);
    const eks = 'oidc.eks.eu-west-1.amazonaws.com/id/1A2B';
    const account = { [`${eks}:sub`]: 'system:serviceaccount:ml:*', [`${eks}:aud`]: 'sts.amazonaws.com' };
    assert.deepEqual(await findingTexts(federated(eks, { StringLike: account })), []);
    const pool = {
      StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:pool' },
      'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
    };
    const cognito = { ...federated('', pool), Principal: { Federated: 'cognito-identity.amazonaws.com' } };
    assert.deepEqual(await findingTexts(cognito), []);
  });

  it('reports a provider without a limited subject', async () => {
    assert.deepEqual(await findingTexts(federated(github, {})), [open(github, `${github}:sub and ${github}:aud`)]);
    const audience = { StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' } };
    assert.deepEqual(await findingTexts(federated(github, audience)), [open(github, `${github}:sub`)]);
    for (const sub of ['repo:*', 'repo:*/monitor:*', 'repo:acme*/monitor:*', 'repo:acme/*', 'repo:acme/m*:*']) {
      const loose = { ...audience, StringLike: { [`${github}:sub`]: ['repo:acme/monitor:*', sub] } };
      assert.deepEqual(await findingTexts(federated(github, loose)), [wide(github)], sub);
    }
    const absent = { ...audience, 'ForAllValues:StringLike': { [`${github}:sub`]: 'repo:acme/monitor:*' } };
    assert.deepEqual(await findingTexts(federated(github, absent)), [
      open(
        github,
        `${github}:sub`,
        ` (ForAllValues:StringLike on '${github}:sub' also matches requests without that key)`,
      ),
    ]);
    assert.deepEqual(await findingTexts({ ...federated('', {}), Principal: { Federated: 'accounts.google.com' } }), [
      open('accounts.google.com', 'accounts.google.com:sub and accounts.google.com:aud'),
    ]);
  });

  it('requires an audience of a SAML provider', async () => {
    const provider = 'arn:aws:iam::123456789012:saml-provider/corp';
    const saml = (Condition: object) => ({
      Principal: { Federated: provider },
      Action: 'sts:AssumeRoleWithSAML',
      Condition,
    });
    assert.deepEqual(
      await findingTexts(saml({ StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } })),
      [],
    );
    assert.deepEqual(await findingTexts(saml({})), [
      `trusts SAML provider '${provider}' without a condition on SAML:aud: add StringEquals with ` +
        "'https://signin.aws.amazon.com/saml'.",
    ]);
  });

  it('requires a subject of an unknown provider, and is undetermined otherwise', async () => {
    const statement = { Principal: { Federated: unknown }, Action: 'sts:AssumeRoleWithWebIdentity', Condition: {} };
    assert.deepEqual(await runRule(iamTrust, [role(statement)]), {
      violations: [
        [
          'monitor',
          "Statement 1 of the trust policy of role 'monitor' trusts an identity provider for any subject: " +
            'add conditions on its sub and aud that name yours.',
        ],
      ],
      undetermined: [
        ['monitor', "iam-trust: part of the trust policy of role 'monitor' is known only during the update."],
      ],
    });
  });
});

describe('iam-trust: services', () => {
  const service = (name: string, condition?: object) =>
    findingTexts({ Principal: { Service: name }, Condition: condition });
  const own = { StringEquals: { 'aws:SourceAccount': '123456789012' } };
  const deputy = (name: string, why = '') =>
    `trusts ${name} on behalf of any account${why} (confused deputy): add a condition on aws:SourceAccount or aws:SourceArn.`;

  it('requires an account of services that send one', async () => {
    assert.deepEqual(await service('sagemaker.amazonaws.com', own), []);
    assert.deepEqual(await service('sagemaker.amazonaws.com'), [deputy('sagemaker.amazonaws.com')]);
    const anyTrail = { ArnLike: { 'aws:SourceArn': 'arn:aws:scheduler:*:*:schedule-group/*' } };
    assert.deepEqual(await service('scheduler.amazonaws.com', anyTrail), [
      deputy('scheduler.amazonaws.com', " (ArnLike on 'aws:SourceArn' matches every request)"),
    ]);
  });

  it('recognizes regional service principals', async () => {
    for (const name of [
      'logs.eu-west-1.amazonaws.com',
      'pipes.amazonaws.com',
      'airflow-env.amazonaws.com.cn',
      'monitoring.rds.amazonaws.com',
      ...['states', 'events', 'fis', 'appstream'].map((prefix) => `${prefix}.amazonaws.com`),
    ]) {
      assert.deepEqual(await service(name), [deputy(name)]);
      assert.deepEqual(await service(name, own), []);
    }
  });

  it('requires a tag of the certificate of Roles Anywhere', async () => {
    const anchor = { ArnEquals: { 'aws:SourceArn': 'arn:aws:rolesanywhere:eu-west-1:123456789012:trust-anchor/1a2b' } };
    const [found = '', ...others] = await service('rolesanywhere.amazonaws.com', anchor);
    assert.match(found, /^trusts every certificate that a trust anchor of rolesanywhere.amazonaws.com accepts: add/);
    assert.deepEqual(others, []);
    const named = { ...anchor, StringEquals: { 'aws:PrincipalTag/x509Subject/CN': 'monitor' } };
    assert.deepEqual(await service('rolesanywhere.amazonaws.com', named), []);
  });

  it('requires nothing of the others, and reports a condition that excludes one', async () => {
    const silent = ['lambda', 'glue', 'backup', 'firehose', 'ec2', 'cloudtrail', 'new'];
    for (const name of silent.map((prefix) => `${prefix}.amazonaws.com`)) {
      assert.deepEqual(await service(name), []);
    }
    assert.deepEqual(await service('lambda.amazonaws.com', own), []);
    assert.deepEqual(await service('ec2.amazonaws.com', own), [
      'requires aws:SourceAccount or aws:SourceArn of ec2.amazonaws.com, which does not send them and so cannot assume ' +
        'the role: remove that condition.',
    ]);
  });

  it("passes the monitor's own trust in a first preview, its account unknown", async () => {
    const condition = { StringEquals: { 'aws:SourceAccount': unknown }, ArnLike: { 'aws:SourceArn': unknown } };
    const { violations, undetermined } = await runRule(iamTrust, [
      role({ Principal: { Service: 'sagemaker.amazonaws.com' }, Condition: condition }),
    ]);
    assert.deepEqual(violations, []);
    assert.equal(undetermined.length, 1);
  });

  it('does not apply to permissions, to a Deny, or to other resources', async () => {
    const props = {
      policy: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*', Resource: '*' }] },
    };
    assert.deepEqual(await runRule(iamTrust, [{ type: 'aws:iam/policy:Policy', name: 'p', props }]), clean);
    assert.deepEqual(await runRule(iamTrust, [{ type: 'aws:s3/bucketPolicy:BucketPolicy', name: 'p', props }]), clean);
    assert.deepEqual(await findingTexts({ Effect: 'Deny', Principal: '*' }), []);
  });
});
