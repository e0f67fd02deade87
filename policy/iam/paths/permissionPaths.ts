import type { EscalationPath } from './escalationPath';
import { published } from './launch';

const byRole = ['role', 'policy'] as const;
const byOthers = ['user', 'group'] as const;

const iamApi = 'IAM API reference';

/** Ways to change the permissions of a principal. */
export const permissionPaths: readonly EscalationPath[] = [
  {
    needs: ['iam:CreatePolicyVersion'],
    gain: 'rewrite any policy of the account',
    target: { type: 'policy', is: 'own', gain: 'rewrite its own' },
    source: published,
  },
  {
    needs: ['iam:SetDefaultPolicyVersion'],
    gain: 'restore an older, wider version of any policy',
    target: { type: 'policy', is: 'own', gain: 'restore an older, wider version of its own' },
    source: published,
  },
  {
    needs: ['iam:AttachRolePolicy'],
    gain: 'attach any policy to its own role',
    kinds: byRole,
    target: { type: 'role', is: 'own', gain: 'attach any policy to its own' },
    source: published,
  },
  {
    needs: ['iam:AttachRolePolicy', 'sts:AssumeRole'],
    gain: 'attach any policy to a role and assume it',
    kinds: byOthers,
    source: published,
  },
  {
    needs: ['iam:PutRolePolicy'],
    gain: 'put any inline policy on its own role',
    kinds: byRole,
    target: { type: 'role', is: 'own', gain: 'put any inline policy on its own' },
    source: published,
  },
  {
    needs: ['iam:PutRolePolicy', 'sts:AssumeRole'],
    gain: 'put any inline policy on a role and assume it',
    kinds: byOthers,
    source: published,
  },
  {
    needs: ['iam:AttachUserPolicy'],
    gain: 'attach any policy to a user',
    target: { type: 'user', is: 'own', gain: 'attach any policy to its own' },
    source: published,
  },
  {
    needs: ['iam:PutUserPolicy'],
    gain: 'put any inline policy on a user',
    target: { type: 'user', is: 'own', gain: 'put any inline policy on its own' },
    source: published,
  },
  {
    needs: ['iam:AttachGroupPolicy'],
    gain: 'attach any policy to a group',
    target: { type: 'group', is: 'own', gain: 'attach any policy to its own' },
    source: published,
  },
  {
    needs: ['iam:PutGroupPolicy'],
    gain: 'put any inline policy on a group',
    target: { type: 'group', is: 'own', gain: 'put any inline policy on its own' },
    source: published,
  },
  {
    needs: ['iam:AddUserToGroup'],
    gain: 'add a user to any group',
    target: { type: 'group', is: 'administrator', gain: 'add itself to' },
    source: published,
  },
  {
    needs: ['iam:DeleteRolePermissionsBoundary'],
    gain: 'remove the permissions boundary of any role',
    target: { type: 'role', is: 'boundary', gain: 'remove the permissions boundary of its own' },
    source: `${published}; ${iamApi}, DeleteRolePermissionsBoundary`,
  },
  {
    needs: ['iam:PutRolePermissionsBoundary'],
    gain: 'replace the permissions boundary of any role',
    target: { type: 'role', is: 'boundary', gain: 'replace the permissions boundary of its own' },
    source: `${iamApi}, PutRolePermissionsBoundary`,
  },
  {
    needs: ['iam:DeleteUserPermissionsBoundary'],
    gain: 'remove the permissions boundary of any user',
    target: { type: 'user', is: 'boundary', gain: 'remove the permissions boundary of its own' },
    source: `${published}; ${iamApi}, DeleteUserPermissionsBoundary`,
  },
  {
    needs: ['iam:PutUserPermissionsBoundary'],
    gain: 'replace the permissions boundary of any user',
    target: { type: 'user', is: 'boundary', gain: 'replace the permissions boundary of its own' },
    source: `${iamApi}, PutUserPermissionsBoundary`,
  },
  {
    needs: ['sso:CreateAccountAssignment'],
    gain: 'assign any permission set of Identity Center',
    source: 'IAM Identity Center API, CreateAccountAssignment',
  },
  {
    needs: ['sso:PutInlinePolicyToPermissionSet', 'sso:ProvisionPermissionSet'],
    gain: 'rewrite any permission set of Identity Center',
    source: 'IAM Identity Center API, PutInlinePolicyToPermissionSet',
  },
  {
    needs: ['sso:AttachManagedPolicyToPermissionSet', 'sso:ProvisionPermissionSet'],
    gain: 'attach any policy to a permission set of Identity Center',
    source: 'IAM Identity Center API, AttachManagedPolicyToPermissionSet',
  },
  {
    needs: ['sso:AttachCustomerManagedPolicyReferenceToPermissionSet', 'sso:ProvisionPermissionSet'],
    gain: 'attach any policy to a permission set of Identity Center',
    source: 'IAM Identity Center API, AttachCustomerManagedPolicyReferenceToPermissionSet',
  },
  {
    needs: ['identitystore:CreateGroupMembership'],
    gain: 'add a user to any group of Identity Center',
    source: 'Identity Store API, CreateGroupMembership',
  },
  {
    needs: ['eks:AssociateAccessPolicy'],
    gain: 'become administrator of any cluster and use the roles of its pods',
    source: 'EKS API, AssociateAccessPolicy',
  },
  {
    needs: ['eks:UpdateAccessEntry'],
    gain: 'join any group of any cluster and use the roles of its pods',
    source: 'EKS API, UpdateAccessEntry: kubernetesGroups',
  },
];
