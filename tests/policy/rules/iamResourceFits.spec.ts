import assert from 'node:assert/strict';
import { iamResourceFits } from '../../../policy/rules/iamResourceFits';
import { runRule, type StackResource, unknown } from '../policyStack';

const clean = { violations: [], undetermined: [] };
const bucket = 'arn:aws:s3:::store-1a2b';

function policy(statement: object): StackResource {
  return {
    type: 'aws:iam/policy:Policy',
    name: 'monitor',
    props: { policy: { Statement: [{ Effect: 'Allow', ...statement }] } },
  };
}

async function findingTexts(action: unknown, resource: unknown, effect = 'Allow'): Promise<string[]> {
  const { violations, undetermined } = await runRule(iamResourceFits, [
    policy({ Effect: effect, Action: action, Resource: resource }),
  ]);
  assert.deepEqual(undetermined, []);
  return violations.map(([, text]) => text);
}

describe('iam-resource-fits', () => {
  it('passes actions that apply to one of the resources', async () => {
    const fitting = [
      ['s3:GetObject', `${bucket}/*`],
      ['s3:GetObject', `${bucket}*`],
      [
        ['s3:GetObject', 's3:ListBucket'],
        [bucket, `${bucket}/captures/*`],
      ],
      ['s3:Get*', bucket],
      ['s3:GetObject', '*'],
      ['ecr:GetAuthorizationToken', '*'],
      ['sqs:SendMessage', 'arn:aws:sqs:eu-west-1:123456789012:tickets'],
      ['logs:PutLogEvents', 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/mirror:*'],
      ['iam:PassRole', `arn:aws:iam::123456789012:role/\${aws:username}`],
      ['s3:GetObject', 'arn:*'],
    ];
    for (const [action, resource] of fitting)
      assert.deepEqual(await findingTexts(action, resource), [], String(resource));
  });

  it('reports an action on resources of other types', async () => {
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: AWS's own notation.
    assert.deepEqual(await findingTexts('s3:ListBucket', `${bucket}/*`), [
      `Statement 1 of policy 'monitor' allows 's3:ListBucket' on '${bucket}/*', to which it does not apply: name ` +
        "'arn:${Partition}:s3:${Region}:${Account}:accesspoint/${AccessPointName}' or 'arn:${Partition}:s3:::${BucketName}'.",
    ]);
    assert.deepEqual(
      await findingTexts(['sqs:SendMessage', 'sqs:ReceiveMessage'], 'arn:aws:sns:eu-west-1:123456789012:t'),
      [
        "Statement 1 of policy 'monitor' allows 'sqs:SendMessage', 'sqs:ReceiveMessage' on " +
          "'arn:aws:sns:eu-west-1:123456789012:t', to which they do not apply: name " +
          "'arn:${Partition}:sqs:${Region}:${Account}:${QueueName}'.",
      ],
    );
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: AWS's own notation.
    for (const [action, resource] of [
      ['s3:GetObject', bucket],
      // Stars stay between their colons.
      ['codebuild:StartBuild', 'arn:aws:codebuild:*:*:build/*'],
      ['glue:UpdateDevEndpoint', 'arn:aws:glue:*:*:table/*'],
      ['s3:PutObject', [bucket, 'arn:aws:sqs:eu-west-1:123456789012:*']],
      ['kms:Decrypt', 'arn:aws:kms:eu-west-1:123456789012:alias/store'],
    ]) {
      assert.equal((await findingTexts(action, resource)).length, 1, `${String(action)} ${String(resource)}`);
    }
  });

  it("reports ARNs for an action that supports only '*'", async () => {
    assert.deepEqual(
      await findingTexts('ecr:GetAuthorizationToken', 'arn:aws:ecr:eu-west-1:123456789012:repository/a'),
      [
        "Statement 1 of policy 'monitor' allows 'ecr:GetAuthorizationToken' on " +
          "'arn:aws:ecr:eu-west-1:123456789012:repository/a', to which it does not apply: use Resource '*' in a " +
          'statement of its own.',
      ],
    );
  });

  it('reports a Deny without effect', async () => {
    const [fault = ''] = await findingTexts('s3:DeleteObject', bucket, 'Deny');
    assert.match(
      fault,
      /^Statement 1 of policy 'monitor' denies 's3:DeleteObject' on 'arn:aws:s3:::store-1a2b', to which it does not apply/,
    );
  });

  it('does not apply to other resources', async () => {
    const { props = {} } = policy({ Action: 's3:GetObject', Resource: bucket });
    assert.deepEqual(await runRule(iamResourceFits, [{ type: 'aws:sqs/queue:Queue', name: 'q', props }]), clean);
  });

  it('is undetermined where an unknown ARN may be of the right type', async () => {
    const subject = { ...policy({ Action: 's3:GetObject', Resource: [bucket, unknown] }), from: { policy: ['store'] } };
    const store = { type: 'aws:s3/bucket:Bucket', name: 'store' };
    assert.deepEqual(await runRule(iamResourceFits, [store, subject]), {
      violations: [],
      undetermined: [
        [
          'monitor',
          "iam-resource-fits: part of policy 'monitor' is known only during the update (it comes from 'store').",
        ],
      ],
    });
  });
});
