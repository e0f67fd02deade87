import type { PlainObject } from '../../policy/pack/propertyValue';
import { allow, type Evasion, type EvasionResource, iamArn, only, type Permissions } from './evasion';

const document = (...statements: readonly PlainObject[]) => ({ Version: '2012-10-17', Statement: statements });
const root = { AWS: iamArn('root') };
const lambda = { Service: 'lambda.amazonaws.com' };

function role(name: string, principal: PlainObject = root, more: PlainObject = {}): EvasionResource {
  const trust = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal });
  return { type: 'aws:iam/role:Role', name, properties: { name, assumeRolePolicy: trust, ...more } };
}

function rolePolicy(of: string, ...statements: readonly PlainObject[]): EvasionResource {
  const properties = { role: of, policy: document(...statements) };
  return { type: 'aws:iam/rolePolicy:RolePolicy', name: `${of}-more`, properties };
}

function policy(name: string, ...statements: readonly PlainObject[]): EvasionResource {
  return {
    type: 'aws:iam/policy:Policy',
    name,
    properties: { name, arn: iamArn(`policy/${name}`), policy: document(...statements) },
  };
}

/** An administrator that trusts a principal. */
function administrator(principal: PlainObject): readonly EvasionResource[] {
  return [role('admin', principal), rolePolicy('admin', allow('iam:PutRolePolicy'))];
}

const attachedPolicy: readonly EvasionResource[] = [
  policy('read', allow('s3:ListBucket', 'arn:aws:s3:::store-1a2b')),
  {
    type: 'aws:iam/rolePolicyAttachment:RolePolicyAttachment',
    name: 'ops-read',
    properties: { role: 'ops', policyArn: iamArn('policy/read') },
  },
];

const adminUser: readonly EvasionResource[] = [
  { type: 'aws:iam/user:User', name: 'root-user', properties: { name: 'root-user' } },
  {
    type: 'aws:iam/userPolicy:UserPolicy',
    name: 'root-user-policy',
    properties: { user: 'root-user', policy: document(allow('iam:PutUserPolicy')) },
  },
];

const membership = (group: string): readonly EvasionResource[] => [
  { type: 'aws:iam/group:Group', name: group, properties: { name: group } },
  {
    type: 'aws:iam/userGroupMembership:UserGroupMembership',
    name: 'ann-groups',
    properties: { user: 'ann', groups: [group] },
  },
];

function evasion(title: string, holder: Evasion['holder'], open: Permissions, twin: Permissions): Evasion {
  return { title, rule: 'iam-privilege-escalation', holder, open, twin };
}

const itself = iamArn(`user/\${aws:username}`);
const hop = [role('deploy'), rolePolicy('deploy', allow('sts:AssumeRole', iamArn('role/admin')))];

export const ownWayEvasions: readonly Evasion[] = [
  evasion(
    'a policy attached to itself',
    'user',
    only(allow('iam:AttachUserPolicy', itself)),
    only(allow('iam:AttachUserPolicy', iamArn('user/app'))),
  ),
  evasion(
    'a policy put on itself',
    'user',
    only(allow('iam:PutUserPolicy', itself)),
    only(allow('iam:ListUserPolicies', itself)),
  ),
  evasion(
    'its own name',
    'user',
    only(allow('iam:PutUserPolicy', iamArn('user/ann'))),
    only(allow('iam:PutUserPolicy', iamArn('user/bob'))),
  ),
  evasion(
    'its own role',
    'role',
    only(allow('iam:PutRolePolicy', iamArn('role/ops'))),
    only(allow('iam:PutRolePolicy', iamArn('role/app'))),
  ),
  evasion(
    'a policy that it holds',
    'role',
    { statements: [allow('iam:CreatePolicyVersion', iamArn('policy/read'))], others: attachedPolicy },
    {
      statements: [allow('iam:CreatePolicyVersion', iamArn('policy/write'))],
      others: attachedPolicy,
    },
  ),
  evasion(
    'its own group',
    'user',
    { statements: [allow('iam:PutGroupPolicy', iamArn('group/team'))], others: membership('team') },
    {
      statements: [allow('iam:PutGroupPolicy', iamArn('group/team'))],
      others: membership('guests'),
    },
  ),
  evasion(
    'a role that is an administrator',
    'role',
    { statements: [allow('sts:AssumeRole', iamArn('role/admin'))], others: administrator(root) },
    {
      statements: [allow('sts:AssumeRole', iamArn('role/admin'))],
      others: [role('admin', lambda)],
    },
  ),
  evasion(
    'a chain of roles',
    'role',
    { statements: [allow('sts:AssumeRole', iamArn('role/deploy'))], others: [...administrator(root), ...hop] },
    {
      statements: [allow('sts:AssumeRole', iamArn('role/deploy'))],
      others: hop,
    },
  ),
  evasion(
    'the trust of an administrator',
    'role',
    { statements: [allow('iam:UpdateAssumeRolePolicy', iamArn('role/admin'))], others: administrator(lambda) },
    {
      statements: [allow('iam:UpdateAssumeRolePolicy', iamArn('role/app'))],
      others: [role('admin', lambda)],
    },
  ),
  evasion(
    'an administrator that is passed',
    'role',
    {
      statements: [
        allow('iam:PassRole', iamArn('role/admin'), {
          StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' },
        }),
        allow(['lambda:CreateFunction', 'lambda:InvokeFunction'], 'arn:aws:lambda:*:*:function:ops-*'),
      ],
      others: administrator(lambda),
    },
    {
      statements: [
        allow('iam:PassRole', iamArn('role/admin'), {
          StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' },
        }),
        allow(['lambda:CreateFunction', 'lambda:InvokeFunction'], 'arn:aws:lambda:*:*:function:ops-*'),
      ],
      others: [role('admin', lambda)],
    },
  ),
  evasion(
    'a key of an administrator',
    'role',
    { statements: [allow('iam:CreateAccessKey', iamArn('user/root-user'))], others: adminUser },
    {
      statements: [allow('iam:CreateAccessKey', iamArn('user/app'))],
      others: adminUser.slice(0, 1),
    },
  ),
  evasion(
    'a boundary that it can lift',
    'role',
    { statements: [allow('iam:DeleteRolePermissionsBoundary', iamArn('role/ops'))], boundary: [allow('iam:*')] },
    { statements: [allow('iam:DeleteRolePermissionsBoundary', iamArn('role/ops'))], boundary: [allow('s3:*')] },
  ),
  evasion(
    'a boundary that it can replace',
    'user',
    { statements: [allow('iam:PutUserPermissionsBoundary', itself)], boundary: [allow('*')] },
    { statements: [allow('iam:PutUserPermissionsBoundary', iamArn('user/bob'))], boundary: [allow('*')] },
  ),
];
