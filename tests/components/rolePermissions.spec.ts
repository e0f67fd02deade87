import assert from 'node:assert/strict';
import { scope } from '../support/pulumiMocks';
import { arn, roleTargets as targets } from '../support/roleTargets';
import { readStackPermissions, type StackPermissions } from '../support/stackPermissions';

const { accountId, region } = scope;

type Target = keyof typeof targets;
type Allowed = Readonly<Partial<Record<Target | '*', readonly string[]>>>;

/** Services whose actions are tried on `*`. */
const services = [
  's3',
  'kms',
  'sns',
  'sqs',
  'events',
  'lambda',
  'cloudwatch',
  'sagemaker',
  'logs',
  'cloudtrail',
  'iam',
].concat(['sts', 'ecr', 'secretsmanager', 'ssm', 'scheduler', 'dynamodb', 'ses']);

const monitorKey = ['kms:CreateGrant', 'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'];
const jobLogGroup = ['logs:CreateLogGroup', 'logs:DescribeLogStreams'];
const jobLogStream = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'];
const keepResult = ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'];
const appendLog = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const pullImage = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** What every role may do, and where. All other actions of these services on these targets are denied. */
const allowedByRole: Readonly<Record<string, Allowed>> = {
  'monitoring-cancellation': {
    store: ['s3:ListBucket'],
    'own captures': ['s3:GetObject'],
    'own statistics of a baseline': ['s3:GetObject'],
    'own report': ['s3:PutObject'],
    'own summary': ['s3:PutObject'],
    'store key': monitorKey,
    'own endpoint': ['sagemaker:DescribeEndpoint'],
    'own endpoint configuration': ['sagemaker:DescribeEndpointConfig'],
    'log group of jobs': jobLogGroup,
    'log stream of jobs': jobLogStream,
    'image of the monitor': pullImage,
    '*': ['cloudwatch:PutMetricData', 'ecr:GetAuthorizationToken'],
  },
  // One function serves every endpoint of the stack: it reads all captures and baselines.
  'analyzer-role': {
    store: ['s3:GetBucketLocation', 's3:ListBucket'],
    'own captures': ['s3:GetObject'],
    'captures of another schema version': ['s3:GetObject'],
    'captures of an endpoint with a longer name': ['s3:GetObject'],
    'captures of another endpoint': ['s3:GetObject'],
    'own statistics of a baseline': ['s3:GetObject'],
    'own manifest of a baseline': ['s3:GetObject'],
    'baseline of another endpoint': ['s3:GetObject'],
    'report of the analyzer': ['s3:GetObject', 's3:PutObject'],
    settings: ['s3:GetObject'],
    'result of a query over captures': keepResult,
    'analyzer workgroup': ['athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:StartQueryExecution'],
    'catalog of tables': ['glue:GetDatabase', 'glue:GetPartitions', 'glue:GetTable'],
    'database of captures': ['glue:GetDatabase', 'glue:GetPartitions', 'glue:GetTable'],
    'table of captures': ['glue:GetPartitions', 'glue:GetTable'],
    'store key': ['kms:Decrypt', 'kms:GenerateDataKey'],
    'dead-letter queue of the analyzer': ['sqs:SendMessage'],
    'log stream of the analyzer': appendLog,
  },
  'analyzer-arrival-delay': {
    analyzer: ['lambda:InvokeFunction'],
    'dead-letter queue of the analyzer': ['sqs:SendMessage'],
  },
  'incidents-role': {
    store: ['s3:ListBucket'],
    'own statistics of a baseline': ['s3:GetObject'],
    'own manifest of a baseline': ['s3:GetObject'],
    'baseline of another endpoint': ['s3:GetObject'],
    'own report': ['s3:GetObject'],
    'own summary': ['s3:GetObject', 's3:PutObject'],
    'report of another endpoint': ['s3:GetObject'],
    'report of the analyzer': ['s3:GetObject'],
    'managed report of an endpoint named like the analyzer': ['s3:GetObject'],
    incident: ['s3:GetObject', 's3:PutObject'],
    'other file among incidents': ['s3:GetObject'],
    'rows of trends': ['s3:GetObject', 's3:PutObject'],
    // Earlier versions show which settings changed before an incident.
    settings: ['s3:GetObject', 's3:GetObjectVersion'],
    'store key': ['kms:Decrypt', 'kms:GenerateDataKey'],
    'index of incidents': ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    'bus of messages': ['events:PutEvents'],
    // Without a sender in SES, the encrypted topic sends digests.
    topic: ['sns:Publish'],
    'alerts key': ['kms:Decrypt', 'kms:GenerateDataKey'],
    'event queue': ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    'log stream of the incident function': appendLog,
    '*': ['cloudwatch:PutMetricData'],
  },
  'incidents-daily-role': { 'incident function': ['lambda:InvokeFunction'] },
  // It reads back what AWS stores of the whole stack.
  'audit-detection-role': {
    store: ['s3:GetBucketNotification', 's3:ListBucket'],
    'own statistics of a baseline': ['s3:GetObject'],
    'own manifest of a baseline': ['s3:GetObject'],
    'baseline of another endpoint': ['s3:GetObject'],
    incident: ['s3:GetObject', 's3:PutObject'],
    'other file among incidents': ['s3:GetObject'],
    'registered schema': ['s3:GetObject'],
    'result of the self-check': ['s3:GetObject', 's3:PutObject'],
    settings: ['s3:GetObject'],
    'settings of the audit function': ['s3:GetObject'],
    evidence: ['s3:GetBucketObjectLockConfiguration', 's3:ListBucket'],
    'file of the trail': ['s3:GetObject'],
    'store key': ['kms:Decrypt', 'kms:GenerateDataKey'],
    'alerts key': ['kms:Decrypt', 'kms:GenerateDataKey'],
    'audit key': ['kms:Decrypt'],
    topic: ['sns:GetSubscriptionAttributes', 'sns:Publish'],
    'bus of messages': ['events:PutEvents'],
    'queue of recorded calls': ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    'rule on recorded calls': ['events:DescribeRule', 'events:ListTargetsByRule'],
    'rule of a route': ['events:DescribeRule', 'events:ListTargetsByRule'],
    'rule on calls of IAM': ['events:DescribeRule', 'events:ListTargetsByRule'],
    rule: ['events:DescribeRule', 'events:ListTargetsByRule'],
    'audit function': ['lambda:GetFunctionConcurrency'],
    'incident function': ['lambda:GetFunctionConcurrency'],
    analyzer: ['lambda:GetFunctionConcurrency'],
    'analyzer schedule': ['scheduler:GetSchedule'],
    schedule: ['sagemaker:DescribeMonitoringSchedule'],
    alarm: ['cloudwatch:DescribeAlarms'],
    'log group of the trail': ['logs:DescribeMetricFilters'],
    'log stream of the audit function': appendLog,
    trail: ['cloudtrail:GetEventSelectors', 'cloudtrail:GetTrail', 'cloudtrail:GetTrailStatus'],
    '*': ['cloudtrail:ListPublicKeys', 'cloudwatch:ListMetrics', 'cloudwatch:PutMetricData'],
  },
  'audit-detection-check-role': { 'audit function': ['lambda:InvokeFunction'] },
  // The role of the rule that forwards calls of IAM to the stack's region.
  'audit-detection-iam-role': { 'default bus': ['events:PutEvents'] },
  'audit-log-role': { 'log stream of the trail': appendLog },
};

