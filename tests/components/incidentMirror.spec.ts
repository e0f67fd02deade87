import assert from 'node:assert/strict';
import * as pulumi from '@pulumi/pulumi';
import { incidentRolePolicy } from '../../components/incidentRolePolicy';
import { childrenOf, dependenciesOf, inputsOf, statementsOf } from '../support/pulumiMocks';
import { mirror, monitors } from './sampleMirror';

const type = 'model-observability:index:IncidentMirror';
const queueType = 'aws:sqs/queue:Queue';
const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:123456789012:${name}`;

describe('IncidentMirror', () => {
  it('creates exactly these children', async () => {
    const deployment = await mirror();
    assert.deepEqual(childrenOf(deployment, type), [
      ['aws:lambda/function:Function', 'incidents'],
      ['aws:cloudwatch/metricAlarm:MetricAlarm', 'incidents-canary-alarm'],
      ['aws:scheduler/schedule:Schedule', 'incidents-daily'],
      ['aws:iam/role:Role', 'incidents-daily-role'],
      ['aws:iam/rolePolicy:RolePolicy', 'incidents-daily-role-policy'],
      ['aws:cloudwatch/metricAlarm:MetricAlarm', 'incidents-dead-letters-alarm'],
      ['aws:cloudwatch/metricAlarm:MetricAlarm', 'incidents-delay-alarm'],
      ['aws:cloudwatch/metricAlarm:MetricAlarm', 'incidents-errors-alarm'],
      [queueType, 'incidents-events'],
      [queueType, 'incidents-events-dead-letters'],
      ['aws:sqs/queuePolicy:QueuePolicy', 'incidents-events-policy'],
      ['aws:cloudwatch/logGroup:LogGroup', 'incidents-log'],
      ['aws:lambda/eventSourceMapping:EventSourceMapping', 'incidents-mapping'],
      ['aws:s3/bucketObject:BucketObject', 'incidents-monitors'],
      ['aws:iam/role:Role', 'incidents-role'],
      ['aws:iam/rolePolicy:RolePolicy', 'incidents-role-policy'],
      ['aws:cloudwatch/eventRule:EventRule', 'incidents-rule'],
      ['aws:cloudwatch/eventTarget:EventTarget', 'incidents-target'],
      ['aws:cloudwatch/metricAlarm:MetricAlarm', 'incidents-undelivered-alarm'],
    ]);
    assert.deepEqual(deployment.outputs, {
      functionName: 'incidents',
      queueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/incidents-events',
      deadLetterQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/incidents-events-dead-letters',
    });
  });

  it('creates permissions and the log group before what uses them', async () => {
    assert.deepEqual(dependenciesOf(await mirror()), [
      ['incidents-daily', ['incidents-daily-role-policy', 'incidents-log', 'incidents-role-policy']],
      ['incidents-mapping', ['incidents-log', 'incidents-role-policy']],
      ['incidents-target', ['incidents-events-policy']],
    ]);
  });

  it('receives events on reports, incident documents, approvals, settings and canaries of the store only', async () => {
    const rule = inputsOf(await mirror(), 'aws:cloudwatch/eventRule:EventRule', 'incidents-rule');
    const { eventPattern, description } = rule;
    assert.equal(description, 'New reports, incident documents, approvals, settings and canaries of the store');
    assert.deepEqual(JSON.parse(String(eventPattern)), {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: {
        bucket: { name: ['store'] },
        object: {
          key: [
            { wildcard: 'reports/*/statistics.json' },
            { wildcard: 'reports/*/constraint_violations.json' },
            { wildcard: 'reports/*/constraints_violations.json' },
            { wildcard: 'incidents/*.md' },
            { wildcard: 'baselines/*/manifest.json' },
            { wildcard: 'baselines/*/calibration.json' },
            'settings/monitors.json',
            'checks/canary.json',
          ],
        },
      },
    });
  });

  it('queues the events and lets only the rule write', async () => {
    const deployment = await mirror();
    assert.deepEqual(inputsOf(deployment, 'aws:cloudwatch/eventTarget:EventTarget', 'incidents-target'), {
      rule: 'incidents-rule',
      arn: arn('sqs', 'incidents-events'),
    });
    const { policy } = inputsOf(deployment, 'aws:sqs/queuePolicy:QueuePolicy', 'incidents-events-policy');
    assert.deepEqual(statementsOf(policy), [
      {
        Sid: 'WriterMaySend',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arn('sqs', 'incidents-events'),
        Condition: { ArnEquals: { 'aws:SourceArn': arn('cloudwatch', 'incidents-rule') } },
      },
    ]);
  });

  it('has a visibility timeout of six function timeouts, and a dead-letter queue', async () => {
    const deployment = await mirror();
    const { visibilityTimeoutSeconds, redrivePolicy, sqsManagedSseEnabled } = inputsOf(
      deployment,
      queueType,
      'incidents-events',
    );
    const { timeout } = inputsOf(deployment, 'aws:lambda/function:Function', 'incidents');
    assert.equal(visibilityTimeoutSeconds, 6 * Number(timeout));
    assert.equal(sqsManagedSseEnabled, true);
    assert.deepEqual(JSON.parse(String(redrivePolicy)), {
      deadLetterTargetArn: arn('sqs', 'incidents-events-dead-letters'),
      maxReceiveCount: 5,
    });
  });

  it('tells the function of the endpoints by one object in the store', async () => {
    assert.deepEqual(inputsOf(await mirror(), 'aws:s3/bucketObject:BucketObject', 'incidents-monitors'), {
      bucket: 'store',
      key: 'settings/monitors.json',
      content: JSON.stringify(monitors),
      contentType: 'application/json',
      tags: { owner: 'ml' },
    });
  });

  it('runs the function with the store and the namespace', async () => {
    const deployment = await mirror();
    const { code, ...inputs } = inputsOf(deployment, 'aws:lambda/function:Function', 'incidents');
    assert.ok(pulumi.asset.Archive.isInstance(code));
    assert.deepEqual(inputs, {
      description: 'Publishes metrics of reports, keeps incidents and sends their messages',
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      role: arn('iam', 'incidents-role'),
      timeout: 60,
      memorySize: 512,
      environment: {
        variables: {
          STORE_BUCKET: 'store',
          METRIC_NAMESPACE: 'ModelObservability',
          MESSAGE_BUS: 'messages',
          INDEX_TABLE: 'incident-index',
          ALERT_TOPIC: 'topic-arn',
        },
      },
      tags: { owner: 'ml' },
    });
    assert.deepEqual(inputsOf(deployment, 'aws:lambda/eventSourceMapping:EventSourceMapping', 'incidents-mapping'), {
      eventSourceArn: arn('sqs', 'incidents-events'),
      functionName: 'incidents',
      batchSize: 10,
      functionResponseTypes: ['ReportBatchItemFailures'],
      tags: { owner: 'ml' },
    });
    assert.deepEqual(inputsOf(deployment, 'aws:cloudwatch/logGroup:LogGroup', 'incidents-log'), {
      name: '/aws/lambda/incidents',
      retentionInDays: 30,
      kmsKeyId: 'key-arn',
      tags: { owner: 'ml' },
    });
  });

  it('has a role for Lambda only, with the policy of incidentRolePolicy', async () => {
    const deployment = await mirror();
    assert.deepEqual(statementsOf(inputsOf(deployment, 'aws:iam/role:Role', 'incidents-role')['assumeRolePolicy']), [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
    assert.deepEqual(
      statementsOf(inputsOf(deployment, 'aws:iam/rolePolicy:RolePolicy', 'incidents-role-policy')['policy']),
      [
        ...incidentRolePolicy({
          bucketArn: 'arn:aws:s3:::store',
          keyArn: 'key-arn',
          busArn: 'bus-arn',
          tableArn: 'table-arn',
          queueArn: arn('sqs', 'incidents-events'),
          logGroupArn: arn('cloudwatch', '/aws/lambda/incidents'),
        }),
        { Sid: 'PublishDigests', Effect: 'Allow', Action: ['sns:Publish'], Resource: ['topic-arn'] },
        {
          Sid: 'UseTopicKey',
          Effect: 'Allow',
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: ['topic-key-arn'],
        },
      ],
    );
  });

  it('may mail digests from the sender only, instead of publishing them', async () => {
    const deployment = await mirror('monitoring@example.com');
    const { policy } = inputsOf(deployment, 'aws:iam/rolePolicy:RolePolicy', 'incidents-role-policy');
    assert.deepEqual(statementsOf(policy).at(-1), {
      Sid: 'MailDigests',
      Effect: 'Allow',
      Action: ['ses:SendEmail'],
      Resource: ['monitoring@example.com', 'example.com'].map(
        (identity) => `arn:aws:ses:eu-west-1:123456789012:identity/${identity}`,
      ),
      Condition: { StringEquals: { 'ses:FromAddress': ['monitoring@example.com'] } },
    });
  });

  it('runs once a day at a local time, by a role that may do nothing else', async () => {
    const deployment = await mirror();
    const { description, ...schedule } = inputsOf(deployment, 'aws:scheduler/schedule:Schedule', 'incidents-daily');
    assert.equal(description, 'Starts the daily run of the incident function');
    assert.deepEqual(schedule, {
      scheduleExpression: 'cron(30 6 * * ? *)',
      scheduleExpressionTimezone: 'Europe/Berlin',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: arn('lambda', 'incidents'),
        roleArn: arn('iam', 'incidents-daily-role'),
        input: '{"daily":{"scheduledTime":"<aws.scheduler.scheduled-time>"}}',
        retryPolicy: { maximumRetryAttempts: 5, maximumEventAgeInSeconds: 3600 },
      },
    });
    const { assumeRolePolicy } = inputsOf(deployment, 'aws:iam/role:Role', 'incidents-daily-role');
    assert.deepEqual(statementsOf(assumeRolePolicy)[0]?.['Condition'], {
      StringEquals: {
        'aws:SourceAccount': '123456789012',
        'aws:SourceArn': 'arn:aws:scheduler:eu-west-1:123456789012:schedule-group/default',
      },
    });
    const { policy } = inputsOf(deployment, 'aws:iam/rolePolicy:RolePolicy', 'incidents-daily-role-policy');
    assert.deepEqual(statementsOf(policy), [
      {
        Sid: 'InvokeFunction',
        Effect: 'Allow',
        Action: ['lambda:InvokeFunction'],
        Resource: [arn('lambda', 'incidents')],
      },
    ]);
  });
});
