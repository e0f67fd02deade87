import assert from 'node:assert/strict';
import { parseFindingText } from '../../../policy/pack/verdict';
import { iamNoWildcard } from '../../../policy/rules/iamNoWildcard';
import { runPack, runRule, type StackResource, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const arn = 'arn:aws:s3:::store-1a2b/captures/*';

function policy(...statements: unknown[]): StackResource {
  const document = { Version: '2012-10-17', Statement: statements };
  return { type: 'aws:iam/rolePolicy:RolePolicy', name: 'monitor', props: { policy: JSON.stringify(document) } };
}

function role(trust: unknown, more: Readonly<Record<string, unknown>> = {}): StackResource {
  const document = { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...(trust as object) }] };
  return { type: 'aws:iam/role:Role', name: 'monitor', props: { assumeRolePolicy: JSON.stringify(document), ...more } };
}

async function findingTexts(resource: StackResource): Promise<string[]> {
  return (await runRule(iamNoWildcard, [resource])).violations.map(([, text]) => parseFindingText(text).message);
}

describe('iam-no-wildcard', () => {
  it('passes named actions on named resources, and * where an action supports nothing else', async () => {
    const resource = policy(
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: [arn] },
      { Effect: 'Allow', Action: ['ecr:GetAuthorizationToken', 'cloudwatch:PutMetricData'], Resource: '*' },
      { Effect: 'Deny', Action: '*', Resource: '*' },
    );
    assert.deepEqual(await runRule(iamNoWildcard, [resource]), clean);
    assert.deepEqual(
      await runRule(iamNoWildcard, [role({ Principal: { Service: 'sagemaker.amazonaws.com' } })]),
      clean,
    );
  });

  it('reports every spelling of all actions', async () => {
    for (const action of ['*', 's3:*', 's3:**', 's3:*?', '*:*', '*:GetObject']) {
      assert.deepEqual(await findingTexts(policy({ Effect: 'Allow', Action: action, Resource: arn })), [
        `Statement 1 of role policy 'monitor' allows '${action}': list the actions that are needed.`,
      ]);
    }
  });

  it('reports every spelling of all resources', async () => {
    const spellings = [
      ['s3:GetObject', '*'],
      ['s3:GetObject', '**'],
      ['s3:GetObject', 'arn:*'],
      ['s3:GetObject', 'arn:aws:s3:::*'],
      ['s3:GetObject', 'arn:aws:s3:::*/*'],
      ['s3:GetObject', 'arn:aws:*:*:*:*'],
      ['sqs:SendMessage', 'arn:aws:sqs:eu-west-1:123456789012:*'],
      ['dynamodb:GetItem', 'arn:aws:dynamodb:*:*:table/*'],
    ];
    for (const [action, resource] of spellings) {
      assert.deepEqual(
        await findingTexts(policy({ Sid: 'Read', Effect: 'Allow', Action: action, Resource: resource })),
        [
          `Statement 'Read' of role policy 'monitor' allows '${action}' on '${resource}': name the ARNs that are needed.`,
        ],
      );
    }
  });

  it('passes a glob on a verb, also where the service has no other actions', async () => {
    assert.deepEqual(await findingTexts(policy({ Effect: 'Allow', Action: 'codeguru:Get*', Resource: arn })), []);
  });

  it('leaves every resource of another type to iam-resource-fits', async () => {
    for (const [action, resource] of [
      ['s3:GetObject', 'arn:aws:sqs:eu-west-1:123456789012:*'],
      ['glue:UpdateDevEndpoint', 'arn:aws:glue:*:*:table/*'],
    ]) {
      assert.deepEqual(await findingTexts(policy({ Effect: 'Allow', Action: action, Resource: resource })), []);
    }
  });

  it('reports an ARN that matches everything, in every form', async () => {
    const evasions = [
      ['s3:GetObject', 'arn:*:s3:::???*'],
      ['s3:GetObject', 'arn:aws:s3:::?*/*'],
      ['s3:GetObject', 'arn:aws-us-gov:s3:::????????*'],
      ['s3:GetObject', 'a*n:aws:s3:::*'],
      ['dynamodb:GetItem', 'arn:aws:dynamodb:*:????????????:tabl?/*'],
      ['lambda:InvokeFunction', '*:function:*'],
      ['route53:ChangeResourceRecordSets', 'arn:aws:route53:::hostedzone/?*'],
    ] as const;
    for (const [action, resource] of evasions) {
      assert.deepEqual(await findingTexts(policy({ Effect: 'Allow', Action: action, Resource: resource })), [
        `Statement 1 of role policy 'monitor' allows '${action}' on '${resource}': name the ARNs that are needed.`,
      ]);
    }
  });

  it('expands globs in actions', async () => {
    assert.deepEqual(await findingTexts(policy({ Effect: 'Allow', Action: 'iam:deleterol?', Resource: '*' })), [
      "Statement 1 of role policy 'monitor' allows 'iam:deleterol?' (1 action, such as iam:DeleteRole) on '*': name the " +
        'ARNs that are needed.',
    ]);
    // iam-pass-role reports it.
    assert.deepEqual(await findingTexts(policy({ Effect: 'Allow', Action: 'iam:passrol?', Resource: '*' })), []);
    for (const action of ['s3:*t*', 's?:*Object', 's3*', '*PassRole', 'secretsmanager:?*e*']) {
      const [fault = '', ...others] = await findingTexts(policy({ Effect: 'Allow', Action: action, Resource: arn }));
      assert.match(
        fault,
        /^Statement 1 of role policy 'monitor' allows '.*'( \(\d+ actions\))?: list the actions/,
        action,
      );
      assert.deepEqual(others, []);
    }
  });

  it('passes a glob on a list, and * for one whose actions support nothing else', async () => {
    const resource = policy(
      { Effect: 'Allow', Action: ['s3:Get*', 'kms:GenerateDataKey*', 'sqs:*Message'], Resource: arn },
      { Effect: 'Allow', Action: ['ec2:DescribeSubn*', 'logs:DescribeLogGrou?s', 's3:ListAllMy*'], Resource: '*' },
    );
    assert.deepEqual(await runRule(iamNoWildcard, [resource]), clean);
  });

  it('passes a pattern for one resource, type or prefix', async () => {
    const narrow = [arn, 'arn:aws:s3:::store-*', 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/sagemaker/*'];
    for (const resource of narrow) {
      assert.deepEqual(await findingTexts(policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: resource })), []);
    }
  });

  it('names at most three of the actions that can be scoped', async () => {
    const actions = ['sqs:SendMessage', 'sqs:ListQueues', 'sqs:DeleteMessage', 'sqs:ReceiveMessage', 'sqs:PurgeQueue'];
    assert.deepEqual(await findingTexts(policy({ Effect: 'Allow', Action: actions, Resource: '*' })), [
      "Statement 1 of role policy 'monitor' allows 'sqs:SendMessage', 'sqs:DeleteMessage', 'sqs:ReceiveMessage' and 1 " +
        "more on '*': name the ARNs that are needed.",
    ]);
  });

  it('advises on actions that only describe, list, query logs or read metrics', async () => {
    const reads = ['sqs:ListQueueTags', 'logs:StartQuery', 'kms:DescribeKey', 'cloudwatch:GetMetricData'];
    const findings = await runPack([iamNoWildcard], [policy({ Effect: 'Allow', Action: reads, Resource: '*' })]);
    assert.deepEqual(findings['iam-no-wildcard'], []);
    assert.deepEqual(
      findings['advice']?.map(([name, text]) => [name, parseFindingText(text).message]),
      [
        [
          'monitor',
          "iam-no-wildcard: Statement 1 of role policy 'monitor' allows 'sqs:ListQueueTags', 'logs:StartQuery', " +
            "'kms:DescribeKey' on '*': name the ARNs that are needed.",
        ],
      ],
    );
    for (const more of ['sqs:PurgeQueue', 's3:GetObject', 'secretsmanager:GetSecretValue']) {
      const mixed = policy({ Effect: 'Allow', Action: [...reads, more], Resource: '*' });
      assert.equal((await findingTexts(mixed)).length, 1, more);
    }
  });

  it('passes every resource under a condition on the resource, or where a Deny leaves only some', async () => {
    const stop = (more: object) => ({ Effect: 'Allow', Action: 'ec2:StopInstances', Resource: '*', ...more });
    const tag = { StringEquals: { 'aws:ResourceTag/team': 'ml' } };
    assert.deepEqual(await findingTexts(policy(stop({ Condition: tag }))), []);
    assert.equal(
      (await findingTexts(policy(stop({ Condition: { StringEquals: { 'aws:PrincipalTag/team': 'ml' } } })))).length,
      1,
    );
    const elsewhere = {
      Effect: 'Deny',
      Action: 'ec2:*',
      NotResource: 'arn:aws:ec2:eu-west-1:123456789012:instance/i-1a2b',
    };
    assert.deepEqual(await findingTexts(policy(stop({}), elsewhere)), []);
    assert.equal((await findingTexts(policy(stop({}), { ...elsewhere, Condition: tag }))).length, 1);
    assert.equal((await findingTexts(policy(stop({}), { ...elsewhere, Action: 's3:*' }))).length, 1);
  });

  it('suggests one replacement per statement, no wider than it', async () => {
    const resource = policy({ Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:Purge*'], Resource: '*' });
    const { violations } = await runRule(iamNoWildcard, [resource]);
    assert.deepEqual(violations, [
      [
        'monitor',
        "Statement 1 of role policy 'monitor' allows 'sqs:SendMessage', 'sqs:Purge*' (1 action, such as sqs:PurgeQueue) on " +
          "'*': name the ARNs that are needed. Suggested instead: " +
          '{"Effect":"Allow","Action":["sqs:SendMessage","sqs:Purge*"],"Resource":"arn:aws:sqs:<Region>:<Account>:<QueueName>"}',
      ],
    ]);
  });

  it('reports NotAction and NotResource', async () => {
    const faults = await findingTexts(
      policy({ Effect: 'Allow', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::secret' }),
    );
    assert.deepEqual(faults, [
      "Statement 1 of role policy 'monitor' allows every other action with NotAction: list what is needed in Action.",
      "Statement 1 of role policy 'monitor' allows every other resource with NotResource: list what is needed in Resource.",
    ]);
  });

  it('reports all actions in a trust policy, and leaves its principals to iam-trust', async () => {
    assert.deepEqual(await findingTexts(role({ Principal: '*', Action: 'sts:*' })), [
      "Statement 1 of the trust policy of role 'monitor' allows 'sts:*': list the actions that are needed.",
    ]);
  });

  it('reads inline policies of a role as text and as objects', async () => {
    const statement = { Effect: 'Allow', Action: 'kms:*', Resource: 'arn:aws:kms:eu-west-1:1:key/a' };
    const inline = [
      { name: 'a', policy: JSON.stringify({ Statement: statement }) },
      { policy: { Statement: [statement] } },
    ];
    const subject = role({ Principal: { Service: 'lambda.amazonaws.com' } }, { inlinePolicies: inline });
    assert.deepEqual(
      await findingTexts(subject),
      [0, 1].map(
        (i) =>
          `Statement 1 of inlinePolicies[${i}] of role 'monitor' allows 'kms:*': list the actions that are needed.`,
      ),
    );
  });

  it('reports an invalid document', async () => {
    const broken = { type: 'aws:iam/policy:Policy', name: 'monitor', props: { policy: '{"Statement": [' } };
    assert.deepEqual(await findingTexts(broken), [
      "Policy 'monitor' is not a JSON object: give it as an object or with pulumi.jsonStringify.",
    ]);
  });

  it('does not apply to a key policy, where * means the key itself', async () => {
    const document = {
      Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: { AWS: 'arn:aws:iam::1:root' } }],
    };
    const key = { type: 'aws:kms/key:Key', name: 'key', props: { policy: JSON.stringify(document) } };
    assert.deepEqual(await runRule(iamNoWildcard, [key]), clean);
  });

  it('judges the known parts of a document, and reports where the unknown ones come from', async () => {
    const bucket = { type: 'aws:s3/bucket:Bucket', name: 'store' };
    const subject: StackResource = {
      type: 'aws:iam/policy:Policy',
      name: 'monitor',
      props: { policy: { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: unknown }] } },
      from: { policy: ['store'] },
    };
    const unknownPart =
      "iam-no-wildcard: part of policy 'monitor' is known only during the update (it comes from 'store').";
    assert.deepEqual(await runRule(iamNoWildcard, [bucket, subject]), {
      violations: [['monitor', "Statement 1 of policy 'monitor' allows 's3:*': list the actions that are needed."]],
      undetermined: [['monitor', unknownPart]],
    });
    assert.deepEqual(await runRule(iamNoWildcard, [bucket, { ...subject, props: { policy: unknown } }]), {
      violations: [],
      undetermined: [['monitor', unknownPart]],
    });
  });
});
