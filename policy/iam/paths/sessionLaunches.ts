import type { Launch } from './launch';

/** What hands out credentials of the role. */
export const sessionLaunches: readonly Launch[] = [
  {
    passedTo: ['rolesanywhere.amazonaws.com'],
    actions: [
      ['rolesanywhere:CreateProfile', 'rolesanywhere:CreateTrustAnchor'],
      ['rolesanywhere:UpdateProfile', 'rolesanywhere:CreateTrustAnchor'],
    ],
    starts: 'sessions by certificate',
    source: 'IAM Roles Anywhere API, CreateProfile: roleArns',
  },
  {
    passedTo: ['cognito-identity.amazonaws.com'],
    actions: [['cognito-identity:SetIdentityPoolRoles']],
    starts: 'sessions of an identity pool',
    source: 'Cognito Identity API, SetIdentityPoolRoles: Roles',
  },
  {
    passedTo: ['cognito-idp.amazonaws.com'],
    actions: [
      ['cognito-idp:CreateGroup', 'cognito-idp:AdminAddUserToGroup'],
      ['cognito-idp:UpdateGroup', 'cognito-idp:AdminAddUserToGroup'],
    ],
    starts: 'sessions of a group of users',
    source: 'Cognito user pools API, CreateGroup: RoleArn',
  },
  {
    passedTo: ['credentials.iot.amazonaws.com'],
    actions: [['iot:CreateRoleAlias'], ['iot:UpdateRoleAlias']],
    starts: 'sessions of a device',
    source: 'IoT Core Developer Guide, Authorizing direct calls to AWS services: role aliases',
  },
  {
    passedTo: ['credentials.deadline.amazonaws.com'],
    actions: [['deadline:CreateQueue'], ['deadline:UpdateQueue'], ['deadline:CreateFleet']],
    starts: 'sessions of a queue or fleet',
    source: 'Deadline Cloud API, AssumeQueueRoleForUser',
  },
];
