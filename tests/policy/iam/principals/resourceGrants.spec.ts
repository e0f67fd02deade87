import assert from 'node:assert/strict';
import { grantsOf, isRestricted } from '../../../../policy/iam/permissions/effectivePermissions';
import { principalsOf } from '../../../../policy/iam/principals/principals';
import { notYetKnown } from '../../../../policy/pack/propertyValue';
import { allow, deny, document, inlinePolicy, managedPolicy, resourcesOf, role } from '../../iamStack';
import { type StackResource, unknown } from '../../policyStack';

const account = '123456789012';
const roleArn = `arn:aws:iam::${account}:role/ops`;
const userArn = `arn:aws:iam::${account}:user/ann`;
const queueArn = `arn:aws:sqs:eu-west-1:${account}:tickets`;
const ops = role('ops', { arn: roleArn });
const ann: StackResource = { type: 'aws:iam/user:User', name: 'ann', props: { arn: userArn } };
const queue: StackResource = {
  type: 'aws:sqs/queue:Queue',
  name: 'tickets',
  props: { arn: queueArn, url: `https://sqs.eu-west-1.amazonaws.com/${account}/tickets`, policy: '{}' },
};

function queuePolicy(...statements: object[]): StackResource {
  return {
    type: 'aws:sqs/queuePolicy:QueuePolicy',
    name: 'tickets-policy',
    props: { queueUrl: `https://sqs.eu-west-1.amazonaws.com/${account}/tickets`, policy: document(...statements) },
    from: { queueUrl: ['tickets'] },
  };
}

/** Places and resources of what a principal may do, without what a condition holds back. */
function granted(of: string, action: string, ...stack: StackResource[]): unknown[] {
  const principal = principalsOf(resourcesOf(stack)).find(({ resource }) => resource.name === of);
  assert.ok(principal, of);
  return grantsOf(principal, action)
    .filter((grant) => !isRestricted(grant))
    .map(({ statement, resources }) => [statement.place, ...resources]);
}

function gapsOf(of: string, ...stack: StackResource[]): readonly string[] | undefined {
  return principalsOf(resourcesOf(stack)).find(({ resource }) => resource.name === of)?.gaps;
}

const purge = (Principal: unknown, more: object = {}) => allow('sqs:PurgeQueue', '*', { Principal, ...more });

