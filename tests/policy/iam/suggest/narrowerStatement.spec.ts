import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expandAction } from '../../../../policy/iam/actions/actionPattern';
import { isNoWider } from '../../../../policy/iam/suggest/isNoWider';
import { narrowerStatement } from '../../../../policy/iam/suggest/narrowerStatement';
import { type PlainObject, type PropertyValue, textsIn } from '../../../../policy/pack/propertyValue';
import { globMatches } from '../../../../policy/pack/text/glob';

const objects = 'arn:aws:s3:::store-1a2b/captures/*';

function allow(action: PropertyValue, resource: PropertyValue, more: PlainObject = {}): PlainObject {
  return { Effect: 'Allow', Action: action, Resource: resource, ...more };
}

function statementsOf(suggestion: PlainObject | undefined): readonly PlainObject[] {
  if (!suggestion) return [];
  return (suggestion['Statement'] as readonly PlainObject[] | undefined) ?? [suggestion];
}

/** Whether a statement allows a request; placeholders are filled in with a name. */
function allows(statement: PlainObject, action: string, resource: string): boolean {
  const some = (key: string, text: string, form: (text: string) => string) =>
    textsIn(statement[key]).some((pattern) => globMatches(form(pattern), form(text)));
  const fill = (text: string) => text.replace(/<[^>]*>/g, 'x1');
  return some('Action', action, (text) => text.toLowerCase()) && some('Resource', resource, fill);
}

