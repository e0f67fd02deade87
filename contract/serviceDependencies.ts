import type { Dependency } from './dependency';
import { eventDependencies } from './eventDependencies';

const topicAttributes = { 'alert path changed': ['SetTopicAttributes'] } as const;
const queueAttributes = { 'event path changed': ['SetQueueAttributes'] } as const;
const aliasUnused = 'the alias is for people only';
const usesRole = 'in its role';
const queriesForPeople = 'queries are for people, or count large windows, whose runs then fail and raise an alarm';
const noCalls = {
  part: 'no part',
  deletes: queriesForPeople,
  disables: queriesForPeople,
  permissions: queriesForPeople,
} as const;

const logCalls = {
  source: 'logs.amazonaws.com',
  named: ['logGroupName', 'logGroupIdentifier', 'resourceIdentifier'],
  deletes: { 'log weakened': ['DeleteLogGroup', 'DeleteLogStream'] },
  disables: {
    'log weakened': [
      'PutRetentionPolicy',
      'DeleteRetentionPolicy',
      'AssociateKmsKey',
      'DisassociateKmsKey',
      'PutDataProtectionPolicy',
      'PutTransformer',
      'PutMetricFilter',
      'DeleteMetricFilter',
      'PutSubscriptionFilter',
      'DeleteSubscriptionFilter',
    ],
  },
  permissions: { 'permissions changed': ['PutResourcePolicy', 'DeleteResourcePolicy'] },
} as const;

/**
 * What the monitoring depends on besides S3. Events of Lambda have names of their own ("Logging AWS Lambda API calls using
 * AWS CloudTrail"); those of the other services have the names of their API actions.
 */
