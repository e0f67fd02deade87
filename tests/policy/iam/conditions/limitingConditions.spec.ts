import assert from 'node:assert/strict';
import { actionFacts } from '../../../../policy/iam/actions/actionFacts';
import { judgedEntries } from '../../../../policy/iam/conditions/conditionStrength';
import { limitsGrant } from '../../../../policy/iam/conditions/limitingConditions';

/** Whether a condition on an action limits anything. */
function limits(condition: object, action = 'iam:AttachUserPolicy'): boolean {
  return judgedEntries(JSON.parse(JSON.stringify(condition)), actionFacts(action)).some(limitsGrant);
}

const own = `\${aws:PrincipalAccount}`;
const wholeInternet = Array.from({ length: 256 }, (_, i) => `${i}.0.0.0/8`);

/** Conditions that every request of the account meets, or that the caller can meet. */
const open: readonly (readonly [title: string, condition: object, action?: string])[] = [
  ['a region', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }, 'ssm:SendCommand'],
  ['the own account', { StringEquals: { 'aws:PrincipalAccount': '123456789012' } }],
  ['the account of the resource', { StringEquals: { 'aws:ResourceAccount': own } }],
  ['the own organization', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }],
  ['any kind of principal', { StringEquals: { 'aws:PrincipalType': ['AssumedRole', 'User'] } }],
  ['a tag that the caller leaves out', { Null: { 'aws:RequestTag/team': 'true' } }, 'iam:CreatePolicy'],
  ['a tag that the caller sets', { StringEquals: { 'aws:RequestTag/team': 'x' } }, 'iam:CreatePolicy'],
  ['the keys of such tags', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['team'] } }, 'iam:CreatePolicy'],
  ['no values of such tags', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } }, 'iam:CreatePolicy'],
  ['a resource without a tag', { Null: { 'iam:ResourceTag/team': 'true' } }],
  ['the session name', { StringLike: { 'sts:RoleSessionName': 'deploy-*' } }, 'sts:AssumeRole'],
  [
    'the version of a secret',
    { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } },
    'secretsmanager:GetSecretValue',
  ],
  ['a user agent', { StringEquals: { 'aws:UserAgent': 'pipeline/1' } }],
  ['a referer', { StringLike: { 'aws:Referer': 'https://example.com/*' } }],
  ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }],
  ['every address', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }],
  ['every address, in 256 ranges', { IpAddress: { 'aws:SourceIp': wholeInternet } }],
  ['every address but one', { NotIpAddress: { 'aws:SourceIp': '203.0.113.7/32' } }],
  ['any VPC', { StringLike: { 'aws:SourceVpc': 'vpc-*' } }],
  ['no VPC endpoint', { Null: { 'aws:SourceVpce': 'true' } }],
  ['a name that nobody has', { StringNotEquals: { 'aws:username': 'nobody' } }],
  ['one role left out', { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/nobody' } }],
  ['every role', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/*' } }],
  ['every user id', { StringLike: { 'aws:userid': '*:*' } }],
  ['a star', { StringLike: { 'aws:PrincipalTag/team': '*' } }],
  ['IfExists', { StringEqualsIfExists: { 'aws:PrincipalTag/team': 'data' } }],
  ['no MFA', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }],
  ['temporary credentials', { Null: { 'aws:TokenIssueTime': 'false' } }],
  ['a beginning', { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }],
  ['a far end', { DateLessThan: { 'aws:CurrentTime': '2040-01-01T00:00:00Z' } }],
  ['a far end in seconds', { NumericLessThan: { 'aws:EpochTime': '2208988800' } }],
  ['a template', { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'cloudformation.amazonaws.com' } }],
  ['the policy of an administrator', { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' } }],
  ['every policy of AWS', { ArnLike: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/*' } }],
  ['all but one policy', { ArnNotEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' } }],
];

/** Conditions of the same keys and operators that limit who, what or from where. */
const narrowing: readonly (readonly [title: string, condition: object, action?: string])[] = [
  ['another account', { StringNotEquals: { 'aws:ResourceAccount': own } }],
  ['a tag of the principal', { StringEquals: { 'aws:PrincipalTag/team': 'data' } }],
  ['a tag of the resource', { StringEquals: { 'aws:ResourceTag/team': 'data' } }],
  ['a resource with a tag', { Null: { 'aws:ResourceTag/team': 'false' } }],
  ['a range of addresses', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }],
  ['a VPC', { StringEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' } }],
  ['a role', { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/admin' } }],
  ['MFA', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }],
  ['recent MFA', { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }],
  ['a near end', { DateLessThan: { 'aws:CurrentTime': '2026-12-31T00:00:00Z' } }],
  ['a policy', { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::123456789012:policy/reader' } }],
  ['a boundary', { StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::123456789012:policy/limit' } }],
  ['a service', { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } }, 'iam:PassRole'],
  ['all but a service', { StringNotEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } }, 'iam:PassRole'],
  ['the actions of MCP servers', { Bool: { 'aws:IsMcpServiceAction': 'true' } }],
  ['an encryption context', { StringEquals: { 'kms:EncryptionContext:store': 'captures' } }, 'kms:Decrypt'],
];

describe('limiting conditions', () => {
  for (const [title, condition, action] of open) {
    it(`do not include ${title}`, () => assert.equal(limits(condition, action), false));
  }
  for (const [title, condition, action] of narrowing) {
    it(`include ${title}`, () => assert.equal(limits(condition, action), true));
  }
});
