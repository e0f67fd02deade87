import { allowedPrincipalsSchema, grantVerdicts } from '../iam/permissions/grantVerdicts';
import { permissionActions } from '../iam/permissions/sensitiveActions';
import type { StackRule } from '../pack/rule';
import { statementExample } from '../pack/ruleExample';

export const iamPermissionsManagement: StackRule = {
  id: 'iam-permissions-management',
  displayName: 'Permissions management is limited to named resources',
  description: 'Statements that allow changing permissions name the resources.',
  rationale: 'A principal that can write every bucket policy or key policy decides who reads the data.',
  severity: 'high',
  framework: {
    name: 'AWS Well-Architected Framework',
    version: '2024-06',
    reference: 'SEC03-BP02',
    specification: 'Grant least privilege access',
  },
  source: 'https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_permissions_least_privileges.html',
  remediationSteps: 'Name the buckets, keys, functions or policies in Resource.',
  example: statementExample(
    { Action: 's3:PutBucketPolicy', Resource: '*' },
    { Action: 's3:PutBucketPolicy', Resource: 'arn:aws:s3:::store-1a2b' },
  ),
  configSchema: allowedPrincipalsSchema,
  checkStack: (resources, settings) =>
    grantVerdicts(resources, settings, {
      actions: permissionActions(),
      onlyUnlimited: true,
      can: 'can change any permissions of the account',
      remedy: 'name the ARNs that are needed',
    }),
};