describe('narrowerStatement', () => {
  it("suggests ARNs of the actions' resource types, with placeholders", () => {
    assert.deepEqual(narrowerStatement(allow('sqs:SendMessage', '*', { Sid: 'Send' })), {
      Sid: 'Send',
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: 'arn:aws:sqs:<Region>:<Account>:<QueueName>',
    });
    assert.deepEqual(narrowerStatement(allow('sqs:SendMessage', 'arn:aws-cn:sqs:cn-north-1:123456789012:*')), {
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: 'arn:aws-cn:sqs:cn-north-1:123456789012:<QueueName>',
    });
  });

  it('lists the actions that a wildcard stands for where they are few', () => {
    const condition = { StringEquals: { 'aws:PrincipalAccount': '123456789012' } };
    const api = 'arn:aws:execute-api:eu-west-1:123456789012:a1b2/prod/GET/items';
    assert.deepEqual(narrowerStatement(allow('execute-api:*', api, { Condition: condition })), {
      Effect: 'Allow',
      Action: ['execute-api:Invoke', 'execute-api:InvalidateCache', 'execute-api:ManageConnections'],
      Resource: api,
      Condition: condition,
    });
    assert.equal(narrowerStatement(allow('kms:*', 'arn:aws:kms:eu-west-1:1:key/a')), undefined);
  });

  it('puts each action on the resources that it applies to', () => {
    const queue = 'arn:aws:sqs:<Region>:<Account>:<QueueName>';
    assert.deepEqual(narrowerStatement(allow(['sqs:SendMessage', 'cloudwatch:PutMetricData', 'kms:Decrypt'], '*')), {
      Statement: [
        allow('sqs:SendMessage', queue),
        allow('kms:Decrypt', 'arn:aws:kms:<Region>:<Account>:key/<KeyId>'),
        allow('cloudwatch:PutMetricData', '*'),
      ],
    });
    const named = 'arn:aws:sqs:eu-west-1:123456789012:tickets';
    assert.deepEqual(narrowerStatement(allow(['sqs:SendMessage', 'kms:Decrypt'], [named, 'arn:aws:kms:*:*:key/*'])), {
      Statement: [allow('sqs:SendMessage', named), allow('kms:Decrypt', 'arn:aws:kms:<Region>:<Account>:key/<KeyId>')],
    });
  });

  it("keeps '*' in a separate statement for actions that accept only '*'", () => {
    assert.deepEqual(
      narrowerStatement(allow(['ecr:GetAuthorizationToken', 'ecr:BatchGetImage'], '*', { Sid: 'Pull' })),
      {
        Statement: [
          {
            Sid: 'Pull',
            Effect: 'Allow',
            Action: 'ecr:BatchGetImage',
            Resource: 'arn:aws:ecr:<Region>:<Account>:repository/<RepositoryName>',
          },
          { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
        ],
      },
    );
  });

  it('suggests nothing when the statement does not show what is needed', () => {
    for (const statement of [
      allow('*', '*'),
      allow('s3:GetObjekt', '*'),
      allow('s3:GetObject', objects),
      { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' },
      { Effect: 'Deny', Action: 's3:*', Resource: '*' },
      {},
    ]) {
      assert.equal(narrowerStatement(statement), undefined, JSON.stringify(statement));
    }
  });

  it('never allows more than the statement itself', () => {
    const actions = fc.subarray(
      [
        '*',
        's3:Get*',
        's3:GetObject',
        'sqs:SendMessage',
        'iam:PassRole',
        'kms:*',
        'ecr:BatchGetImage',
        'execute-api:*',
      ],
      { minLength: 1, maxLength: 3 },
    );
    const resources = fc.subarray(
      [
        '*',
        objects,
        'arn:aws:s3:::*',
        'arn:aws:sqs:eu-west-1:*:*',
        'arn:*:kms:*:*:key/*',
        'arn:aws:iam::*:role/*',
        'arn:*',
      ],
      { minLength: 1, maxLength: 2 },
    );
    const requests = [
      's3:GetObject',
      's3:PutObject',
      's3:ListBucket',
      'sqs:SendMessage',
      'iam:PassRole',
      'kms:DescribeKey',
    ];
    let suggested = 0;
    fc.assert(
      fc.property(actions, resources, (action, resource) => {
        const wide = allow(action, resource);
        for (const statement of statementsOf(narrowerStatement(wide))) {
          suggested++;
          assert.ok(isNoWider(statement, wide));
          const named = textsIn(statement['Action']).flatMap((text) => expandAction(text).map(({ name }) => name));
          const samples = textsIn(statement['Resource']).map((text) =>
            text.replace(/<[^>]*>/g, 'x1').replace(/\*/g, 'y'),
          );
          for (const request of [...requests, ...named.slice(0, 20)]) {
            for (const sample of samples) {
              if (allows(statement, request, sample)) assert.ok(allows(wide, request, sample), `${request} ${sample}`);
            }
          }
        }
      }),
      { numRuns: 100 },
    );
    assert.ok(suggested > 20, String(suggested));
  });
});

describe('isNoWider', () => {
  const words = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), minLength: 1, maxLength: 4 });
  const statements = fc.record({
    Effect: fc.constant('Allow'),
    Action: fc.array(
      words.map((word) => `s3:${word}`),
      { minLength: 1, maxLength: 2 },
    ),
    Resource: fc.array(words, { minLength: 1, maxLength: 2 }),
  });
  const requests = fc.record({
    action: fc.string({ unit: fc.constantFrom('a', 'b', 'A'), maxLength: 4 }).map((name) => `s3:${name}`),
    resource: fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 }),
  });

  it('is true only if the wider statement allows every request that the narrower one allows', () => {
    fc.assert(
      fc.property(statements, statements, requests, (one, other, { action, resource }) => {
        if (!isNoWider(one, other)) return;
        if (allows(one, action, resource)) assert.ok(allows(other, action, resource));
      }),
      { numRuns: 5_000 },
    );
  });

  it('is true for the same statement, and for fewer actions and resources', () => {
    fc.assert(
      fc.property(statements, (statement) => {
        assert.ok(isNoWider(statement, statement));
        const fewer = { ...statement, Action: statement.Action.slice(0, 1), Resource: statement.Resource.slice(0, 1) };
        assert.ok(isNoWider(fewer, statement));
      }),
    );
  });

  it('is false when a condition, an effect or an inverted field can differ', () => {
    const statement = allow('s3:GetObject', objects);
    const limited = { ...statement, Condition: { StringEquals: { 'aws:username': 'ann' } } };
    assert.ok(isNoWider(limited, statement));
    assert.ok(!isNoWider(statement, limited));
    assert.ok(!isNoWider({ ...statement, Effect: 'Deny' }, statement));
    assert.ok(!isNoWider({ ...statement, NotAction: 's3:PutObject' }, statement));
    assert.ok(!isNoWider(allow('s3:GetObject', `arn:aws:s3:::<Any>`), statement));
    assert.ok(
      !isNoWider(allow('s3:GetObject', 'arn:aws:s3:::b/a'), allow('s3:GetObject', `arn:aws:s3:::b/\${aws:username}`)),
    );
  });
});
