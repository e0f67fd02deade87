import { allow, arn, type Evasion, iamArn, only } from './evasion';

/** An action on every resource of a type; the twin names one. */
function onAll(rule: string, action: string, all: string, one: string): Evasion {
  const title = `${action} on ${all}`;
  return { title, rule, holder: 'role', open: only(allow(action, all)), twin: only(allow(action, one)) };
}

const letters = Array.from('abcdefghijklmnopqrstuvwxyz');

const toLambda = { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } };

export const reachEvasions: readonly Evasion[] = [
  onAll('iam-privilege-escalation', 'iam:CreatePolicyVersion', iamArn('policy/*'), iamArn('policy/team/reports')),
  onAll('iam-privilege-escalation', 'iam:AddUserToGroup', iamArn('group/*'), iamArn('group/readers')),
  onAll('iam-privilege-escalation', 'sts:AssumeRole', iamArn('role/*'), iamArn('role/reader')),
  onAll(
    'iam-privilege-escalation',
    'lambda:UpdateFunctionCode',
    arn('lambda', 'function:*'),
    arn('lambda', 'function:app'),
  ),
  onAll(
    'iam-privilege-escalation',
    'ssm:StartSession',
    '*',
    'arn:aws:ec2:eu-west-1:123456789012:instance/i-0a1b2c3d4e5f60718',
  ),
  onAll(
    'iam-credential-access',
    'secretsmanager:GetSecretValue',
    arn('secretsmanager', 'secret:*'),
    arn('secretsmanager', 'secret:pager-1a2b3c'),
  ),
  onAll(
    'iam-credential-access',
    'ssm:GetParametersByPath',
    arn('ssm', 'parameter/*'),
    arn('ssm', 'parameter/app/limit'),
  ),
  onAll(
    'iam-credential-access',
    'kms:Decrypt',
    arn('kms', 'key/*'),
    arn('kms', 'key/1a2b3c4d-1111-2222-3333-444455556666'),
  ),
  onAll('iam-data-exfiltration', 's3:GetObject', 'arn:aws:s3:::*', 'arn:aws:s3:::store-1a2b/captures/*'),
  onAll('iam-data-exfiltration', 'dynamodb:Scan', arn('dynamodb', 'table/*'), arn('dynamodb', 'table/orders')),
  onAll('iam-permissions-management', 's3:PutBucketPolicy', 'arn:aws:s3:::*', 'arn:aws:s3:::store-1a2b'),
  onAll(
    'iam-permissions-management',
    'kms:PutKeyPolicy',
    arn('kms', 'key/*'),
    arn('kms', 'key/1a2b3c4d-1111-2222-3333-444455556666'),
  ),
  onAll('iam-no-wildcard', 'sqs:SendMessage', arn('sqs', '*'), arn('sqs', 'tickets')),
  onAll('iam-no-wildcard', 'sns:Publish', arn('sns', '*'), arn('sns', 'alerts')),
  {
    title: 'iam:PassRole on all roles',
    rule: 'iam-pass-role',
    holder: 'role',
    open: only(allow('iam:PassRole', iamArn('role/*'), toLambda)),
    twin: only(allow('iam:PassRole', iamArn('role/app'), toLambda)),
  },
  {
    title: 'one pattern for each letter',
    rule: 'iam-privilege-escalation',
    holder: 'role',
    open: only(
      allow('iam:SetDefaultPolicyVersion', policiesFrom(letters.slice(0, 13))),
      allow('iam:SetDefaultPolicyVersion', policiesFrom(letters.slice(13))),
    ),
    twin: only(allow('iam:SetDefaultPolicyVersion', policiesFrom(['team-a', 'team-b']))),
  },
  {
    title: 'every resource but one',
    rule: 'iam-privilege-escalation',
    holder: 'role',
    open: only({ Effect: 'Allow', Action: 'iam:CreateLoginProfile', NotResource: iamArn('user/admin') }),
    twin: only(allow('iam:CreateLoginProfile', iamArn('user/app'))),
  },
  {
    title: 'all but one service',
    rule: 'iam-privilege-escalation',
    holder: 'role',
    open: only({ Effect: 'Allow', NotAction: 's3:*', Resource: iamArn('policy/*') }),
    twin: only({ Effect: 'Allow', NotAction: 's3:*', Resource: iamArn('policy/team/reports') }),
  },
  {
    title: 'the path of consoles',
    rule: 'iam-privilege-escalation',
    holder: 'role',
    open: only(allow('iam:CreatePolicyVersion', iamArn('policy/service-role/*'))),
    twin: only(allow('iam:CreatePolicyVersion', iamArn('policy/service-role/AppPolicy'))),
  },
];

function policiesFrom(beginnings: readonly string[]): string[] {
  return beginnings.map((beginning) => iamArn(`policy/${beginning}*`));
}