/** Values with which each role's conditions are met. */
const contexts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'monitoring-cancellation': {
    's3:prefix': 'captures/cancellation/schema=v1/',
    'cloudwatch:namespace': 'aws/sagemaker/Endpoints/data-metrics',
  },
  'analyzer-role': { 's3:prefix': 'captures/arrival-delay/schema=v1/' },
  'audit-detection-role': {
    's3:prefix': 'incidents/cancellation/',
    'cloudwatch:namespace': 'ModelObservability',
    'aws:ResourceTag/stack': 'prod',
  },
  'incidents-role': { 's3:prefix': 'reports/cancellation/', 'cloudwatch:namespace': 'ModelObservability' },
};

describe('the roles of the stack', function () {
  this.timeout(60_000);
  let stack: StackPermissions;
  before(async () => {
    stack = await readStackPermissions();
  });

  it('are exactly these', () => {
    assert.deepEqual(stack.roles, Object.keys(allowedByRole).sort());
  });

  for (const [role, allowed] of Object.entries(allowedByRole)) {
    it(`${role} is allowed what it needs, and nothing else`, () => {
      const context = contexts[role];
      const rows: [target: string, actions: readonly string[]][] = Object.entries(targets).map(([target, resource]) => [
        target,
        stack.allowedActions(role, resource, context),
      ]);
      rows.push(['*', stack.allowedAnywhere(role, services, context)]);
      assert.deepEqual(Object.fromEntries(rows.filter(([, actions]) => actions.length > 0)), allowed);
    });
  }

  const store1 = { action: 's3:ListBucket', resource: targets.store };
  const versions = { action: 's3:ListBucketVersions', resource: targets.store };
  const grant = { action: 'kms:CreateGrant', resource: targets['store key'] };
  const schedule = { action: 'sagemaker:DescribeMonitoringSchedule', resource: targets.schedule };
  const metric = { action: 'cloudwatch:PutMetricData', resource: '*' };
  /** Requests that differ from an allowed one in their context only. */
  const inContext: [role: string, request: { action: string; resource: string }, context: object, allowed: boolean][] =
    [
      ['monitoring-cancellation', store1, { 's3:prefix': 'captures/arrival-delay/schema=v1/' }, false],
      ['monitoring-cancellation', store1, { 's3:prefix': 'captures/cancellation-eu/schema=v1/' }, false],
      ['monitoring-cancellation', store1, { 's3:prefix': 'incidents/' }, false],
      ['monitoring-cancellation', store1, { 's3:prefix': '' }, false],
      ['monitoring-cancellation', store1, {}, false],
      ['analyzer-role', store1, { 's3:prefix': 'incidents/' }, false],
      ['analyzer-role', store1, { 's3:prefix': '' }, false],
      ['analyzer-role', store1, { 's3:prefix': 'query-results/captures/x' }, true],
      ['analyzer-role', store1, { 's3:prefix': 'query-results/' }, false],
      ['incidents-role', store1, { 's3:prefix': 'reports/arrival-delay/' }, true],
      ['incidents-role', store1, { 's3:prefix': 'baselines/' }, false],
      ['incidents-role', store1, { 's3:prefix': 'baselines/churn/schema=v1/x/calibration.json' }, true],
      ['incidents-role', store1, { 's3:prefix': 'captures/arrival-delay/' }, false],
      ['incidents-role', store1, { 's3:prefix': '' }, false],
      ['incidents-role', versions, { 's3:prefix': 'settings/monitors.json' }, true],
      ['incidents-role', versions, { 's3:prefix': 'settings/' }, false],
      ['incidents-role', versions, {}, false],
      ['audit-detection-role', store1, { 's3:prefix': 'captures/' }, false],
      ['audit-detection-role', versions, { 's3:prefix': 'baselines/cancellation/' }, true],
      ['audit-detection-role', versions, { 's3:prefix': 'settings/' }, false],
      ['audit-detection-role', schedule, { 'aws:ResourceTag/stack': 'dev' }, false],
      ['audit-detection-role', schedule, {}, false],
      ['audit-detection-role', metric, { 'cloudwatch:namespace': 'AWS/SQS' }, false],
      // SageMaker's grant for a job's volume does not carry kms:GrantIsForAWSResource.
      ['monitoring-cancellation', grant, {}, true],
      [
        'monitoring-cancellation',
        grant,
        { 'kms:GrantOperations': ['Decrypt', 'GenerateDataKeyWithoutPlaintext'] },
        true,
      ],
      ['monitoring-cancellation', grant, { 'kms:GrantOperations': ['Decrypt', 'Sign'] }, false],
      ['incidents-role', grant, {}, false],
      ['monitoring-cancellation', metric, { 'cloudwatch:namespace': 'ModelObservability' }, false],
      ['monitoring-cancellation', metric, {}, false],
      ['incidents-role', metric, { 'cloudwatch:namespace': 'AWS/SQS' }, false],
      [
        'incidents-role',
        { action: 's3:GetObject', resource: targets['own report'] },
        { 'aws:SecureTransport': 'false' },
        false,
      ],
    ];
  for (const [role, request, context, allowed] of inContext) {
    it(`${role} ${allowed ? 'may' : 'may not'} ${request.action} with ${JSON.stringify(context)}`, () => {
      const full = { ...request, caller: stack.sessionOf(role), context: context as Record<string, string> };
      assert.equal(stack.decide(full).allowed, allowed);
    });
  }

  const sagemaker = {
    'aws:SourceAccount': accountId,
    'aws:SourceArn': arn('sagemaker', 'monitoring-schedule/cancellation-1a2b3c4'),
  };
  const otherAccount = { ...sagemaker, 'aws:SourceAccount': '999999999999' };
  const scheduler = {
    'aws:SourceAccount': accountId,
    'aws:SourceArn': arn('scheduler', 'schedule-group/analyzer-group-1a2b3c4'),
  };
  const daily = { ...scheduler, 'aws:SourceArn': arn('scheduler', 'schedule-group/default') };
  const trust: [role: string, service: string, context: Record<string, string>, allowed: boolean][] = [
    ['monitoring-cancellation', 'sagemaker.amazonaws.com', sagemaker, true],
    ['monitoring-cancellation', 'sagemaker.amazonaws.com', {}, false],
    ['monitoring-cancellation', 'sagemaker.amazonaws.com', otherAccount, false],
    [
      'monitoring-cancellation',
      'sagemaker.amazonaws.com',
      { ...sagemaker, 'aws:SourceArn': `arn:aws:sagemaker:${region}:999999999999:monitoring-schedule/x` },
      false,
    ],
    ['monitoring-cancellation', 'lambda.amazonaws.com', sagemaker, false],
    ['incidents-role', 'lambda.amazonaws.com', {}, true],
    ['analyzer-role', 'lambda.amazonaws.com', {}, true],
    ['audit-detection-role', 'lambda.amazonaws.com', {}, true],
    ['analyzer-role', 'scheduler.amazonaws.com', scheduler, false],
    ['analyzer-arrival-delay', 'scheduler.amazonaws.com', scheduler, true],
    ['analyzer-arrival-delay', 'scheduler.amazonaws.com', {}, false],
    ['analyzer-arrival-delay', 'scheduler.amazonaws.com', daily, false],
    ['analyzer-arrival-delay', 'lambda.amazonaws.com', {}, false],
    ['incidents-daily-role', 'scheduler.amazonaws.com', daily, true],
    ['incidents-daily-role', 'scheduler.amazonaws.com', scheduler, false],
    ['incidents-daily-role', 'scheduler.amazonaws.com', {}, false],
    ['incidents-daily-role', 'scheduler.amazonaws.com', { ...daily, 'aws:SourceAccount': '999999999999' }, false],
    ['incidents-daily-role', 'lambda.amazonaws.com', daily, false],
    ['audit-detection-check-role', 'scheduler.amazonaws.com', daily, true],
    ['audit-detection-check-role', 'scheduler.amazonaws.com', scheduler, false],
    ['incidents-role', 'sagemaker.amazonaws.com', sagemaker, false],
    // CloudTrail does not send the source of its calls for this role.
    ['audit-log-role', 'cloudtrail.amazonaws.com', {}, true],
    ['audit-log-role', 'lambda.amazonaws.com', {}, false],
  ];
  for (const [role, service, context, allowed] of trust) {
    it(`${role} ${allowed ? 'trusts' : 'does not trust'} ${service} with ${JSON.stringify(context)}`, () => {
      const request = { caller: { service }, action: 'sts:AssumeRole', resource: stack.arnOf('Role', role), context };
      assert.equal(stack.decide(request).allowed, allowed);
    });
  }

  it('trust no other role, even one with every permission', () => {
    const admin = [{ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }];
    for (const role of stack.roles) {
      const resource = stack.arnOf('Role', role);
      const request = { caller: { arn: targets['other role'] }, action: 'sts:AssumeRole', resource };
      const denied = { allowed: false, reason: 'no statement of the resource allows it' };
      assert.deepEqual(stack.decide(request, admin), denied);
    }
  });
});
