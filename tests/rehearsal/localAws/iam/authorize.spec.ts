import assert from 'node:assert/strict';
import { type ApplicablePolicies, authorize, type IamRequest } from '../../../../rehearsal/localAws/iam/authorize';

const account = '123456789012';
const role = { arn: `arn:aws:sts::${account}:assumed-role/monitor/run-1` };
const stranger = { arn: 'arn:aws:iam::999999999999:role/other' };
const object = 'arn:aws:s3:::store/captures/churn/x.jsonl';
const key = `arn:aws:kms:eu-west-1:${account}:key/store`;

/** A policy variable. */
const variable = (name: string) => `\${${name}}`;

const policy = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const allow = (Action: unknown, Resource: unknown = '*', more: object = {}) => ({
  Sid: 'Allows',
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: unknown, more: object = {}) => ({
  Sid: 'Denies',
  Effect: 'Deny',
  Action,
  Resource: '*',
  ...more,
});
const read: IamRequest = { caller: role, action: 's3:GetObject', resource: object, resourceAccount: account };

/** Whether an identity policy with one condition allows a request in a context. */
function isMet(condition: object, context: IamRequest['context'] = {}): boolean {
  const identity = [policy(allow('s3:GetObject', '*', { Condition: condition }))];
  return authorize({ ...read, context }, { identity }).allowed;
}

describe('authorize', () => {
  const cases: [title: string, request: Partial<IamRequest>, policies: ApplicablePolicies, reason: string][] = [
    ['nothing without a statement', {}, {}, 'no statement allows it'],
    ['what an identity policy allows', {}, { identity: [policy(allow('s3:GetObject', object))] }, 'Allows allows'],
    ['actions in any case and by pattern', {}, { identity: [policy(allow('S3:get*'))] }, 'Allows allows'],
    ['no other action', {}, { identity: [policy(allow('s3:GetObjectVersion'))] }, 'no statement allows it'],
    ['no other resource', {}, { identity: [policy(allow('s3:*', `${object}.gz`))] }, 'no statement allows it'],
    [
      'resources in their case only',
      {},
      { identity: [policy(allow('s3:*', object.toUpperCase()))] },
      'no statement allows it',
    ],
    ['JSON text as well', {}, { identity: [JSON.stringify(policy(allow('s3:*')))] }, 'Allows allows'],
    ['nothing that a statement denies', {}, { identity: [policy(allow('*'), deny('s3:Get*'))] }, 'Denies denies'],
    [
      'nothing that the resource denies to everybody',
      {},
      { identity: [policy(allow('*'))], resource: policy(deny('s3:*', { Principal: '*' })) },
      'Denies denies',
    ],
    [
      'all but NotAction and NotResource',
      {},
      {
        identity: [
          policy({ Sid: 'Rest', Effect: 'Allow', NotAction: 's3:Put*', NotResource: 'arn:aws:s3:::store/reports/*' }),
        ],
      },
      'Rest allows',
    ],
    [
      'nothing in NotAction',
      {},
      { identity: [policy({ Effect: 'Allow', NotAction: 's3:Get*', Resource: '*' })] },
      'no statement allows it',
    ],
    [
      'what the resource allows to the role of the session',
      {},
      { resource: policy(allow('s3:*', '*', { Principal: { AWS: `arn:aws:iam::${account}:role/monitor` } })) },
      'Allows allows',
    ],
    [
      'nothing by a resource that leaves it to the account',
      {},
      { resource: policy(allow('s3:*', '*', { Principal: { AWS: `arn:aws:iam::${account}:root` } })) },
      'no statement allows it',
    ],
    [
      'nothing to another account by its own policy',
      { caller: stranger },
      { identity: [policy(allow('*'))] },
      'no statement of the resource allows the other account',
    ],
    [
      'nothing to another account by the resource alone',
      { caller: stranger },
      { resource: policy(allow('s3:*', '*', { Principal: '*' })) },
      'no statement of the caller allows it',
    ],
    [
      'another account that both policies allow',
      { caller: stranger },
      { identity: [policy(allow('*'))], resource: policy(allow('s3:*', '*', { Principal: { AWS: '999999999999' } })) },
      'Allows allows',
    ],
    [
      'a service that the resource names',
      { caller: { service: 'sns.amazonaws.com' } },
      { resource: policy(allow('s3:GetObject', '*', { Principal: { Service: ['sns.amazonaws.com'] } })) },
      'Allows allows',
    ],
    [
      'no other service',
      { caller: { service: 'sqs.amazonaws.com' } },
      { resource: policy(allow('s3:GetObject', '*', { Principal: { Service: 'sns.amazonaws.com' } })) },
      'no statement of the resource allows the service',
    ],
    [
      'no key without its own policy',
      { action: 'kms:Decrypt', resource: key },
      { identity: [policy(allow('kms:*'))] },
      'no statement of the resource allows it',
    ],
    [
      'a key that leaves the decision to the account',
      { action: 'kms:Decrypt', resource: key },
      {
        identity: [policy(allow('kms:Decrypt', key))],
        resource: policy({ ...allow('kms:*'), Sid: 'Root', Principal: { AWS: account } }),
      },
      'Allows allows',
    ],
    [
      'no key by its delegation alone',
      { action: 'kms:Decrypt', resource: key },
      { resource: policy(allow('kms:*', '*', { Principal: { AWS: account } })) },
      'no statement allows it',
    ],
    [
      'a service to assume a role that trusts it; a trust policy has no resource',
      { caller: { service: 'lambda.amazonaws.com' }, action: 'sts:AssumeRole', resource: 'arn:aws:iam::1:role/r' },
      {
        resource: policy({
          Sid: 'Trust',
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
      },
      'Trust allows',
    ],
    [
      'resources with a variable of the request',
      { context: { 'aws:PrincipalTag/endpoint': 'churn' } },
      { identity: [policy(allow('s3:*', `arn:aws:s3:::store/captures/\${aws:PrincipalTag/endpoint}/*`))] },
      'Allows allows',
    ],
    [
      'no resource with a variable that the request lacks',
      {},
      { identity: [policy(allow('s3:*', `arn:aws:s3:::store/captures/\${aws:PrincipalTag/endpoint}*`))] },
      'no statement allows it',
    ],
  ];
  for (const [title, request, policies, reason] of cases) {
    it(`allows ${title}`, () => {
      assert.deepEqual(authorize({ ...read, ...request }, policies), { allowed: reason.endsWith(' allows'), reason });
    });
  }

  const conditions: [condition: object, context: IamRequest['context'], met: boolean][] = [
    [{ StringEquals: { 's3:prefix': 'a*' } }, { 's3:prefix': 'ab' }, false],
    [{ StringEquals: { 'S3:Prefix': ['a', 'b'] } }, { 's3:prefix': 'b' }, true],
    [{ StringEquals: { 's3:prefix': 'a' } }, {}, false],
    [{ StringEqualsIfExists: { 's3:prefix': 'a' } }, {}, true],
    [{ StringEqualsIfExists: { 's3:prefix': 'a' } }, { 's3:prefix': 'b' }, false],
    [{ StringNotEquals: { 's3:prefix': ['a', 'b'] } }, { 's3:prefix': 'b' }, false],
    [{ StringNotEquals: { 's3:prefix': 'a' } }, {}, true],
    [{ StringEqualsIgnoreCase: { 's3:prefix': 'A' } }, { 's3:prefix': 'a' }, true],
    [{ StringLike: { 's3:prefix': 'captures/*' } }, { 's3:prefix': 'captures/churn/x' }, true],
    [{ StringLike: { 's3:prefix': 'a?.c' } }, { 's3:prefix': 'a-b-c' }, false],
    [{ StringNotLike: { 's3:prefix': 'a*' } }, { 's3:prefix': 'ab' }, false],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:1:t*' } }, { 'aws:SourceArn': 'arn:aws:sns:eu:1:topic' }, true],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:t' } }, { 'aws:SourceArn': 'arn:aws:sns:eu:1:t' }, true],
    [{ ArnEquals: { 'aws:SourceArn': 'arn:aws:*:eu:1:t' } }, { 'aws:SourceArn': 'arn:aws:sns:x:eu:1:t' }, false],
    [{ ArnNotLike: { 'aws:SourceArn': 'arn:aws:sns:eu:1:*' } }, { 'aws:SourceArn': 'arn:aws:sns:eu:1:t' }, false],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, {}, false],
    [{ Bool: { 'aws:SecureTransport': false } }, { 'aws:SecureTransport': 'false' }, true],
    [{ Bool: { 'kms:GrantIsForAWSResource': 'true' } }, {}, false],
    [{ Null: { 'aws:PrincipalTag/x': 'true' } }, {}, true],
    [{ Null: { 'aws:PrincipalTag/x': 'false' } }, {}, false],
    [{ NumericLessThanEquals: { 'aws:MultiFactorAuthAge': 3600 } }, { 'aws:MultiFactorAuthAge': '3600' }, true],
    [{ NumericNotEquals: { 's3:max-keys': '1' } }, { 's3:max-keys': '1' }, false],
    [{ DateGreaterThan: { 'aws:CurrentTime': '2026-01-01' } }, { 'aws:CurrentTime': '2026-11-02T06:00:00Z' }, true],
    [{ DateLessThan: { 'aws:CurrentTime': '1700000000' } }, { 'aws:CurrentTime': '2026-11-02T06:00:00Z' }, false],
    [{ 'ForAllValues:StringEquals': { 'kms:GrantOperations': ['Decrypt', 'Encrypt'] } }, {}, true],
    [
      { 'ForAllValues:StringEquals': { 'kms:GrantOperations': ['Decrypt', 'Encrypt'] } },
      { 'kms:GrantOperations': ['Decrypt', 'Encrypt'] },
      true,
    ],
    [
      { 'ForAllValues:StringEquals': { 'kms:GrantOperations': ['Decrypt'] } },
      { 'kms:GrantOperations': ['Decrypt', 'Sign'] },
      false,
    ],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'owner' } }, { 'aws:TagKeys': ['x', 'owner'] }, true],
    [{ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'owner' } }, {}, false],
    [{ StringEquals: { 'aws:PrincipalAccount': '123456789012', 'aws:PrincipalIsAWSService': 'false' } }, {}, true],
    [{ StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/monitor' } }, {}, true],
    [{ StringEquals: { 'aws:ResourceAccount': variable('aws:PrincipalAccount') } }, {}, true],
    [{ StringEquals: { 's3:prefix': variable("aws:PrincipalTag/x, 'none'") } }, { 's3:prefix': 'none' }, true],
    [{ StringEquals: { 's3:prefix': variable('*') } }, { 's3:prefix': '*' }, true],
  ];
  for (const [condition, context, met] of conditions) {
    it(`${met ? 'meets' : 'does not meet'} ${JSON.stringify(condition)} in ${JSON.stringify(context)}`, () => {
      assert.equal(isMet(condition, context), met);
    });
  }

  const refused: [title: string, statement: object, message: RegExp][] = [
    [
      'an unknown operator',
      allow('*', '*', { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }),
      /IpAddress/,
    ],
    ['an unknown field', allow('*', '*', { NotPrincipal: '*' }), /^Error: Allows: unsupported NotPrincipal; use Sid, /],
    ['another effect', { ...allow('*'), Effect: 'Permit' }, /Allows: Effect must be Allow or Deny/],
    ['no action', { Effect: 'Allow', Resource: '*' }, /statement 1: has no Action/],
  ];
  for (const [title, statement, message] of refused) {
    it(`fails loudly on ${title}`, () => {
      assert.throws(() => authorize(read, { identity: [policy(statement)] }), message);
    });
  }

  it('fails loudly on several values without a set operator', () => {
    const condition = { StringEquals: { 'aws:TagKeys': 'owner' } };
    assert.throws(() => isMet(condition, { 'aws:TagKeys': ['owner'] }), /aws:TagKeys, which has several values/);
  });
});