export const serviceDependencies = {
  ...eventDependencies,
  'aws:sqs/queue:Queue': {
    part: 'events of the store, detection of calls and tickets',
    source: 'sqs.amazonaws.com',
    named: ['queueUrl', 'sourceArn'],
    deletes: { 'event path changed': ['DeleteQueue', 'PurgeQueue', 'StartMessageMoveTask'] },
    disables: queueAttributes,
    permissions: { 'permissions changed': ['AddPermission', 'RemovePermission'] },
  },
  'aws:sqs/queuePolicy:QueuePolicy': {
    part: 'events of the store, detection of calls and tickets',
    source: 'sqs.amazonaws.com',
    named: ['queueUrl'],
    deletes: queueAttributes,
    disables: 'a policy has no switch',
    permissions: queueAttributes,
  },
  'aws:lambda/function:Function': {
    part: 'metrics, incidents and detection of calls',
    source: 'lambda.amazonaws.com',
    named: ['functionName'],
    deletes: { 'function changed': ['DeleteFunction20150331'] },
    disables: {
      'function changed': [
        'UpdateFunctionCode20150331v2',
        'UpdateFunctionConfiguration20150331v2',
        'PutFunctionConcurrency20171031',
        'DeleteFunctionConcurrency20171031',
        'PutFunctionRecursionConfig',
        'PutRuntimeManagementConfig',
        'PutFunctionCodeSigningConfig',
      ],
    },
    permissions: { 'permissions changed': ['AddPermission20150331v2', 'RemovePermission20150331v2'] },
  },
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': {
    part: 'runs',
    source: 'lambda.amazonaws.com',
    named: ['functionName'],
    deletes: { 'function changed': ['DeleteFunctionEventInvokeConfig'] },
    disables: { 'function changed': ['PutFunctionEventInvokeConfig', 'UpdateFunctionEventInvokeConfig'] },
    permissions: 'in the role of the function',
  },
  'aws:lambda/eventSourceMapping:EventSourceMapping': {
    part: 'metrics, incidents and detection of calls',
    source: 'lambda.amazonaws.com',
    // A second mapping takes messages from the queue of the first.
    named: ['uUID', 'uuid', 'eventSourceArn', 'functionName'],
    deletes: { 'event path changed': ['DeleteEventSourceMapping20150331'] },
    disables: { 'event path changed': ['UpdateEventSourceMapping20150331', 'CreateEventSourceMapping20150331'] },
    permissions: 'in the role of the function',
  },
  'aws:dynamodb/table:Table': {
    part: 'similar incidents',
    source: 'dynamodb.amazonaws.com',
    named: ['tableName', 'resourceArn'],
    deletes: { 'index changed': ['DeleteTable'] },
    disables: { 'index changed': ['UpdateTable', 'UpdateContinuousBackups', 'UpdateTimeToLive'] },
    permissions: { 'permissions changed': ['PutResourcePolicy', 'DeleteResourcePolicy'] },
  },
  'aws:iam/role:Role': {
    part: 'runs, metrics, incidents and evidence',
    source: 'iam.amazonaws.com',
    named: ['roleName'],
    deletes: { 'permissions changed': ['DeleteRole'] },
    disables: { 'permissions changed': ['UpdateRole'] },
    permissions: {
      'permissions changed': [
        'UpdateAssumeRolePolicy',
        'AttachRolePolicy',
        'DetachRolePolicy',
        'PutRolePermissionsBoundary',
        'DeleteRolePermissionsBoundary',
      ],
    },
  },
  'aws:iam/rolePolicy:RolePolicy': {
    part: 'runs, metrics, incidents and evidence',
    source: 'iam.amazonaws.com',
    named: ['roleName'],
    deletes: { 'permissions changed': ['DeleteRolePolicy'] },
    disables: 'a policy has no switch',
    permissions: { 'permissions changed': ['PutRolePolicy'] },
  },
  'aws:kms/key:Key': {
    part: 'store, alert routing and evidence',
    source: 'kms.amazonaws.com',
    named: ['keyId'],
    deletes: { 'key weakened': ['ScheduleKeyDeletion'] },
    disables: { 'key weakened': ['DisableKey', 'DisableKeyRotation'] },
    permissions: { 'permissions changed': ['PutKeyPolicy', 'RevokeGrant'] },
    restores: { 'key weakened': ['EnableKey', 'CancelKeyDeletion'] },
  },
  'aws:kms/alias:Alias': {
    part: 'no part',
    source: 'kms.amazonaws.com',
    named: ['aliasName'],
    deletes: aliasUnused,
    disables: aliasUnused,
    permissions: aliasUnused,
  },
  'aws:sagemaker/monitoringSchedule:MonitoringSchedule': {
    part: 'runs',
    source: 'sagemaker.amazonaws.com',
    named: ['monitoringScheduleName'],
    deletes: { 'schedule changed': ['DeleteMonitoringSchedule'] },
    disables: { 'schedule changed': ['StopMonitoringSchedule', 'UpdateMonitoringSchedule', 'UpdateMonitoringAlert'] },
    permissions: usesRole,
    restores: { 'schedule changed': ['StartMonitoringSchedule', 'CreateMonitoringSchedule'] },
  },
  'aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition': {
    part: 'runs',
    source: 'sagemaker.amazonaws.com',
    named: ['jobDefinitionName'],
    deletes: { 'schedule changed': ['DeleteDataQualityJobDefinition'] },
    disables: 'it cannot be changed; a schedule is pointed to another one',
    permissions: usesRole,
    restores: { 'schedule changed': ['CreateDataQualityJobDefinition'] },
  },
  'aws:scheduler/schedule:Schedule': {
    part: 'runs',
    source: 'scheduler.amazonaws.com',
    named: ['name'],
    deletes: { 'schedule changed': ['DeleteSchedule'] },
    disables: { 'schedule changed': ['UpdateSchedule'] },
    permissions: usesRole,
    restores: { 'schedule changed': ['CreateSchedule'] },
  },
  'aws:scheduler/scheduleGroup:ScheduleGroup': {
    part: 'runs',
    source: 'scheduler.amazonaws.com',
    named: ['name'],
    deletes: { 'schedule changed': ['DeleteScheduleGroup'] },
    disables: 'a group has no switch',
    permissions: 'a group has no policy',
  },
  'runs of a monitoring schedule': {
    part: 'runs',
    source: 'sagemaker.amazonaws.com',
    named: ['processingJobName'],
    // A job of a schedule is called `<kind>-monitoring-<time>-<hash>`, such as `model-quality-monitoring-202105062300-...` in
    // the request that SageMaker logged in the notes of the sample "MLOps Pipeline MKV". AWS does not document it.
    namePart: 'monitoring-20',
    deletes: 'SageMaker keeps jobs',
    disables: { 'schedule changed': ['StopProcessingJob'] },
    permissions: usesRole,
  },
  'monitored endpoints': {
    part: 'captures',
    source: 'sagemaker.amazonaws.com',
    named: ['endpointName'],
    deletes: { 'capture changed': ['DeleteEndpoint'] },
    disables: { 'capture changed': ['UpdateEndpoint'] },
    permissions: usesRole,
  },
  'configurations of monitored endpoints': {
    part: 'captures',
    source: 'sagemaker.amazonaws.com',
    named: ['endpointConfigName'],
    namedAfterEndpoint: true,
    takesEffectWith: 'UpdateEndpoint',
    deletes: { 'capture changed': ['DeleteEndpointConfig'] },
    disables: { 'capture changed': ['CreateEndpointConfig'] },
    permissions: usesRole,
  },
  'aws:cloudwatch/metricAlarm:MetricAlarm': {
    part: 'alarms',
    source: 'monitoring.amazonaws.com',
    named: ['alarmName', 'alarmNames', 'muteTargets.alarmNames'],
    deletes: { 'alarm muted': ['DeleteAlarms'] },
    disables: {
      'alarm muted': ['DisableAlarmActions', 'PutAlarmMuteRule', 'SetAlarmState'],
      'alarm changed': ['PutMetricAlarm', 'PutCompositeAlarm'],
    },
    permissions: 'an alarm has no policy',
    restores: { 'alarm unmuted': ['EnableAlarmActions', 'DeleteAlarmMuteRule'] },
  },
  'aws:cloudwatch/dashboard:Dashboard': {
    part: 'dashboard',
    source: 'monitoring.amazonaws.com',
    named: ['dashboardName', 'dashboardNames'],
    deletes: { 'dashboard changed': ['DeleteDashboards'] },
    disables: { 'dashboard changed': ['PutDashboard'] },
    permissions: 'a dashboard has no policy',
  },
  'aws:sns/topic:Topic': {
    part: 'alert routing',
    source: 'sns.amazonaws.com',
    named: ['topicArn', 'resourceArn'],
    deletes: { 'alert path changed': ['DeleteTopic'] },
    disables: { 'alert path changed': ['SetTopicAttributes', 'PutDataProtectionPolicy'] },
    permissions: { 'permissions changed': ['AddPermission', 'RemovePermission'] },
  },
  'aws:sns/topicPolicy:TopicPolicy': {
    part: 'alert routing',
    source: 'sns.amazonaws.com',
    named: ['topicArn'],
    deletes: topicAttributes,
    disables: 'a policy has no switch',
    permissions: topicAttributes,
  },
  'aws:sns/topicSubscription:TopicSubscription': {
    part: 'alert routing',
    source: 'sns.amazonaws.com',
    named: ['subscriptionArn'],
    deletes: { 'alert path changed': ['Unsubscribe'] },
    disables: { 'alert path changed': ['SetSubscriptionAttributes'] },
    permissions: 'in the topic policy',
  },
  'aws:cloudwatch/logGroup:LogGroup': { ...logCalls, part: 'evidence and logs of the functions' },
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': {
    part: 'detection of calls',
    source: 'logs.amazonaws.com',
    named: ['logGroupName'],
    deletes: { 'log weakened': ['DeleteMetricFilter'] },
    disables: { 'log weakened': ['PutMetricFilter'] },
    permissions: 'a filter has no policy',
  },
  'logs of monitoring runs': { ...logCalls, part: 'logs of runs', fixedNames: ['/aws/sagemaker/ProcessingJobs'] },
  'aws:glue/catalogDatabase:CatalogDatabase': {
    ...noCalls,
    source: 'glue.amazonaws.com',
    named: ['name', 'databaseInput.name'],
  },
  'aws:glue/catalogTable:CatalogTable': { ...noCalls, source: 'glue.amazonaws.com', named: ['databaseName'] },
  'aws:athena/workgroup:Workgroup': { ...noCalls, source: 'athena.amazonaws.com', named: ['workGroup'] },
  'aws:athena/namedQuery:NamedQuery': { ...noCalls, source: 'athena.amazonaws.com', named: ['namedQueryId'] },
  'aws:cloudtrail/trail:Trail': {
    part: 'evidence',
    source: 'cloudtrail.amazonaws.com',
    named: ['name', 'trailName'],
    deletes: { 'evidence weakened': ['DeleteTrail'] },
    disables: { 'evidence weakened': ['StopLogging', 'UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors'] },
    permissions: 'in the policies of bucket, key and role',
    restores: { 'evidence weakened': ['StartLogging'] },
  },
} as const satisfies Record<string, Dependency>;