describe('resource policies', () => {
  it('grant access to the role or user that they name, on their own resource, without an identity policy', () => {
    const [place, anns] = ["statement 1 of queue policy 'tickets-policy'", { AWS: [userArn] }];
    assert.deepEqual(granted('ops', 'sqs:PurgeQueue', ops, queue, queuePolicy(purge({ AWS: roleArn }))), [
      [place, queueArn],
    ]);
    assert.deepEqual(granted('ann', 'sqs:PurgeQueue', ops, ann, queue, queuePolicy(purge(anns))), [[place, queueArn]]);
    assert.deepEqual(granted('ops', 'sqs:PurgeQueue', ops, ann, queue, queuePolicy(purge(anns))), []);
    const elsewhere = queuePolicy(allow('sqs:PurgeQueue', 'arn:aws:sqs:*:*:other', { Principal: { AWS: roleArn } }));
    assert.deepEqual(granted('ops', 'sqs:PurgeQueue', ops, queue, elsewhere), []);
  });

  it('grant access to every principal, unless a condition restricts who', () => {
    for (const principal of ['*', { AWS: '*' }]) {
      assert.equal(granted('ops', 'sqs:PurgeQueue', ops, queue, queuePolicy(purge(principal))).length, 1);
    }
    const ofTopic = { Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:sns:eu-west-1:${account}:alerts` } } };
    assert.deepEqual(granted('ops', 'sqs:PurgeQueue', ops, queue, queuePolicy(purge('*', ofTopic))), []);
  });

  it('grant nothing through the whole account, a service, another account or NotPrincipal', () => {
    for (const principal of [
      { AWS: account },
      { AWS: `arn:aws:iam::${account}:root` },
      { AWS: 'arn:aws:iam::111122223333:role/ops' },
      { Service: 'sns.amazonaws.com' },
    ]) {
      assert.deepEqual(granted('ops', 'sqs:PurgeQueue', ops, queue, queuePolicy(purge(principal))), []);
    }
    const others = { ...purge(undefined), NotPrincipal: { AWS: userArn } };
    assert.deepEqual(granted('ops', 'sqs:PurgeQueue', ops, queue, queuePolicy(others)), []);
  });

  it('deny on their own resource, without a condition', () => {
    const own = inlinePolicy('ops', allow('sqs:PurgeQueue', [queueArn, `${queueArn}-2`]));
    const left = (...statements: object[]) =>
      granted('ops', 'sqs:PurgeQueue', ops, own, queue, queuePolicy(...statements));
    const place = "statement 1 of role policy 'ops-policy'";
    const refuse = (more: object) => deny('sqs:*', '*', { Principal: '*', ...more });
    assert.deepEqual(left(refuse({})), [[place, `${queueArn}-2`]]);
    assert.deepEqual(left(refuse({ Principal: { AWS: roleArn } })), [[place, `${queueArn}-2`]]);
    for (const more of [
      { Principal: { AWS: userArn } },
      { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Resource: undefined, NotResource: `${queueArn}-2` },
    ]) {
      assert.deepEqual(left(refuse(more)), [[place, queueArn, `${queueArn}-2`]]);
    }
  });

  it('are limited by the boundary of a role, not of a user', () => {
    const limit = managedPolicy('limit', allow('s3:*'));
    const bounded = ({ props, ...rest }: StackResource): StackResource => ({
      ...rest,
      props: { ...props, permissionsBoundary: 'x' },
      from: { permissionsBoundary: ['limit'] },
    });
    const both = queuePolicy(purge({ AWS: [roleArn, userArn] }));
    assert.deepEqual(granted('ops', 'sqs:PurgeQueue', limit, bounded(ops), queue, both), []);
    assert.equal(granted('ann', 'sqs:PurgeQueue', limit, bounded(ann), queue, both).length, 1);
    const denying = managedPolicy('limit', allow('s3:*'), deny('sqs:PurgeQueue', queueArn));
    assert.deepEqual(granted('ann', 'sqs:PurgeQueue', denying, bounded(ann), queue, both), []);
  });

  it('include trust policies, function permissions and inline policies', () => {
    const trust = document({ ...allow('sts:AssumeRole'), Resource: undefined, Principal: { AWS: userArn } });
    const trusting = role('deploy', { arn: `arn:aws:iam::${account}:role/deploy`, assumeRolePolicy: trust });
    assert.deepEqual(granted('ann', 'sts:AssumeRole', ann, trusting), [
      ["statement 1 of the trust policy of role 'deploy'", `arn:aws:iam::${account}:role/deploy`],
    ]);
    const functionArn = `arn:aws:lambda:eu-west-1:${account}:function:run`;
    const run = { type: 'aws:lambda/function:Function', name: 'run', props: { arn: functionArn, name: 'run' } };
    const permission = (props: object) => ({
      type: 'aws:lambda/permission:Permission',
      name: 'may-run',
      props: { function: 'run', action: 'lambda:InvokeFunction', ...props },
    });
    assert.deepEqual(granted('ops', 'lambda:InvokeFunction', ops, run, permission({ principal: roleArn })), [
      ["statement 1 of permission 'may-run'", functionArn, `${functionArn}:*`],
    ]);
    for (const props of [{ principal: 's3.amazonaws.com' }, { principal: '*', principalOrgId: 'o-a1b2c3d4e5' }]) {
      assert.deepEqual(granted('ops', 'lambda:InvokeFunction', ops, run, permission(props)), []);
    }
    const inline = { ...queue, props: { ...queue.props, policy: document(purge({ AWS: roleArn })) } };
    assert.deepEqual(granted('ops', 'sqs:PurgeQueue', ops, inline), [
      ["statement 1 of the policy of queue 'tickets'", queueArn],
    ]);
    // Of a queue with a separate policy, the provider returns that policy.
    assert.deepEqual(granted('ops', 'sqs:PurgeQueue', ops, inline, queuePolicy(purge({ AWS: userArn }))), []);
  });

  it('alone grant access to a key whose policy leaves the account out', () => {
    const keyArn = `arn:aws:kms:eu-west-1:${account}:key/1`;
    const key = (Principal: unknown): StackResource => ({
      type: 'aws:kms/key:Key',
      name: 'key',
      props: { arn: keyArn, policy: document(allow('kms:*', '*', { Principal })) },
    });
    const own = inlinePolicy('ops', allow('kms:ScheduleKeyDeletion', keyArn));
    const left = (principal: unknown) => granted('ops', 'kms:ScheduleKeyDeletion', ops, ann, own, key(principal));
    assert.deepEqual(left({ AWS: `arn:aws:iam::${account}:root` }), [
      ["statement 1 of role policy 'ops-policy'", keyArn],
    ]);
    assert.deepEqual(left({ AWS: userArn }), []);
    assert.deepEqual(left({ AWS: roleArn }), [["statement 1 of the policy of key 'key'", keyArn]]);
  });

  it('name the principal that they were made from in a first preview, and are unclear about several', () => {
    const early = (from: string[], Principal: unknown, policy?: unknown): StackResource => ({
      ...queuePolicy(),
      props: { queueUrl: unknown, policy: policy ?? { Statement: [purge(Principal)] } },
      from: { queueUrl: ['tickets'], policy: from },
    });
    const unmade = { ...queue, props: { arn: unknown } };
    const [one, two] = [role('ops', { arn: unknown }), role('other', { arn: unknown })];
    const made = (policy: StackResource) => [one, two, unmade, policy];
    assert.deepEqual(granted('ops', 'sqs:PurgeQueue', ...made(early(['ops', 'tickets'], { AWS: unknown }))), [
      ["statement 1 of queue policy 'tickets-policy'", notYetKnown],
    ]);
    const open = (policy: StackResource) => [gapsOf('ops', ...made(policy)), gapsOf('other', ...made(policy))];
    const clause = (from: string) =>
      `what queue policy 'tickets-policy' grants it is known only during the update (it comes from ${from})`;
    const both = early(['ops', 'other'], { AWS: [unknown] });
    assert.deepEqual(open(both), [[clause("'ops', 'other'")], [clause("'ops', 'other'")]]);
    assert.deepEqual(open(early(['ops'], '*', unknown)), [[clause("'ops'")], []]);
    assert.deepEqual(open(early(['tickets'], { Service: 'sns.amazonaws.com' })), [[], []]);
  });
});
