import { allowedPrincipalsSchema, grantVerdicts } from '../iam/permissions/grantVerdicts';
import type { StackRule } from '../pack/rule';
import { statementExample } from '../pack/ruleExample';

/**
 * Actions that return a secret, a token or a key, or environment variables, which often hold one. A token with the
 * caller's own permissions, such as a registry's or a federated user's, is not listed: it is no other principal's secret.
 */
export const credentialActions = [
  'secretsmanager:GetSecretValue',
  'ssm:GetParameter',
  'ssm:GetParameterHistory',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
  'kms:Decrypt',
  'iam:CreateAccessKey',
  'iam:CreateServiceSpecificCredential',
  'iam:ResetServiceSpecificCredential',
  'codepipeline:PollForJobs',
  'cognito-identity:GetOpenIdTokenForDeveloperIdentity',
  'cognito-idp:DescribeUserPoolClient',
  'ec2:GetPasswordData',
  'elasticmapreduce:GetClusterSessionCredentials',
  'emr-containers:GetManagedEndpointSessionCredentials',
  'gamelift:GetComputeAccess',
  'gamelift:GetInstanceAccess',
  'grafana:CreateWorkspaceApiKey',
  'grafana:CreateWorkspaceServiceAccountToken',
  'lambda:GetFunction',
  'lambda:GetFunctionConfiguration',
  'lightsail:CreateBucketAccessKey',
  'lightsail:GetInstanceAccessDetails',
  'lightsail:GetRelationalDatabaseMasterUserPassword',
  'mediapackage:RotateChannelCredentials',
  'mediapackage:RotateIngestEndpointCredentials',
  'rds-db:connect',
  'redshift:GetClusterCredentials',
] as const;

export const iamCredentialAccess: StackRule = {
  id: 'iam-credential-access',
  displayName: 'Secrets are read by name',
  description: 'Actions that answer with secrets, tokens or keys name whose.',
  rationale:
    'A secret is as exposed as the principals that can read it. Whoever can read every secret has the permissions of all of them.',
  severity: 'high',
  framework: {
    name: 'MITRE ATT&CK',
    version: '17',
    reference: 'T1552, T1555.006',
    specification: 'Unsecured credentials; credentials from password stores: cloud secrets management stores',
  },
  source: 'https://attack.mitre.org/techniques/T1555/006/',
  remediationSteps: 'Name the secrets, parameters, keys, users or functions in Resource.',
  example: statementExample(
    { Action: 'secretsmanager:GetSecretValue', Resource: '*' },
    {
      Action: 'secretsmanager:GetSecretValue',
      Resource: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:pager-1a2b3c',
    },
  ),
  configSchema: allowedPrincipalsSchema,
  checkStack: (resources, settings) =>
    grantVerdicts(resources, settings, {
      actions: credentialActions,
      onlyUnlimited: true,
      can: 'can read any credential of the account',
      remedy: 'name the ARNs that are needed',
    }),
};
