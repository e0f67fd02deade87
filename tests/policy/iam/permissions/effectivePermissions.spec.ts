import assert from 'node:assert/strict';
import fc from 'fast-check';
import { grantsOf, isRestricted } from '../../../../policy/iam/permissions/effectivePermissions';
import type { Grant } from '../../../../policy/iam/permissions/grant';
import { type Principal, principalsOf } from '../../../../policy/iam/principals/principals';
import { allow, attached, deny, document, inlinePolicy, managedPolicy, resourcesOf, role } from '../../iamStack';

const roleArn = 'arn:aws:iam::123456789012:role/app';

/** The role 'ops' with statements, within a boundary where one is given. */
function ops(statements: readonly object[], boundary?: readonly object[]): Principal {
  const limit = boundary && managedPolicy('limit', ...boundary);
  const holder = limit
    ? role('ops', { permissionsBoundary: 'arn:aws:iam::123456789012:policy/limit' }, { permissionsBoundary: ['limit'] })
    : role('ops');
  const stack = [...(limit ? [limit] : []), holder, inlinePolicy('ops', ...statements)];
  return principalsOf(resourcesOf(stack))[0] ?? assert.fail('there is no principal');
}

/** `resources` of each grant that is left. */
function left(action: string, statements: readonly object[], boundary?: readonly object[]): unknown[] {
  return grantsOf(ops(statements, boundary), action).map(({ resources }) => resources);
}

