import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { PutAlarmMuteRuleCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { PutBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3';
import { StopMonitoringScheduleCommand, UpdateMonitoringAlertCommand } from '@aws-sdk/client-sagemaker';
import { GetScheduleCommand, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { ListSubscriptionsByTopicCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { type AwsClients, describeAlarms } from '../aws/awsClients';

/** What a person can silence. */
export interface SilencedStack {
  readonly alarms: readonly string[];
  /** Name of Model Monitor's schedule. */
  readonly schedule: string;
  /** `<group>/<name>` of the analyzer's schedule. */
  readonly analyzerSchedule: string;
  readonly topicArn: string;
  readonly storeBucket: string;
  readonly incidentFunction: string;
  readonly trailArn: string;
}

/** A way to silence the monitoring. */
export interface SilencingAct {
  /** As the report names it. */
  readonly title: string;
  /** CloudTrail's `eventName`. */
  readonly action: string;
  readonly run: (clients: AwsClients, stack: SilencedStack) => Promise<unknown>;
}

/** Alarms that no other tampering of the day mutes. */
const silenceAlarms = ({ alarms }: SilencedStack) => alarms.filter((name) => name.endsWith('.silence'));

/** Mutes by a rule without expiry: the alarm's actions stay enabled. */
const muteRule = {
  Name: 'quiet-please',
  Rule: { Schedule: { Expression: 'cron(0 0 * * *)', Duration: 'PT24H' } },
} as const;

/** Every way besides those that the day has of its own, in order. The trail is stopped last: it records nothing afterwards. */
export const silencingActs: readonly SilencingAct[] = [
  {
    title: 'mutes an alarm by a mute rule',
    action: 'PutAlarmMuteRule',
    run: ({ cloudWatch }, stack) =>
      cloudWatch.send(new PutAlarmMuteRuleCommand({ ...muteRule, MuteTargets: { AlarmNames: silenceAlarms(stack) } })),
  },
  {
    title: 'moves the threshold of an alarm',
    action: 'PutMetricAlarm',
    run: async ({ cloudWatch }, stack) => {
      const [name = ''] = stack.alarms.filter((alarm) => alarm.endsWith('.promises'));
      const [alarm] = await describeAlarms({ cloudWatch }, [name]);
      const { AlarmName, Namespace, MetricName, Dimensions, Statistic, Period, EvaluationPeriods } = alarm ?? {};
      const { ComparisonOperator, TreatMissingData, AlarmActions, OKActions, AlarmDescription } = alarm ?? {};
      const metric = { AlarmName, Namespace, MetricName, Dimensions, Statistic, Period, EvaluationPeriods };
      const kept = { ComparisonOperator, TreatMissingData, AlarmActions, OKActions, AlarmDescription };
      return cloudWatch.send(new PutMetricAlarmCommand({ ...metric, ...kept, Threshold: 1000 }));
    },
  },
  {
    title: 'mutes the alert of a monitoring schedule',
    action: 'UpdateMonitoringAlert',
    run: ({ sageMaker }, { schedule }) =>
      sageMaker.send(
        new UpdateMonitoringAlertCommand({
          MonitoringScheduleName: schedule,
          MonitoringAlertName: 'DataQualityAlert',
          DatapointsToAlert: 100,
          EvaluationPeriod: 100,
        }),
      ),
  },
  {
    title: 'stops the schedule of Model Monitor',
    action: 'StopMonitoringSchedule',
    run: ({ sageMaker }, { schedule }) =>
      sageMaker.send(new StopMonitoringScheduleCommand({ MonitoringScheduleName: schedule })),
  },
  {
    title: 'disables the schedule of the analyzer',
    action: 'UpdateSchedule',
    run: async ({ scheduler }, { analyzerSchedule }) => {
      const [GroupName, Name] = analyzerSchedule.split('/');
      const { ScheduleExpression, FlexibleTimeWindow, Target, ScheduleExpressionTimezone, Description } =
        await scheduler.send(new GetScheduleCommand({ GroupName, Name }));
      const kept = { ScheduleExpression, FlexibleTimeWindow, Target, ScheduleExpressionTimezone, Description };
      return scheduler.send(new UpdateScheduleCommand({ GroupName, Name, ...kept, State: 'DISABLED' }));
    },
  },
  {
    title: 'unsubscribes the pager',
    action: 'Unsubscribe',
    run: async ({ sns }, { topicArn }) => {
      const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
      const pager = Subscriptions.find(({ Protocol = '' }) => Protocol.startsWith('http'));
      return sns.send(new UnsubscribeCommand({ SubscriptionArn: pager?.SubscriptionArn }));
    },
  },
  {
    title: 'detaches the events of the store',
    action: 'PutBucketNotification',
    run: ({ s3 }, { storeBucket }) =>
      s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: storeBucket, NotificationConfiguration: {} })),
  },
  {
    title: 'disables the incident function',
    action: 'PutFunctionConcurrency',
    run: ({ lambda }, { incidentFunction }) =>
      lambda.send(
        new PutFunctionConcurrencyCommand({ FunctionName: incidentFunction, ReservedConcurrentExecutions: 0 }),
      ),
  },
  {
    title: 'takes the role away from the incident function',
    action: 'UpdateAssumeRolePolicy',
    run: async ({ iam, lambda }, { incidentFunction }) => {
      const { Role = '' } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: incidentFunction }));
      const trust = {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }],
      };
      return iam.send(
        new UpdateAssumeRolePolicyCommand({ RoleName: Role.split('/').at(-1), PolicyDocument: JSON.stringify(trust) }),
      );
    },
  },
  {
    title: 'stops the trail',
    action: 'StopLogging',
    run: ({ cloudTrail }, { trailArn }) => cloudTrail.send(new StopLoggingCommand({ Name: trailArn })),
  },
];
