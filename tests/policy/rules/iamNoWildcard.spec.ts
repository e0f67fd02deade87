import assert from 'node:assert/strict';
import { parseFindingText } from '../../../policy/pack/verdict';
import { iamNoWildcard } from '../../../policy/rules/iamNoWildcard';
import { runRule, type StackResource, unknown } from '../policyStack';

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

async function faultsOf(resource: StackResource): Promise<string[]> {
  return (await runRule(iamNoWildcard, [resource])).violations.map(([, text]) => parseFindingText(text).message);
}

describe('iam-no-wildcard', () => {
  it('passes named actions on named resources, and * where an action accepts nothing else', async () => {
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

  it('refuses every spelling of all actions', async () => {
    for (const action of ['*', 's3:*', 's3:**', 's3:*?', '*:*', '*:GetObject']) {
      assert.deepEqual(await faultsOf(policy({ Effect: 'Allow', Action: action, Resource: arn })), [
        `Statement 1 in policy of 'monitor' allows '${action}': list the actions that are needed.`,
      ]);
    }
  });

  it('refuses every spelling of all resources', async () => {
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
      assert.deepEqual(await faultsOf(policy({ Sid: 'Read', Effect: 'Allow', Action: action, Resource: resource })), [
        `Statement 'Read' in policy of 'monitor' allows '${action}' on '${resource}': name the ARNs that are needed.`,
      ]);
    }
  });

  it('passes a list told by its beginning, also where the service has nothing else', async () => {
    assert.deepEqual(await faultsOf(policy({ Effect: 'Allow', Action: 'codeguru:Get*', Resource: arn })), []);
  });

  it('leaves every resource of another type to iam-resource-fits', async () => {
    for (const [action, resource] of [
      ['s3:GetObject', 'arn:aws:sqs:eu-west-1:123456789012:*'],
      ['glue:UpdateDevEndpoint', 'arn:aws:glue:*:*:table/*'],
    ]) {
      assert.deepEqual(await faultsOf(policy({ Effect: 'Allow', Action: action, Resource: resource })), []);
    }
  });

  it('refuses an ARN that leaves nothing out, whatever it looks like', async () => {
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
      assert.deepEqual(await faultsOf(policy({ Effect: 'Allow', Action: action, Resource: resource })), [
        `Statement 1 in policy of 'monitor' allows '${action}' on '${resource}': name the ARNs that are needed.`,
      ]);
    }
  });

  it('sees through globs in actions', async () => {
    assert.deepEqual(await faultsOf(policy({ Effect: 'Allow', Action: 'iam:passrol?', Resource: '*' })), [
      "Statement 1 in policy of 'monitor' allows 'iam:passrol?' (1 action, such as iam:PassRole) on '*': name the " +
        'ARNs that are needed.',
    ]);
    for (const action of ['s3:*t*', 's?:*Object', 's3*', '*PassRole', 'secretsmanager:?*e*']) {
      const [fault = '', ...others] = await faultsOf(policy({ Effect: 'Allow', Action: action, Resource: arn }));
      assert.match(
        fault,
        /^Statement 1 in policy of 'monitor' allows '.*'( \(\d+ actions\))?: list the actions/,
        action,
      );
      assert.deepEqual(others, []);
    }
  });

  it('passes a glob that names a list, and * for one whose actions accept nothing else', async () => {
    const resource = policy(
      { Effect: 'Allow', Action: ['s3:Get*', 'kms:GenerateDataKey*', 'sqs:*Message'], Resource: arn },
      { Effect: 'Allow', Action: ['ec2:DescribeSubn*', 'logs:DescribeLogGrou?s', 's3:ListAllMy*'], Resource: '*' },
    );
    assert.deepEqual(await runRule(iamNoWildcard, [resource]), clean);
  });

  it('passes a pattern that holds to one resource, type or prefix', async () => {
    const narrow = [arn, 'arn:aws:s3:::store-*', 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/sagemaker/*'];
    for (const resource of narrow) {
      assert.deepEqual(await faultsOf(policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: resource })), []);
    }
  });

  it('names at most three of the actions that can be scoped', async () => {
    const actions = ['sqs:SendMessage', 'sqs:ListQueues', 'sqs:DeleteMessage', 'sqs:ReceiveMessage', 'sqs:PurgeQueue'];
    assert.deepEqual(await faultsOf(policy({ Effect: 'Allow', Action: actions, Resource: '*' })), [
      "Statement 1 in policy of 'monitor' allows 'sqs:SendMessage', 'sqs:DeleteMessage', 'sqs:ReceiveMessage' and 1 " +
        "more on '*': name the ARNs that are needed.",
    ]);
  });

  it('shows once what could stand instead of a statement, no wider than it', async () => {
    const resource = policy({ Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:Purge*'], Resource: '*' });
    const { violations } = await runRule(iamNoWildcard, [resource]);
    assert.deepEqual(violations, [
      [
        'monitor',
        "Statement 1 in policy of 'monitor' allows 'sqs:SendMessage', 'sqs:Purge*' (1 action, such as sqs:PurgeQueue) on " +
          "'*': name the ARNs that are needed. Suggested instead: " +
          '{"Effect":"Allow","Action":["sqs:SendMessage","sqs:Purge*"],"Resource":"arn:aws:sqs:<Region>:<Account>:<QueueName>"}',
      ],
    ]);
  });

  it('refuses NotAction and NotResource', async () => {
    const faults = await faultsOf(policy({ Effect: 'Allow', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::secret' }));
    assert.deepEqual(faults, [
      "Statement 1 in policy of 'monitor' allows every action but a few with NotAction: say what is needed in Action.",
      "Statement 1 in policy of 'monitor' allows every resource but a few with NotResource: say what is needed in Resource.",
    ]);
  });

  it('refuses all actions in a trust, and leaves whom it names to iam-trust', async () => {
    assert.deepEqual(await faultsOf(role({ Principal: '*', Action: 'sts:*' })), [
      "Statement 1 in assumeRolePolicy of 'monitor' allows 'sts:*': list the actions that are needed.",
    ]);
  });

  it('reads inline policies of a role, as text or as an object', async () => {
    const statement = { Effect: 'Allow', Action: 'kms:*', Resource: 'arn:aws:kms:eu-west-1:1:key/a' };
    const inline = [
      { name: 'a', policy: JSON.stringify({ Statement: statement }) },
      { policy: { Statement: [statement] } },
    ];
    const subject = role({ Principal: { Service: 'lambda.amazonaws.com' } }, { inlinePolicies: inline });
    assert.deepEqual(
      await faultsOf(subject),
      [0, 1].map(
        (i) =>
          `Statement 1 in inlinePolicies[${i}].policy of 'monitor' allows 'kms:*': list the actions that are needed.`,
      ),
    );
  });

  it('refuses what is no document', async () => {
    const broken = { type: 'aws:iam/policy:Policy', name: 'monitor', props: { policy: '{"Statement": [' } };
    assert.deepEqual(await faultsOf(broken), [
      "Document policy of 'monitor' is not a JSON object: give it as an object or with pulumi.jsonStringify.",
    ]);
  });

  it("does not apply to a key's policy, whose * means the key itself", async () => {
    const document = {
      Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: { AWS: 'arn:aws:iam::1:root' } }],
    };
    const key = { type: 'aws:kms/key:Key', name: 'key', props: { policy: JSON.stringify(document) } };
    assert.deepEqual(await runRule(iamNoWildcard, [key]), clean);
  });

  it('refuses what is known of a document with unknown parts, and says where those come from', async () => {
    const bucket = { type: 'aws:s3/bucket:Bucket', name: 'store' };
    const subject: StackResource = {
      type: 'aws:iam/policy:Policy',
      name: 'monitor',
      props: { policy: { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: unknown }] } },
      from: { policy: ['store'] },
    };
    const undecided =
      "iam-no-wildcard: a part of policy of 'monitor' is known only during the update (it comes from 'store').";
    assert.deepEqual(await runRule(iamNoWildcard, [bucket, subject]), {
      violations: [['monitor', "Statement 1 in policy of 'monitor' allows 's3:*': list the actions that are needed."]],
      undetermined: [['monitor', undecided]],
    });
    assert.deepEqual(await runRule(iamNoWildcard, [bucket, { ...subject, props: { policy: unknown } }]), {
      violations: [],
      undetermined: [['monitor', undecided]],
    });
  });
});
