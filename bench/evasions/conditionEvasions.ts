import type { PlainObject } from '../../policy/pack/propertyValue';
import { account, allow, type Evasion, iamArn, only } from './evasion';

/** An action under a condition that limits nothing; the twin has one that does. */
function under(condition: PlainObject, limiting: PlainObject, action = 'iam:AttachUserPolicy'): Evasion {
  const credentials = /^(?:secretsmanager|kms)/.test(action);
  return {
    title: JSON.stringify(condition).replaceAll(/["{}]/g, ''),
    rule: credentials ? 'iam-credential-access' : 'iam-privilege-escalation',
    holder: 'role',
    open: only(allow(action, '*', condition)),
    twin: only(allow(action, '*', limiting)),
  };
}

const tag = { StringEquals: { 'aws:ResourceTag/team': 'data' } };

export const conditionEvasions: readonly Evasion[] = [
  under({ StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }, tag),
  under({ StringEquals: { 'aws:PrincipalAccount': account } }, { StringEquals: { 'aws:PrincipalTag/team': 'data' } }),
  under({ StringEquals: { 'aws:ResourceAccount': `\${aws:PrincipalAccount}` } }, tag),
  under({ StringEquals: { 'aws:ResourceAccount': account } }, tag),
  under({ StringEquals: { 'aws:PrincipalType': 'AssumedRole' } }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
  under({ Null: { 'aws:RequestTag/team': 'true' } }, tag, 'iam:CreatePolicyVersion'),
  under(
    { Null: { 'aws:ResourceTag/team': 'true' } },
    { Null: { 'aws:ResourceTag/team': 'false' } },
    'iam:CreateAccessKey',
  ),
  under({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
  under(
    { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } },
    { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  ),
  under({ StringLike: { 'aws:PrincipalTag/team': '*' } }, { StringLike: { 'aws:PrincipalTag/team': 'data-*' } }),
  under(
    { StringEqualsIfExists: { 'aws:PrincipalTag/team': 'data' } },
    { StringEquals: { 'aws:PrincipalTag/team': 'data' } },
  ),
  under({ 'ForAllValues:StringEquals': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-1/' } }, tag),
  under(
    { DateLessThan: { 'aws:CurrentTime': '2050-01-01T00:00:00Z' } },
    { DateLessThan: { 'aws:CurrentTime': '2026-12-24T00:00:00Z' } },
  ),
  under(
    { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } },
    { DateLessThan: { 'aws:CurrentTime': '2026-12-24T00:00:00Z' } },
  ),
  under(
    { StringNotEquals: { 'aws:PrincipalTag/team': 'nobody' } },
    { StringEquals: { 'aws:PrincipalTag/team': 'data' } },
  ),
  under(
    { ArnNotEquals: { 'aws:PrincipalArn': iamArn('role/nobody') } },
    { ArnEquals: { 'aws:PrincipalArn': iamArn('role/admin') } },
  ),
  under(
    { ArnLike: { 'aws:PrincipalArn': iamArn('role/*') } },
    { ArnLike: { 'aws:PrincipalArn': iamArn('role/admin') } },
  ),
  under({ Bool: { 'aws:SecureTransport': 'true' } }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
  under(
    { StringEquals: { 'aws:UserAgent': 'pipeline/1' } },
    { StringEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' } },
  ),
  under(
    { StringLike: { 'aws:Referer': 'https://example.com/*' } },
    { StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } },
  ),
  under({ StringLike: { 'aws:SourceVpc': 'vpc-*' } }, { StringEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' } }),
  under(
    { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' } },
    { ArnEquals: { 'iam:PolicyARN': iamArn('policy/read') } },
  ),
  under(
    { ArnNotEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/PowerUserAccess' } },
    { ArnEquals: { 'iam:PolicyARN': iamArn('policy/read') } },
  ),
  under(
    { StringEquals: { 'sts:RoleSessionName': 'deploy' } },
    { StringEquals: { 'aws:ResourceTag/team': 'data' } },
    'sts:AssumeRole',
  ),
  under(
    { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } },
    { StringEquals: { 'aws:ResourceTag/team': 'data' } },
    'secretsmanager:GetSecretValue',
  ),
  under(
    { StringEquals: { 'kms:CallerAccount': account } },
    { StringEquals: { 'kms:EncryptionContext:store': 'captures' } },
    'kms:Decrypt',
  ),
];