describe('effective permissions', () => {
  it('match globs, case-insensitive names and inverted lists', () => {
    assert.deepEqual(left('iam:PassRole', [allow('IAM:Pass?ole')]), [['*']]);
    assert.deepEqual(left('iam:PassRole', [allow('*Role', roleArn)]), [[roleArn]]);
    assert.deepEqual(left('iam:PassRole', [{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }]), [['*']]);
    assert.deepEqual(left('iam:PassRole', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }]), []);
    assert.deepEqual(left('iam:PassRole', [{ Effect: 'Allow', Action: 'iam:*', NotResource: roleArn }]), [['*']]);
    const others = { Effect: 'Allow', Action: 'iam:*', NotResource: ['arn:aws:iam::*:role/*'] };
    assert.deepEqual(left('iam:PassRole', [others]), []);
    assert.deepEqual(left('iam:CreateAccessKey', [others]), [['*']]);
  });

  it('exclude resources that an action does not accept', () => {
    assert.deepEqual(left('iam:PassRole', [allow('*', ['arn:aws:s3:::store/*', roleArn])]), [[roleArn]]);
    assert.deepEqual(left('iam:PassRole', [allow('*', 'arn:aws:s3:::store/*')]), []);
  });

  it('are empty when a Deny covers all of them, in any form', () => {
    const pass = allow('iam:PassRole');
    for (const refusal of [
      deny('*'),
      deny('iam:Pass*', 'arn:aws:iam::*:role/*'),
      deny('iam:PassRole', ['arn:aws:iam::*:*']),
      { Effect: 'Deny', NotAction: 's3:*', Resource: '*' },
      deny('iam:PassRole', '*', { Condition: { StringLike: { 'aws:PrincipalArn': '*' } } }),
    ]) {
      assert.deepEqual(left('iam:PassRole', [pass, refusal]), [], JSON.stringify(refusal));
    }
    const elsewhere = { Effect: 'Deny', Action: 'iam:PassRole', NotResource: 'arn:aws:iam::123456789012:role/b' };
    assert.deepEqual(left('iam:PassRole', [allow('iam:PassRole', roleArn), elsewhere]), []);
  });

  it('remain when a Deny has a condition or covers a part', () => {
    const pass = allow('iam:PassRole');
    for (const refusal of [
      deny('iam:PassRole', roleArn),
      deny('s3:*'),
      deny('*', '*', { Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }),
      { Effect: 'Deny', Action: 'iam:PassRole', NotResource: roleArn },
      deny('iam:CreateRole'),
    ]) {
      assert.deepEqual(left('iam:PassRole', [pass, refusal]), [['*']], JSON.stringify(refusal));
    }
    assert.deepEqual(left('iam:PassRole', [allow('iam:PassRole', [roleArn, '*']), deny('*', roleArn)]), [['*']]);
  });

  it('are limited by the boundary', () => {
    const all = [allow('*')];
    assert.deepEqual(left('iam:PassRole', all, [allow('s3:*')]), []);
    assert.deepEqual(left('iam:PassRole', all, [allow('*')]), [['*']]);
    assert.deepEqual(left('iam:PassRole', all, [allow('iam:*', roleArn)]), [[roleArn]]);
    assert.deepEqual(left('iam:PassRole', all, [allow('*'), deny('iam:*')]), []);
    assert.deepEqual(left('iam:PassRole', [allow('*', 'arn:aws:iam::*:role/a*')], [allow('*', '*b')]), [
      ['arn:aws:iam::*:role/a*'],
    ]);
    assert.deepEqual(left('iam:PassRole', [], [allow('*')]), []);
    const denied = { Effect: 'Deny', NotAction: 's3:Get*', NotResource: 'arn:aws:s3:::*' };
    assert.deepEqual(left('iam:PassRole', [denied, allow('*', 'arn:aws:iam::*:role/*')], [allow('*', '*b')]), []);
    assert.deepEqual(left('iam:PassRole', [allow('*', 'arn:aws:s3:::*')], [allow('*', '*b')]), []);
  });

  it('are restricted by conditions that limit something', () => {
    const held = (condition: object) =>
      grantsOf(ops([allow('s3:GetObject', '*', { Condition: condition })]), 's3:GetObject').map(isRestricted);
    assert.deepEqual(held({ StringEquals: { 'aws:PrincipalTag/team': 'data' } }), [true]);
    assert.deepEqual(held({ StringEquals: { 'aws:PrincipalOrgID': 'o-1a2b3c4d5e' } }), [false]);
    assert.deepEqual(held({ StringLike: { 'aws:PrincipalOrgID': '*' } }), [false]);
    assert.deepEqual(held({ StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } }), []);
  });

  it('have what a conditional Deny lets through as a condition', () => {
    const allowed = allow('iam:AttachUserPolicy', 'arn:aws:iam::123456789012:user/*');
    const restricted = (denied: object, Resource: string | object = '*') =>
      grantsOf(ops([allowed, { ...deny('iam:*', Resource), Condition: denied }]), 'iam:AttachUserPolicy').map(
        isRestricted,
      );
    const team = { 'aws:PrincipalTag/team': 'platform' };
    const office = { 'aws:SourceIp': '203.0.113.0/24' };
    assert.deepEqual(restricted({ StringNotEquals: team }), [true]);
    assert.deepEqual(restricted({ StringNotEqualsIfExists: team }), [true]);
    assert.deepEqual(restricted({ NotIpAddress: office, Bool: { 'aws:ViaAWSService': 'false' } }), [true]);
    assert.deepEqual(restricted({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }), [true]);
    assert.deepEqual(restricted({ Null: { 'aws:MultiFactorAuthAge': 'true' } }), [true]);
    assert.deepEqual(restricted({ ArnNotEquals: { 'iam:PolicyARN': 'arn:aws:iam::123456789012:policy/read' } }), [
      true,
    ]);
    assert.deepEqual(restricted({ StringNotEquals: team }, 'arn:aws:iam::123456789012:user/admin'), [false]);
    // What these let through is what almost every caller asks for.
    assert.deepEqual(restricted({ Bool: { 'aws:MultiFactorAuthPresent': 'false' } }), [false]);
    assert.deepEqual(restricted({ StringEquals: team }), [false]);
    assert.deepEqual(restricted({ IpAddress: office }), [false]);
    assert.deepEqual(restricted({ StringNotEquals: team, NotIpAddress: { 'aws:SourceIp': '0.0.0.0/1' } }), [false]);
    assert.deepEqual(restricted({ StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }), [false]);
    assert.deepEqual(restricted({ Null: { 'aws:RequestTag/team': 'true' } }), [false]);
  });

  it('lose to a Deny only what every request loses', () => {
    const left = (condition: object) =>
      grantsOf(ops([allow('iam:AttachUserPolicy'), { ...deny('iam:*'), Condition: condition }]), 'iam:AttachUserPolicy')
        .length;
    assert.equal(left({ DateGreaterThan: { 'aws:CurrentTime': '2020-01-01' } }), 0);
    assert.equal(left({ StringLike: { 'aws:PrincipalArn': '*' } }), 0);
    assert.equal(left({ StringLikeIfExists: { 'aws:UserAgent': '*' } }), 0);
    // A caller without the key, or without TLS, is not denied.
    assert.equal(left({ StringLike: { 'aws:UserAgent': '*' } }), 1);
    assert.equal(left({ StringLike: { 'aws:PrincipalTag/team': '*' } }), 1);
    assert.equal(left({ Bool: { 'aws:SecureTransport': 'true' } }), 1);
    assert.equal(left({ Bool: { 'aws:ViaAWSService': 'false' } }), 1);
  });

  it('are computed in bounded time from any number of patterns', () => {
    const many = (letter: string) => Array.from({ length: 900 }, (_, i) => `*${letter}${i}*a*b*`);
    const started = performance.now();
    const [resources] = left('iam:PassRole', [allow('*', many('x')), deny('*', many('y'))], [allow('*', many('z'))]);
    assert.equal((resources as unknown[]).length, 900);
    assert.ok(performance.now() - started < 20_000);
  });

  it('combine inline, attached and managed policies', () => {
    const stack = [
      role('ops', {
        inlinePolicies: [{ policy: document(allow('s3:GetObject')) }],
        managedPolicyArns: ['arn:aws:iam::aws:policy/IAMFullAccess'],
      }),
      inlinePolicy('ops', allow('sqs:PurgeQueue')),
      managedPolicy('more', allow('sns:DeleteTopic')),
      attached('ops', 'more'),
    ];
    const [principal] = principalsOf(resourcesOf(stack));
    const places = ['s3:GetObject', 'sqs:PurgeQueue', 'sns:DeleteTopic', 'iam:PassRole'].flatMap((action) =>
      grantsOf(principal as Principal, action).map(({ statement }) => statement.place),
    );
    assert.deepEqual(places, [
      "statement 1 of inlinePolicies[0] of role 'ops'",
      "statement 1 of role policy 'ops-policy'",
      "statement 1 of policy 'more'",
      "AWS managed policy 'IAMFullAccess'",
    ]);
  });
});

