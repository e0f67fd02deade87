import { allowedPrincipalsSchema, grantVerdicts } from '../iam/permissions/grantVerdicts';
import { tamperingActions } from '../iam/permissions/tamperingActions';
import type { StackRule } from '../pack/rule';
import { statementExample } from '../pack/ruleExample';

export const iamMonitoringTampering: StackRule = {
  id: 'iam-monitoring-tampering',
  displayName: 'Only allowed principals can disable the monitoring',
  description:
    'Only the principals of allowedPrincipals can mute, stop, delete or purge alarms, schedules, alert paths and trails.',
  rationale: 'A monitor proves nothing if the workload that it monitors can switch it off.',
  severity: 'high',
  framework: {
    name: 'MITRE ATT&CK',
    version: '17',
    reference: 'T1562.008',
    specification: 'Impair defenses: disable or modify cloud logs',
  },
  source: 'https://attack.mitre.org/techniques/T1562/008/',
  remediationSteps: 'Remove the action, or add the principal to allowedPrincipals.',
  example: statementExample(
    { Action: ['cloudwatch:DescribeAlarms', 'cloudwatch:DisableAlarmActions'], Resource: '*' },
    { Action: 'cloudwatch:DescribeAlarms', Resource: '*' },
  ),
  configSchema: allowedPrincipalsSchema,
  checkStack: (resources, settings) =>
    grantVerdicts(resources, settings, {
      actions: [...tamperingActions.anywhere, ...tamperingActions.everywhere],
      onlyUnlimited: false,
      unlimitedActions: tamperingActions.everywhere,
      can: 'can disable the monitoring',
      remedy: 'remove the actions, or add the principal to allowedPrincipals',
      awsRemedy: 'attach a policy of your own without these actions instead, or add the principal to allowedPrincipals',
    }),
};
