import type { PlainObject } from '../../policy/pack/propertyValue';
import { allow, deny, type Evasion, iamArn, only } from './evasion';

/** A Deny beside an action on every resource; the Deny of the twin leaves one resource, or none. */
function beside(title: string, little: PlainObject, much: PlainObject): Evasion {
  const allowed = allow('iam:CreateAccessKey');
  return {
    title,
    rule: 'iam-privilege-escalation',
    holder: 'role',
    open: only(allowed, deny(little)),
    twin: only(allowed, deny(much)),
  };
}

const all = { Action: 'iam:*', Resource: '*' };

export const denyEvasions: readonly Evasion[] = [
  beside(
    'one resource',
    { Action: 'iam:*', Resource: iamArn('user/admin') },
    { Action: 'iam:*', NotResource: iamArn('user/app') },
  ),
  beside(
    'all but almost all',
    { Action: 'iam:*', NotResource: iamArn('user/*') },
    { Action: 'iam:*', NotResource: iamArn('user/team-a*') },
  ),
  beside(
    'all actions but this',
    { NotAction: 'iam:CreateAccessKey', Resource: '*' },
    { NotAction: 'iam:List*', Resource: '*' },
  ),
  beside('a condition that is never met', { ...all, Condition: { StringEquals: { 's3:prefix': 'x' } } }, all),
  beside(
    'a header that callers leave out',
    { ...all, Condition: { StringLike: { 'aws:UserAgent': '*' } } },
    { ...all, Condition: { StringLikeIfExists: { 'aws:UserAgent': '*' } } },
  ),
  beside(
    'calls with TLS',
    { ...all, Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
    { ...all, Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } },
  ),
  beside(
    'one address',
    { ...all, Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.7/32' } } },
    { ...all, Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } },
  ),
  beside(
    'one team',
    { ...all, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'guests' } } },
    { ...all, Condition: { StringNotEquals: { 'aws:PrincipalTag/team': 'data' } } },
  ),
  beside(
    'without a tag of the request',
    { ...all, Condition: { Null: { 'aws:RequestTag/team': 'true' } } },
    { ...all, Condition: { Null: { 'aws:MultiFactorAuthAge': 'true' } } },
  ),
];