describe('effective permissions of any statements', () => {
  const actions = ['iam:PassRole', 's3:GetObject', 's3:PutBucketPolicy'] as const;
  const patterns = fc.constantFrom('*', 's3:*', 's3:Get*', 'iam:?assRole', 's3:PutBucketPolicy', '*:Get*', 'sqs:*');
  const arns = fc.constantFrom(
    '*',
    'arn:aws:s3:::*',
    'arn:aws:s3:::a*',
    'arn:aws:s3:::a/*',
    '*b',
    roleArn,
    'arn:aws:iam::*:role/*',
  );
  const conditions = fc.constantFrom(
    undefined,
    { StringLike: { 'aws:PrincipalArn': '*' } },
    { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  );
  const statement = (effect: string) =>
    fc
      .record({
        action: fc.constantFrom('Action', 'NotAction'),
        resource: fc.constantFrom('Resource', 'NotResource'),
        patterns: fc.array(patterns, { minLength: 1, maxLength: 2 }),
        arns: fc.array(arns, { minLength: 1, maxLength: 2 }),
        condition: conditions,
      })
      .map((made) => ({
        Effect: effect,
        [made.action]: made.patterns,
        [made.resource]: made.arns,
        ...(made.condition && { Condition: made.condition }),
      }));
  const documents = fc.array(fc.oneof(statement('Allow'), statement('Allow'), statement('Deny')), { maxLength: 4 });

  /** Statement and pattern of everything that is granted. */
  function granted(principal: Principal): Set<string> {
    const text = ({ statement, resources, facts }: Grant) =>
      resources.map((resource) => `${facts.name} ${statement.place} ${typeof resource === 'string' ? resource : '?'}`);
    return new Set(actions.flatMap((action) => grantsOf(principal, action).flatMap(text)));
  }
  const grantedActions = (principal: Principal) => actions.filter((action) => grantsOf(principal, action).length > 0);

  it('a Deny never adds a grant', () => {
    fc.assert(
      fc.property(documents, statement('Deny'), (statements, refusal) => {
        const before = granted(ops(statements));
        for (const grant of granted(ops([...statements, refusal]))) assert.ok(before.has(grant), grant);
      }),
      { numRuns: 80 },
    );
  });

  it('a boundary never adds a grant', () => {
    fc.assert(
      fc.property(documents, documents, (statements, boundary) => {
        const before = grantedActions(ops(statements));
        for (const action of grantedActions(ops(statements, boundary))) assert.ok(before.includes(action), action);
      }),
      { numRuns: 80 },
    );
  });

  it('another Allow statement never removes a grant', () => {
    fc.assert(
      fc.property(documents, statement('Allow'), (statements, more) => {
        const after = granted(ops([...statements, more]));
        for (const grant of granted(ops(statements))) assert.ok(after.has(grant), grant);
      }),
      { numRuns: 80 },
    );
  });

  it('a boundary that allows everything changes nothing', () => {
    fc.assert(
      fc.property(documents, (statements) => {
        assert.deepEqual(granted(ops(statements, [allow('*')])), granted(ops(statements)));
      }),
      { numRuns: 50 },
    );
  });
});
