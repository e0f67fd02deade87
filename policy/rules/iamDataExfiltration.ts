import { logQueries } from '../iam/permissions/adviceActions';
import { allowedPrincipalsSchema, grantVerdicts } from '../iam/permissions/grantVerdicts';
import { readingActions } from '../iam/permissions/sensitiveActions';
import type { StackRule } from '../pack/rule';
import { statementExample } from '../pack/ruleExample';

export const iamDataExfiltration: StackRule = {
  id: 'iam-data-exfiltration',
  displayName: 'Data access is limited to named stores',
  description: 'Statements that allow reading data name the stores.',
  rationale: 'A leaked key exposes everything that it can read, and captures hold client data.',
  severity: 'high',
  framework: {
    name: 'MITRE ATT&CK',
    version: '17',
    reference: 'T1530',
    specification: 'Data from cloud storage',
  },
  source: 'https://attack.mitre.org/techniques/T1530/',
  remediationSteps: 'Name the buckets, tables, queues or log groups in Resource.',
  example: statementExample(
    { Action: 's3:GetObject', Resource: 'arn:aws:s3:::*/*' },
    { Action: 's3:GetObject', Resource: 'arn:aws:s3:::store-1a2b/captures/*' },
  ),
  configSchema: allowedPrincipalsSchema,
  checkStack: (resources, settings) =>
    grantVerdicts(resources, settings, {
      actions: readingActions,
      onlyUnlimited: true,
      adviceActions: logQueries,
      can: 'can read all data of the account',
      remedy: 'name the ARNs that are needed',
    }),
};
