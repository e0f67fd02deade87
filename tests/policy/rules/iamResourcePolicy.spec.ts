import assert from 'node:assert/strict';
import { iamResourcePolicy } from '../../../policy/rules/iamResourcePolicy';
import { allow, deny, document, role } from '../iamStack';
import { runRule, type StackResource, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const own = '123456789012';
const other = '111122223333';
/** A resource whose ARN has the stack's account. */
const known = role('ops', { arn: `arn:aws:iam::${own}:role/ops` });
const bucket: StackResource = { type: 'aws:s3/bucket:Bucket', name: 'store', props: { bucket: 'store-1a2b' } };

function bucketPolicy(policy: unknown, from: string[] = []): StackResource {
  return {
    type: 'aws:s3/bucketPolicy:BucketPolicy',
    name: 'store-policy',
    props: { bucket: 'store-1a2b', policy },
    from: { bucket: ['store'], policy: from },
  };
}

const read = (Principal: unknown, more: object = {}) =>
  allow('s3:GetObject', 'arn:aws:s3:::store-1a2b/*', { Principal, ...more });

async function findingTexts(statement: object, config: object = {}): Promise<string[]> {
  const stack = [known, bucket, bucketPolicy(document(statement))];
  const { violations, undetermined } = await runRule(iamResourcePolicy, stack, { ...config });
  assert.deepEqual(undetermined, []);
  return violations.map(([, text]) => text.replace("Statement 1 of bucket policy 'store-policy' lets ", ''));
}

const everyone = (why = '') =>
  `everyone read data (s3:GetObject) of bucket 'store'${why}: name the principals, or add a condition such as ` +
  'aws:PrincipalOrgID.';
const otherAccount = (why = '') =>
  `account ${other} read data (s3:GetObject) of bucket 'store'${why}: add a condition such as aws:PrincipalArn, or add the ` +
  'account to trustedAccounts if it is yours.';

describe('iam-resource-policy', () => {
  it("passes the stack's own account, services, a Deny, and harmless actions", async () => {
    for (const statement of [
      read({ AWS: [own, `arn:aws:iam::${own}:role/ops`] }),
      read({ Service: 'logging.s3.amazonaws.com' }),
      deny('s3:*', '*', { Principal: '*' }),
      allow('s3:GetBucketLocation', 'arn:aws:s3:::store-1a2b', { Principal: '*' }),
    ]) {
      assert.deepEqual(await findingTexts(statement), []);
    }
  });

  it('reports access for everyone, with what it allows', async () => {
    for (const principal of ['*', { AWS: '*' }, { AWS: ['*', own] }]) {
      assert.deepEqual(await findingTexts(read(principal)), [everyone()]);
    }
    assert.deepEqual(
      await findingTexts(allow(['s3:Get*', 's3:PutObject', 's3:PutBucketPolicy'], '*', { Principal: '*' })),
      [
        'everyone read data (s3:GetObject, s3:GetObjectVersion), change permissions (s3:PutBucketPolicy) and write or delete ' +
          "data (s3:PutObject) of bucket 'store': name the principals, or add a condition such as " +
          'aws:PrincipalOrgID.',
      ],
    );
    const { Principal: _, ...rest } = read('*') as { Principal: unknown };
    assert.deepEqual(await findingTexts({ ...rest, NotPrincipal: { AWS: own } }), [
      everyone().replace('everyone', 'everyone but its NotPrincipal'),
    ]);
  });

  it('reports another account, unless config lists it', async () => {
    assert.deepEqual(await findingTexts(read({ AWS: `arn:aws:iam::${other}:root` })), [otherAccount()]);
    assert.deepEqual(await findingTexts(read({ AWS: `arn:aws:iam::${other}:root` }), { trustedAccounts: [other] }), []);
  });

  it('accepts a condition that excludes others; for everyone, only one on the caller', async () => {
    const when = (operator: string, key: string, value: string) => ({ Condition: { [operator]: { [key]: value } } });
    const [organization, tls, prefix, not] = [
      when('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'),
      when('Bool', 'aws:SecureTransport', 'true'),
      when('StringEquals', 's3:ExistingObjectTag/public', 'yes'),
      when('StringNotEquals', 'aws:PrincipalAccount', other),
    ];
    assert.deepEqual(await findingTexts(read('*', organization)), []);
    assert.deepEqual(await findingTexts(read('*', when('StringEquals', 'aws:SourceVpce', 'vpce-1a2b'))), []);
    assert.deepEqual(await findingTexts(read('*', tls)), [
      everyone(" (Bool on 'aws:SecureTransport' matches every request)"),
    ]);
    assert.deepEqual(await findingTexts(read('*', prefix)), [everyone()]);
    assert.deepEqual(await findingTexts(read('*', not)), [everyone()]);
    assert.deepEqual(await findingTexts(read({ AWS: other }, prefix)), []);
    assert.deepEqual(await findingTexts(read({ AWS: other }, when('StringLike', 'aws:PrincipalArn', '*'))), [
      otherAccount(" (StringLike on 'aws:PrincipalArn' matches every request)"),
    ]);
  });

  it('reads policies of queues, topics, keys, secrets, repositories and functions, and inline ones', async () => {
    const all = document(allow('*', '*', { Principal: { AWS: other } }));
    const stack: StackResource[] = [
      known,
      { type: 'aws:sqs/queue:Queue', name: 'queue', props: { policy: all } },
      { type: 'aws:sns/topic:Topic', name: 'topic', props: { policy: all } },
      {
        type: 'aws:kms/key:Key',
        name: 'key',
        props: { policy: document(allow('kms:Decrypt', '*', { Principal: '*' })) },
      },
      { type: 'aws:secretsmanager/secretPolicy:SecretPolicy', name: 'secret', props: { policy: all } },
      { type: 'aws:ecr/repositoryPolicy:RepositoryPolicy', name: 'images', props: { policy: all } },
      {
        type: 'aws:lambda/permission:Permission',
        name: 'run',
        props: { function: 'arn:aws:lambda:eu-west-1:1:function:f', action: 'lambda:InvokeFunction', principal: '*' },
      },
    ];
    const { violations } = await runRule(iamResourcePolicy, stack);
    assert.deepEqual(
      violations.map(([name]) => name),
      ['queue', 'topic', 'key', 'secret', 'run', 'images'],
    );
    assert.equal(
      violations[4]?.[1],
      "Permission 'run' lets everyone run code (lambda:InvokeFunction) of a function of another stack: " +
        'name the principals, or add a condition such as aws:PrincipalOrgID.',
    );
  });

  it('accepts no value that a caller of another account can have', async () => {
    const when = (operator: string, key: string, value: string) => ({ Condition: { [operator]: { [key]: value } } });
    for (const [operator, key, value, isLimit] of [
      ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/deploy', false],
      ['ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${own}:role/*`, true],
      ['StringEquals', 'aws:PrincipalTag/team', 'ml', false],
      ['StringEquals', 'aws:username', 'ann', false],
      ['StringLike', 'aws:userid', '*:deploy', false],
      ['StringLike', 'aws:userid', 'AROAEXAMPLE1EXAMPLE1A:*', true],
      ['StringEquals', 'aws:SourceIdentity', 'ann', false],
      ['IpAddress', 'aws:VpcSourceIp', '10.0.0.0/8', false],
      ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-*/r-1a2b/*', false],
      ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-a1b2c3d4e5/r-1a2b/*', true],
    ] as const) {
      const texts = await findingTexts(read('*', when(operator, key, value)));
      assert.equal(texts.length, isLimit ? 0 : 1, `${operator} ${key} ${value}`);
    }
    assert.equal((await findingTexts(read({ AWS: 'arn:aws:iam::*:role/deploy' }))).length, 1);
  });

  it('subtracts a Deny for everyone but own callers', async () => {
    const denying = (operator: string, key: string, value: string, more: object = {}) =>
      deny('s3:*', 'arn:aws:s3:::store-1a2b/*', {
        Principal: '*',
        Condition: { [operator]: { [key]: value } },
        ...more,
      });
    const isFound = async (denial: object) =>
      (await runRule(iamResourcePolicy, [known, bucket, bucketPolicy(document(read('*'), denial))])).violations.length >
      0;
    assert.equal(await isFound(denying('StringNotEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5')), false);
    assert.equal(await isFound(denying('StringNotEquals', 'aws:SourceVpce', 'vpce-1a2b')), false);
    assert.equal(await isFound(denying('NotIpAddress', 'aws:SourceIp', '192.0.2.0/24')), false);
    assert.equal(await isFound(deny('s3:Get*', '*', { Principal: '*' })), false);
    assert.equal(await isFound(denying('Bool', 'aws:SecureTransport', 'false')), true);
    assert.equal(await isFound(denying('StringNotEquals', 'aws:PrincipalTag/team', 'ml')), true);
    assert.equal(await isFound(denying('ForAnyValue:StringNotEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5')), true);
    const elsewhere = { Resource: 'arn:aws:s3:::store-1a2b/reports/*' };
    assert.equal(await isFound(denying('StringNotEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5', elsewhere)), true);
  });

  it('reports access points, grants, buses, vaults, function URLs and other types', async () => {
    const all = (service: string) => document(allow(`${service}:*`, '*', { Principal: '*' }));
    const foreign = `arn:aws:iam::${other}:root`;
    const stack: StackResource[] = [
      known,
      { type: 'aws:s3/accessPoint:AccessPoint', name: 'point', props: { policy: all('s3') } },
      { type: 'aws:backup/vaultPolicy:VaultPolicy', name: 'vault', props: { policy: all('backup') } },
      { type: 'aws:cloudwatch/eventBusPolicy:EventBusPolicy', name: 'bus', props: { policy: all('events') } },
      { type: 'aws:cloudwatch/eventPermission:EventPermission', name: 'sender', props: { principal: other } },
      { type: 'aws:opensearch/domain:Domain', name: 'domain', props: { accessPolicies: all('es') } },
      { type: 'aws:glue/resourcePolicy:ResourcePolicy', name: 'catalog', props: { policy: all('glue') } },
      {
        type: 'aws:s3tables/tableBucketPolicy:TableBucketPolicy',
        name: 'tables',
        props: { resourcePolicy: all('s3tables') },
      },
      {
        type: 'aws:kms/grant:Grant',
        name: 'grant',
        props: { keyId: 'k', granteePrincipal: foreign, operations: ['Decrypt', 'CreateGrant'] },
      },
      {
        type: 'aws:lambda/functionUrl:FunctionUrl',
        name: 'url',
        props: { functionName: 'f', authorizationType: 'NONE' },
      },
    ];
    const { violations } = await runRule(iamResourcePolicy, stack);
    const names = stack.slice(1).map(({ name }) => name);
    assert.deepEqual(violations.map(([name]) => name).sort(), names.sort());
    assert.deepEqual(
      violations
        .flatMap(([name, text]) => (['grant', 'url', 'catalog'].includes(name) ? [text.split(':')[0]] : []))
        .sort(),
      [
        "Function URL 'url' lets everyone run code (lambda",
        `Grant 'grant' lets account ${other} read credentials (kms`,
        "Statement 1 of resource policy 'catalog' lets everyone read data (glue",
      ],
    );
    const signed = { ...(stack[9] as StackResource), props: { functionName: 'f', authorizationType: 'AWS_IAM' } };
    assert.deepEqual(await runRule(iamResourcePolicy, [known, signed]), clean);
  });

  it('leaves a topic that is open to everyone to alert-topics', async () => {
    const topic = (more: object) => ({
      type: 'aws:sns/topic:Topic',
      name: 'topic',
      props: { policy: document(allow('sns:Publish', '*', { Principal: '*', ...more })) },
    });
    assert.deepEqual(await runRule(iamResourcePolicy, [topic({})]), clean);
    const vacuous = topic({ Condition: { StringLike: { 'aws:PrincipalArn': '*' } } });
    assert.equal((await runRule(iamResourcePolicy, [vacuous])).violations.length, 1);
  });

  it('reports an unreadable document, except of a topic', async () => {
    const topic = { type: 'aws:sns/topicPolicy:TopicPolicy', name: 'topic-policy', props: { policy: '[' } };
    assert.deepEqual(await runRule(iamResourcePolicy, [bucket, bucketPolicy('['), topic]), {
      violations: [
        [
          'store-policy',
          "Bucket policy 'store-policy' is not a JSON object: give it as an object or with pulumi.jsonStringify.",
        ],
      ],
      undetermined: [],
    });
  });

  it('does not apply to identity and trust policies', async () => {
    const policy = document(allow('s3:GetObject', '*', { Principal: '*' }));
    const trusting = role('ops', { assumeRolePolicy: policy });
    const attached = { type: 'aws:iam/policy:Policy', name: 'p', props: { policy } };
    assert.deepEqual(await runRule(iamResourcePolicy, [trusting, attached]), clean);
  });

  it('is undetermined while the own account, principals or the document are unknown', async () => {
    const foreign = bucketPolicy(document(read({ AWS: other })));
    assert.deepEqual(await runRule(iamResourcePolicy, [bucket, foreign]), {
      violations: [],
      undetermined: [
        [
          'store-policy',
          `iam-resource-policy: statement 1 of bucket policy 'store-policy' lets ${otherAccount().replace(
            "'store':",
            "'store'; the account may be your own:",
          )}`,
        ],
      ],
    });
    const open = [
      [
        'store-policy',
        "iam-resource-policy: the principals and actions of bucket policy 'store-policy' are known only during the update (it comes from 'ops').",
      ],
    ];
    for (const policy of [unknown, { Statement: [read({ AWS: [unknown] })] }]) {
      const stack = [role('ops'), bucket, bucketPolicy(policy, ['ops'])];
      assert.deepEqual(await runRule(iamResourcePolicy, stack), { violations: [], undetermined: open });
    }
    const both = { Statement: [read({ AWS: unknown }), read('*')] };
    const { violations, undetermined } = await runRule(iamResourcePolicy, [bucket, bucketPolicy(both)]);
    assert.deepEqual([violations.length, undetermined.length], [1, 1]);
  });

  it('reads the own account from the policy of a key', async () => {
    const key = (...accounts: string[]): StackResource => ({
      type: 'aws:kms/key:Key',
      name: 'key',
      props: { policy: document(allow('kms:*', '*', { Principal: { AWS: accounts } })) },
    });
    const foreign = bucketPolicy(document(read({ AWS: other })));
    const asked = async (...accounts: string[]) =>
      (await runRule(iamResourcePolicy, [bucket, key(...accounts), foreign])).violations.map(([name]) => name);
    assert.deepEqual(await asked(own), ['store-policy']);
    assert.deepEqual(await asked(other), []);
    assert.deepEqual(await asked(own, other), ['key']);
  });
});
