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

async function faultsOf(statement: object, config: object = {}, props: object = made): Promise<string[]> {
  const { violations, undetermined } = await runRule(iamTrust, [role(statement, props)], { ...config });
  assert.deepEqual(undetermined, []);
  return violations.map(([, text]) => text.replace("Statement 1 in assumeRolePolicy of 'monitor' ", ''));
}

const everybody = (text: string) =>
  `trusts every principal ('${text}'): name the services or accounts that may assume it.`;
const stranger = (why = '') =>
  `trusts account ${other} without asking for an sts:ExternalId${why}: add that condition, or list the account in ` +
  'trustedAccounts if it is yours.';

describe('iam-trust: accounts', () => {
  it('refuses a trust in everybody, however it is written', async () => {
    for (const principal of ['*', { AWS: '*' }, { AWS: [`arn:aws:iam::123456789012:role/a`, '*'] }]) {
      assert.ok((await faultsOf({ Principal: principal })).includes(everybody('*')));
    }
    assert.deepEqual(await faultsOf({ Principal: { AWS: 'arn:aws:iam::*:root' } }), [everybody('arn:aws:iam::*:root')]);
    assert.deepEqual(await faultsOf({ Principal: { Service: '*' } }), [everybody('*')]);
    assert.deepEqual(await faultsOf({ NotPrincipal: { AWS: `arn:aws:iam::${other}:root` } }), [
      'allows every principal but a few with NotPrincipal: say what is needed in Principal.',
    ]);
  });

  it('passes everybody of an organisation', async () => {
    const inside = (value: string) => ({
      Principal: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': value } },
    });
    assert.deepEqual(await faultsOf(inside('o-a1b2c3d4e5')), []);
    const anyOf = { Principal: '*', Condition: { StringLike: { 'aws:PrincipalOrgID': 'o-*' } } };
    assert.deepEqual(await faultsOf(anyOf), [everybody('*')]);
  });

  it('asks another account for an external id of its own', async () => {
    for (const aws of [other, `arn:aws:iam::${other}:root`, `arn:aws:iam::${other}:role/vendor`]) {
      assert.deepEqual(await faultsOf({ Principal: { AWS: aws } }), [stranger()]);
    }
    const given = (condition: object) => faultsOf({ Principal: { AWS: other }, Condition: condition });
    assert.deepEqual(await given({ StringEquals: { 'sts:ExternalId': 'a-long-secret' } }), []);
    assert.deepEqual(await given({ StringLike: { 'sts:ExternalId': '*' } }), [
      stranger(" (StringLike on 'sts:ExternalId' matches every request)"),
    ]);
    assert.deepEqual(await given({ StringEqualsIfExists: { 'sts:ExternalId': 'a-long-secret' } }), [
      stranger(" (StringEqualsIfExists on 'sts:ExternalId' also matches requests without that key)"),
    ]);
    assert.deepEqual(await given({ Null: { 'sts:ExternalId': 'false' } }), [stranger()]);
    assert.deepEqual(await given({ StringNotEquals: { 'sts:ExternalId': 'x' } }), [stranger()]);
  });

  it("knows which accounts are of the same owner: those of config, and the role's own", async () => {
    const statement = { Principal: { AWS: `arn:aws:iam::${other}:root` } };
    assert.deepEqual(await faultsOf(statement, { trustedAccounts: [other] }), []);
    assert.deepEqual(await faultsOf(statement, {}, { arn: `arn:aws:iam::${other}:role/monitor` }), []);
    assert.deepEqual(await faultsOf(statement, {}, { permissionsBoundary: `arn:aws:iam::${other}:policy/limit` }), []);
    const managed = ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::123456789012:policy/read'];
    assert.deepEqual(await faultsOf(statement, {}, { managedPolicyArns: managed }), [stranger()]);
  });

  it("leaves one account open while the role's own is not known, and decides when it is", async () => {
    const statement = { Principal: { AWS: `arn:aws:iam::${other}:root` } };
    for (const props of [{}, { arn: unknown, managedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }]) {
      assert.deepEqual(await runRule(iamTrust, [role(statement, props)]), {
        violations: [],
        undetermined: [
          [
            'monitor',
            `iam-trust: Statement 1 in assumeRolePolicy of 'monitor' trusts account ${other} without asking for an ` +
              'sts:ExternalId, and whether that is the own account of the role is known only when the role is made: add that ' +
              'condition, or list the account in trustedAccounts if it is yours.',
          ],
        ],
      });
    }
    assert.deepEqual(await faultsOf(statement, { trustedAccounts: [other] }, {}), []);
    assert.deepEqual(await faultsOf(statement, {}, made), [stranger()]);
    assert.deepEqual(await faultsOf(statement, {}, { arn: `arn:aws:iam::${other}:role/monitor` }), []);
  });

  it('refuses two accounts at once, for one of them is another', async () => {
    const third = '444455556666';
    const both = { Principal: { AWS: [other, `arn:aws:iam::${third}:root`, `arn:aws:iam::${other}:role/a`] } };
    assert.deepEqual(await faultsOf(both, {}, {}), [
      `trusts accounts ${other}, ${third} without asking for an sts:ExternalId, and at most one of them is the own account ` +
        'of the role: add that condition, or list in trustedAccounts those that are yours.',
    ]);
    assert.deepEqual(await faultsOf(both), [stranger(), stranger().replace(other, third)]);
    assert.deepEqual(
      await faultsOf({ ...both, Condition: { StringEquals: { 'sts:ExternalId': 'secret' } } }, {}, {}),
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
    `trusts identity provider '${host}' without asking who it speaks for${why}: add conditions on ${claims} that name somebody.`;

  it('passes a subject and an audience', async () => {
    const named = {
      [`${github}:sub`]: 'repo:acme/monitor:ref:refs/heads/main',
      [`${github}:aud`]: 'sts.amazonaws.com',
    };
    assert.deepEqual(await faultsOf(federated(github, { StringEquals: named })), []);
    const eks = 'oidc.eks.eu-west-1.amazonaws.com/id/1A2B';
    const account = { [`${eks}:sub`]: 'system:serviceaccount:ml:*', [`${eks}:aud`]: 'sts.amazonaws.com' };
    assert.deepEqual(await faultsOf(federated(eks, { StringLike: account })), []);
    const pool = {
      StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:pool' },
      'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
    };
    const cognito = { ...federated('', pool), Principal: { Federated: 'cognito-identity.amazonaws.com' } };
    assert.deepEqual(await faultsOf(cognito), []);
  });

  it('refuses a provider that speaks for everybody', async () => {
    assert.deepEqual(await faultsOf(federated(github, {})), [open(github, `${github}:sub and ${github}:aud`)]);
    const audience = { StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' } };
    assert.deepEqual(await faultsOf(federated(github, audience)), [open(github, `${github}:sub`)]);
    for (const sub of ['repo:*', 'repo:*/monitor:*', 'repo:acme*/monitor:*']) {
      const loose = { ...audience, StringLike: { [`${github}:sub`]: ['repo:acme/monitor:*', sub] } };
      assert.deepEqual(await faultsOf(federated(github, loose)), [open(github, `${github}:sub`)], sub);
    }
    const absent = { ...audience, 'ForAllValues:StringLike': { [`${github}:sub`]: 'repo:acme/monitor:*' } };
    assert.deepEqual(await faultsOf(federated(github, absent)), [
      open(
        github,
        `${github}:sub`,
        ` (ForAllValues:StringLike on '${github}:sub' also matches requests without that key)`,
      ),
    ]);
    assert.deepEqual(await faultsOf({ ...federated('', {}), Principal: { Federated: 'accounts.google.com' } }), [
      open('accounts.google.com', 'accounts.google.com:sub and accounts.google.com:aud'),
    ]);
  });

  it('asks a SAML provider for its audience', async () => {
    const provider = 'arn:aws:iam::123456789012:saml-provider/corp';
    const saml = (Condition: object) => ({
      Principal: { Federated: provider },
      Action: 'sts:AssumeRoleWithSAML',
      Condition,
    });
    assert.deepEqual(await faultsOf(saml({ StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } })), []);
    assert.deepEqual(await faultsOf(saml({})), [
      `trusts SAML provider '${provider}' without asking for SAML:aud: ask for 'https://signin.aws.amazon.com/saml' with ` +
        'StringEquals.',
    ]);
  });

  it('asks also before the provider is made, and leaves what it is undecided', async () => {
    const statement = { Principal: { Federated: unknown }, Action: 'sts:AssumeRoleWithWebIdentity', Condition: {} };
    assert.deepEqual(await runRule(iamTrust, [role(statement)]), {
      violations: [
        [
          'monitor',
          "Statement 1 in assumeRolePolicy of 'monitor' trusts an identity provider without asking who it speaks for: " +
            'add conditions on its sub and aud that name somebody.',
        ],
      ],
      undetermined: [
        ['monitor', "iam-trust: a part of assumeRolePolicy of 'monitor' is known only during the update."],
      ],
    });
  });
});

describe('iam-trust: services', () => {
  const service = (name: string, condition?: object) =>
    faultsOf({ Principal: { Service: name }, Condition: condition });
  const own = { StringEquals: { 'aws:SourceAccount': '123456789012' } };
  const deputy = (name: string, why = '') =>
    `trusts '${name}' whoever it works for${why}: ask for your account with aws:SourceAccount or aws:SourceArn.`;

  it('asks those for an account that send it', async () => {
    assert.deepEqual(await service('sagemaker.amazonaws.com', own), []);
    assert.deepEqual(await service('sagemaker.amazonaws.com'), [deputy('sagemaker.amazonaws.com')]);
    const anyTrail = { ArnLike: { 'aws:SourceArn': 'arn:aws:scheduler:*:*:schedule-group/*' } };
    assert.deepEqual(await service('scheduler.amazonaws.com', anyTrail), [
      deputy('scheduler.amazonaws.com', " (ArnLike on 'aws:SourceArn' matches every request)"),
    ]);
  });

  it('knows a service by its principal, in a region too', async () => {
    for (const name of ['logs.eu-west-1.amazonaws.com', 'pipes.amazonaws.com', 'airflow-env.amazonaws.com.cn']) {
      assert.deepEqual(await service(name), [deputy(name)]);
      assert.deepEqual(await service(name, own), []);
    }
  });

  it('asks nothing of the others, and says where a condition locks one out', async () => {
    const silent = ['lambda', 'glue', 'backup', 'firehose', 'events', 'states', 'ec2', 'cloudtrail', 'new'];
    for (const name of silent.map((each) => `${each}.amazonaws.com`)) {
      assert.deepEqual(await service(name), []);
    }
    assert.deepEqual(await service('lambda.amazonaws.com', own), []);
    assert.deepEqual(await service('ec2.amazonaws.com', own), [
      "asks 'ec2.amazonaws.com' for aws:SourceAccount or aws:SourceArn, which it doesn't send, so that it can't assume " +
        'the role: take that condition out.',
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

  it('does not apply to what a role may do, to a Deny, or to other resources', async () => {
    const props = {
      policy: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*', Resource: '*' }] },
    };
    assert.deepEqual(await runRule(iamTrust, [{ type: 'aws:iam/policy:Policy', name: 'p', props }]), clean);
    assert.deepEqual(await runRule(iamTrust, [{ type: 'aws:s3/bucketPolicy:BucketPolicy', name: 'p', props }]), clean);
    assert.deepEqual(await faultsOf({ Effect: 'Deny', Principal: '*' }), []);
  });
});
