import { credentialActions } from '../iam/permissions/credentialActions';
import { allowedPrincipalsSchema, grantVerdicts } from '../iam/permissions/grantVerdicts';
import type { StackRule } from '../pack/rule';
import { statementExample } from '../pack/ruleExample';

export const iamCredentialAccess: StackRule = {
  id: 'iam-credential-access',
  displayName: 'Access to credentials is limited to named secrets',
  description: 'Statements that allow reading secrets, tokens or keys name them.',
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
      countsStarOnly: true,
      can: 'can read any credential of the account',
      remedy: 'name the ARNs that are needed',
    }),
};
