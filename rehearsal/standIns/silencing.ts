import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { PutAlarmMuteRuleCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { PutBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3';
import { StopMonitoringScheduleCommand, UpdateMonitoringAlertCommand } from '@aws-sdk/client-sagemaker';
import { GetScheduleCommand, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { ListSubscriptionsByTopicCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { type AwsClients, describeAlarms } from '../aws/awsClients';
import { contractorName, loosenConstraints } from './people';

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
  /** Key of the constraints of Model Monitor's baseline. */
  readonly baselineKey: string;
}

/** A way to silence the monitoring. */
export interface SilencingAct {
  /** As the report names it. */
  readonly title: string;
  /** CloudTrail's `eventName`. */
  readonly action: string;
  /** Part of the text on the fault that the scheduled self-check finds; undefined if it does not compare what the act changes. */
  readonly fault: string | undefined;
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
    fault: `mute rule ${muteRule.Name} mutes it without expiry`,
    run: ({ cloudWatch }, stack) =>
      cloudWatch.send(new PutAlarmMuteRuleCommand({ ...muteRule, MuteTargets: { AlarmNames: silenceAlarms(stack) } })),
  },
  {
    title: 'moves the threshold of an alarm',
    action: 'PutMetricAlarm',
    fault: 'threshold 0, now 1000',
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
    fault: undefined,
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
    fault: 'status Scheduled, now Stopped',
    run: ({ sageMaker }, { schedule }) =>
      sageMaker.send(new StopMonitoringScheduleCommand({ MonitoringScheduleName: schedule })),
  },
  {
    title: 'disables the schedule of the analyzer',
    action: 'UpdateSchedule',
    fault: 'state ENABLED, now DISABLED',
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
    fault: 'topic subscription',
    run: async ({ sns }, { topicArn }) => {
      const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
      const pager = Subscriptions.find(({ Protocol = '' }) => Protocol.startsWith('http'));
      return sns.send(new UnsubscribeCommand({ SubscriptionArn: pager?.SubscriptionArn }));
    },
  },
  {
    title: 'detaches the events of the store',
    action: 'PutBucketNotification',
    fault: 'events to EventBridge on, now off',
    run: ({ s3 }, { storeBucket }) =>
      s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: storeBucket, NotificationConfiguration: {} })),
  },
  {
    title: 'disables the incident function',
    action: 'PutFunctionConcurrency',
    fault: 'now never (its reserved concurrency is 0)',
    run: ({ lambda }, { incidentFunction }) =>
      lambda.send(
        new PutFunctionConcurrencyCommand({ FunctionName: incidentFunction, ReservedConcurrentExecutions: 0 }),
      ),
  },
  {
    title: 'takes the role away from the incident function',
    action: 'UpdateAssumeRolePolicy',
    fault: undefined,
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
    title: 'overwrites the constraints of a baseline',
    action: 'PutObject',
    fault: `user ${contractorName} modified baseline`,
    run: (clients, { storeBucket, baselineKey }) => loosenConstraints(clients, storeBucket, baselineKey),
  },
  {
    title: 'stops the trail',
    action: 'StopLogging',
    fault: 'is not logging',
    run: ({ cloudTrail }, { trailArn }) => cloudTrail.send(new StopLoggingCommand({ Name: trailArn })),
  },
];
