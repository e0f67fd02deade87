import { type AdvancedFieldSelector, GetEventSelectorsCommand, GetTrailCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeMetricFiltersCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetEventSourceMappingCommand, GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { GetBucketNotificationConfigurationCommand, GetObjectLockConfigurationCommand } from '@aws-sdk/client-s3';
import { DescribeDataQualityJobDefinitionCommand, DescribeMonitoringScheduleCommand } from '@aws-sdk/client-sagemaker';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { GetSubscriptionAttributesCommand } from '@aws-sdk/client-sns';
import type { CheckClients } from './checkClients';
import type { CheckName } from './checkResult';

type Properties = Readonly<Record<string, unknown>>;

interface StoredType {
  readonly check: CheckName;
  /** Reads a resource, in Pulumi's names; undefined if it does not exist. May reject with an SDK's error instead. */
  readonly read: (clients: CheckClients, id: string, deployed: Properties) => Promise<Properties | undefined>;
  /** What every resource of the type must be, unless it was deployed otherwise. */
  readonly always?: Properties;
  /** What to do about a difference that a deployment does not revert. */
  readonly remedy?: (id: string) => string;
}

/** How resources are read back, by Pulumi type. Alarms are read together. */
export const storedTypes: Readonly<Record<string, StoredType>> = {
  'aws:cloudwatch/eventRule:EventRule': {
    check: 'rules',
    read: async (clients, id, { region }) => {
      const { EventPattern, State } = await eventsIn(clients, region).send(new DescribeRuleCommand(ruleOf(id)));
      return { eventPattern: EventPattern, state: State, region };
    },
    always: { state: 'ENABLED' },
  },
  'aws:cloudwatch/eventTarget:EventTarget': {
    check: 'rules',
    read: async (clients, _, { rule, arn, eventBusName, region }) => {
      const EventBusName = typeof eventBusName === 'string' ? eventBusName : undefined;
      const { Targets = [] } = await eventsIn(clients, region).send(
        new ListTargetsByRuleCommand({ Rule: String(rule), EventBusName }),
      );
      return Targets.some(({ Arn }) => Arn === arn) ? { rule, arn, eventBusName, region } : undefined;
    },
  },
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': {
    check: 'filters',
    read: async ({ logs }, filterNamePrefix, { logGroupName }) => {
      const { metricFilters = [] } = await logs.send(
        new DescribeMetricFiltersCommand({ logGroupName: String(logGroupName), filterNamePrefix }),
      );
      const filter = metricFilters.find(({ filterName }) => filterName === filterNamePrefix);
      if (!filter) return undefined;
      const {
        metricName: name,
        metricNamespace: namespace,
        metricValue: value,
      } = filter.metricTransformations?.[0] ?? {};
      return { logGroupName, pattern: filter.filterPattern, metricTransformation: { name, namespace, value } };
    },
  },
  'aws:sns/topicSubscription:TopicSubscription': {
    check: 'subscriptions',
    read: async ({ sns }, SubscriptionArn) => {
      const { Attributes = {} } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
      const { TopicArn: topic, FilterPolicy: filterPolicy, Protocol: protocol } = Attributes;
      return { topic, filterPolicy, protocol };
    },
  },
  'aws:lambda/eventSourceMapping:EventSourceMapping': {
    check: 'functions',
    read: async ({ lambda }, UUID) => {
      const { EventSourceArn, FunctionArn, State } = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
      return { eventSourceArn: EventSourceArn, functionName: FunctionArn?.split(':').at(-1), state: State };
    },
    always: { state: 'Enabled' },
  },
  'aws:lambda/function:Function': {
    check: 'functions',
    read: async ({ lambda }, FunctionName) => {
      const { ReservedConcurrentExecutions } = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
      return { runs: ReservedConcurrentExecutions === 0 ? 'never (its reserved concurrency is 0)' : 'on events' };
    },
    always: { runs: 'on events' },
  },
  'aws:s3/bucketNotification:BucketNotification': {
    check: 'functions',
    read: async ({ s3 }, Bucket) => {
      const { EventBridgeConfiguration } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
      return { 'events to EventBridge': EventBridgeConfiguration === undefined ? 'off' : 'on' };
    },
    always: { 'events to EventBridge': 'on' },
  },
  'aws:scheduler/schedule:Schedule': {
    check: 'schedules',
    read: async ({ scheduler }, id) => {
      const [GroupName, Name] = id.split('/');
      const { ScheduleExpression, State, Target } = await scheduler.send(new GetScheduleCommand({ GroupName, Name }));
      const { MaximumEventAgeInSeconds, MaximumRetryAttempts } = Target?.RetryPolicy ?? {};
      const target = {
        arn: Target?.Arn,
        roleArn: Target?.RoleArn,
        input: Target?.Input,
        retryPolicy: {
          maximumEventAgeInSeconds: MaximumEventAgeInSeconds,
          maximumRetryAttempts: MaximumRetryAttempts,
        },
        deadLetterConfig: Target?.DeadLetterConfig && { arn: Target.DeadLetterConfig.Arn },
      };
      return { groupName: GroupName, scheduleExpression: ScheduleExpression, target, state: State };
    },
    always: { state: 'ENABLED' },
  },
  'aws:sagemaker/monitoringSchedule:MonitoringSchedule': {
    check: 'schedules',
    read: async ({ sageMaker }, MonitoringScheduleName) => {
      const { MonitoringScheduleConfig: config, MonitoringScheduleStatus: status } = await sageMaker.send(
        new DescribeMonitoringScheduleCommand({ MonitoringScheduleName }),
      );
      const monitoringScheduleConfig = {
        monitoringType: config?.MonitoringType,
        monitoringJobDefinitionName: config?.MonitoringJobDefinitionName,
        scheduleConfig: { scheduleExpression: config?.ScheduleConfig?.ScheduleExpression },
      };
      // A schedule is pending while it is created or changed.
      return { monitoringScheduleConfig, status: status === 'Pending' ? 'Scheduled' : status };
    },
    always: { status: 'Scheduled' },
    remedy: (id) =>
      `run 'pulumi up --refresh', and 'aws sagemaker start-monitoring-schedule --monitoring-schedule-name ${id}' if it is stopped`,
  },
  'aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition': {
    check: 'schedules',
    read: async ({ sageMaker }, JobDefinitionName) => {
      const { DataQualityBaselineConfig: config } = await sageMaker.send(
        new DescribeDataQualityJobDefinitionCommand({ JobDefinitionName }),
      );
      const dataQualityBaselineConfig = {
        statisticsResource: { s3Uri: config?.StatisticsResource?.S3Uri },
        constraintsResource: { s3Uri: config?.ConstraintsResource?.S3Uri },
      };
      return { dataQualityBaselineConfig };
    },
  },
  'aws:cloudtrail/trail:Trail': {
    check: 'trail',
    read: async ({ cloudTrail }, Name) => {
      const { Trail } = await cloudTrail.send(new GetTrailCommand({ Name }));
      const { AdvancedEventSelectors = [] } = await cloudTrail.send(new GetEventSelectorsCommand({ TrailName: Name }));
      return {
        isMultiRegionTrail: Trail?.IsMultiRegionTrail,
        includeGlobalServiceEvents: Trail?.IncludeGlobalServiceEvents,
        enableLogFileValidation: Trail?.LogFileValidationEnabled,
        s3BucketName: Trail?.S3BucketName,
        cloudWatchLogsGroupArn: Trail?.CloudWatchLogsLogGroupArn,
        advancedEventSelectors: AdvancedEventSelectors.map(({ Name: name, FieldSelectors = [] }) => ({
          name,
          fieldSelectors: FieldSelectors.map(fieldProperties),
        })),
      };
    },
  },
  'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration': {
    check: 'object lock',
    read: async ({ s3 }, Bucket) => {
      const { ObjectLockConfiguration } = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
      const { Mode: mode, Years: years } = ObjectLockConfiguration?.Rule?.DefaultRetention ?? {};
      return { state: ObjectLockConfiguration?.ObjectLockEnabled, rule: { defaultRetention: { mode, years } } };
    },
    always: { state: 'Enabled' },
  },
};

/** Rules of another region than the stack's forward the calls of IAM. */
function eventsIn({ events, iamEvents }: CheckClients, region: unknown) {
  return region === undefined ? events : iamEvents;
}

/** A rule's id has the name of its bus before it, unless that is the default bus. */
function ruleOf(id: string): { readonly Name: string; readonly EventBusName?: string } {
  const [Name = '', EventBusName] = id.split('/').reverse();
  return { Name, EventBusName };
}

function fieldProperties(selector: AdvancedFieldSelector) {
  return {
    field: selector.Field,
    equals: selector.Equals,
    notEquals: selector.NotEquals,
    startsWiths: selector.StartsWith,
    notStartsWiths: selector.NotStartsWith,
    endsWiths: selector.EndsWith,
    notEndsWiths: selector.NotEndsWith,
  };
}
