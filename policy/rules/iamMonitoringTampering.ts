import { grantVerdicts } from '../iam/permissions/grantVerdicts';
import { allowedPrincipalsSchema } from '../iam/principals/allowedPrincipals';
import type { StackRule } from '../pack/rule';

/** What mutes, stops, deletes or purges a part of the way from a finding to a person, or the evidence of who did. */
export const tamperingActions = [
  'cloudwatch:DeleteAlarms',
  'cloudwatch:DisableAlarmActions',
  'cloudwatch:PutAlarmMuteRule',
  'cloudwatch:PutCompositeAlarm',
  'cloudwatch:PutMetricAlarm',
  'cloudwatch:SetAlarmState',
  'sagemaker:DeleteDataQualityJobDefinition',
  'sagemaker:DeleteModelBiasJobDefinition',
  'sagemaker:DeleteModelExplainabilityJobDefinition',
  'sagemaker:DeleteModelQualityJobDefinition',
  'sagemaker:DeleteMonitoringSchedule',
  'sagemaker:StopMonitoringSchedule',
  'sagemaker:UpdateMonitoringAlert',
  'sagemaker:UpdateMonitoringSchedule',
  'scheduler:DeleteSchedule',
  'scheduler:UpdateSchedule',
  'events:DeleteRule',
  'events:DisableRule',
  'events:RemoveTargets',
  'sns:DeleteTopic',
  'sns:SetSubscriptionAttributes',
  'sns:Unsubscribe',
  'sqs:DeleteQueue',
  'sqs:PurgeQueue',
  'sqs:SetQueueAttributes',
  'cloudtrail:DeleteTrail',
  'cloudtrail:PutEventSelectors',
  'cloudtrail:StopLogging',
  'cloudtrail:UpdateTrail',
  'config:DeleteConfigurationRecorder',
  'config:StopConfigurationRecorder',
  'kms:DisableKey',
  'kms:ScheduleKeyDeletion',
  'logs:DeleteLogGroup',
  'logs:DeleteLogStream',
  'logs:DeleteMetricFilter',
] as const;

/** A monitor that what it watches can switch off proves nothing. */
export const iamMonitoringTampering: StackRule = {
  id: 'iam-monitoring-tampering',
  displayName: 'Nobody silences the monitoring',
  description: 'Only allowed principals can mute, stop, delete or purge alarms, schedules, alert paths and trails.',
  severity: 'high',
  framework: {
    name: 'MITRE ATT&CK',
    version: '17',
    reference: 'T1562.008',
    specification: 'Impair defenses: disable or modify cloud logs',
  },
  remediationSteps: 'Take the action away, or list the principal in allowedPrincipals.',
  configSchema: allowedPrincipalsSchema,
  checkStack: (resources, settings) =>
    grantVerdicts(resources, settings, {
      actions: tamperingActions,
      onlyUnlimited: false,
      can: 'can silence the monitoring',
      remedy: 'take them away, or list it in allowedPrincipals',
      awsRemedy: "attach a policy of your own without them in place of AWS's, or list it in allowedPrincipals",
    }),
};
