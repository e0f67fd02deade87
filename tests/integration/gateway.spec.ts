import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  AddTagsCommand,
  CreateDataQualityJobDefinitionCommand,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateMonitoringScheduleCommand,
  DeleteMonitoringScheduleCommand,
  DescribeMonitoringScheduleCommand,
  ListAppsCommand,
  ListMonitoringExecutionsCommand,
  ListMonitoringSchedulesCommand,
  ListTagsCommand,
  SageMakerClient,
  StartMonitoringScheduleCommand,
  StopMonitoringScheduleCommand,
  UpdateMonitoringScheduleCommand,
} from '@aws-sdk/client-sagemaker';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { routeFilterPolicy } from '../../contract/alarmNames';
import { auditEntry, type CloudTrailRecord } from '../../contract/auditEvents';
import { dataMetricsNamespace } from '../../contract/metrics';
import { type LocalAws, type LocalAwsEvent, startLocalAws } from '../../rehearsal/gateway/localAws';
import type { MonitoringJob } from '../../rehearsal/gateway/monitorContainer';
import { startMoto } from '../../rehearsal/gateway/moto';

const region = 'eu-west-1';
const account = '123456789012';
const bucket = 'store';
const role = `arn:aws:iam::${account}:role/monitor`;
const rehearsalPython = process.env['REHEARSAL_PYTHON'] ?? 'python3';

function clientsOf(endpoint: string, accessKeyId = 'test', secretAccessKey = 'test') {
  const config = {
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
    disableRequestCompression: true,
  };
  return {
    cloudTrail: new CloudTrailClient(config),
    cloudWatch: new CloudWatchClient(config),
    events: new EventBridgeClient(config),
    iam: new IAMClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sageMaker: new SageMakerClient(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
  };
}
type Clients = ReturnType<typeof clientsOf>;

async function makeQueue(aws: Clients, name: string): Promise<{ url: string; arn: string }> {
  const { QueueUrl = '' } = await aws.sqs.send(new CreateQueueCommand({ QueueName: name }));
  return { url: QueueUrl, arn: `arn:aws:sqs:${region}:${account}:${name}` };
}

/** Bodies of what waits in a queue; it is taken out of sight by that. */
async function bodies<T>(aws: Clients, url: string): Promise<T[]> {
  const found: T[] = [];
  for (;;) {
    const { Messages = [] } = await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return found;
    found.push(...Messages.map((m) => JSON.parse(m.Body ?? '{}') as T));
  }
}

async function routeEvents(aws: Clients, name: string, pattern: unknown, state?: 'DISABLED'): Promise<string> {
  const queue = await makeQueue(aws, `${name}-queue`);
  await aws.events.send(
    new PutRuleCommand({ Name: name, EventPattern: JSON.stringify(pattern), ...(state && { State: state }) }),
  );
  await aws.events.send(new PutTargetsCommand({ Rule: name, Targets: [{ Id: 'queue', Arn: queue.arn }] }));
  return queue.url;
}

const scheduleConfig = (expression: string, definition = 'churn-quality') => ({
  ScheduleConfig: { ScheduleExpression: expression },
  MonitoringJobDefinitionName: definition,
  MonitoringType: 'DataQuality' as const,
});

async function makeEndpoint(aws: Clients): Promise<void> {
  const { sageMaker } = aws;
  await sageMaker.send(
    new CreateModelCommand({ ModelName: 'churn', ExecutionRoleArn: role, PrimaryContainer: { Image: 'i' } }),
  );
  await sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: 'churn',
      ProductionVariants: [
        { VariantName: 'AllTraffic', ModelName: 'churn', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
      ],
      DataCaptureConfig: {
        EnableCapture: true,
        InitialSamplingPercentage: 100,
        DestinationS3Uri: `s3://${bucket}/captures/churn/schema=v1`,
        CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
      },
    }),
  );
  await sageMaker.send(new CreateEndpointCommand({ EndpointName: 'churn', EndpointConfigName: 'churn' }));
  const baseline = `s3://${bucket}/baselines/churn/schema=v1/2026-11-01-3f9a2c`;
  await sageMaker.send(
    new CreateDataQualityJobDefinitionCommand({
      JobDefinitionName: 'churn-quality',
      RoleArn: role,
      DataQualityAppSpecification: { ImageUri: 'i', Environment: { publish_cloudwatch_metrics: 'Enabled' } },
      DataQualityBaselineConfig: {
        StatisticsResource: { S3Uri: `${baseline}/statistics.json` },
        ConstraintsResource: { S3Uri: `${baseline}/constraints.json` },
      },
      DataQualityJobInput: { EndpointInput: { EndpointName: 'churn', LocalPath: '/opt/ml/processing/input' } },
      DataQualityJobOutputConfig: {
        MonitoringOutputs: [
          { S3Output: { S3Uri: `s3://${bucket}/reports/churn/schema=v1`, LocalPath: '/opt/ml/processing/output' } },
        ],
      },
      JobResources: { ClusterConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 20 } },
    }),
  );
}

const put = (aws: Clients, key: string, body: string) =>
  aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));

interface StoreEvent {
  readonly detail: { readonly bucket: { name: string }; readonly object: { key: string; 'version-id': string } };
}
interface TrailEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: CloudTrailRecord;
}

describe('local AWS', function () {
  this.timeout(60_000);
  let local: LocalAws;
  let aws: Clients;
  const jobs: MonitoringJob[] = [];
  const happened: LocalAwsEvent[] = [];
  const driftMetric = (value: number) => ({ name: 'feature_baseline_drift_age', value });

  before(async () => {
    local = await startLocalAws({
      python: rehearsalPython,
      region,
      start: new Date('2026-11-02T06:00:00Z'),
      onEvent: (event) => happened.push(event),
      monitor: async (job) => {
        jobs.push(job);
        return {
          files: { 'constraint_violations.json': '{"violations":[]}', 'statistics.json': '{}' },
          metrics: [driftMetric(0.4)],
          status: 'CompletedWithViolations',
        };
      },
    });
    aws = clientsOf(local.endpoint);
    await aws.s3.send(
      new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    await aws.s3.send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
    await aws.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: bucket,
        NotificationConfiguration: { EventBridgeConfiguration: {} },
      }),
    );
  });
  after(() => local.close());

  describe('store', () => {
    it('sends an object’s arrival through EventBridge into a queue', async () => {
      const queue = await routeEvents(aws, 'captures', {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [bucket] }, object: { key: [{ wildcard: 'captures/*.jsonl' }] } },
      });
      const { VersionId } = await put(aws, 'captures/a=b/x y.jsonl', '{}');
      await put(aws, 'captures/other.txt', '{}');
      const found = await bodies<StoreEvent>(aws, queue);
      assert.deepEqual(
        found.map(({ detail }) => [detail.bucket.name, detail.object.key, detail.object['version-id']]),
        [[bucket, 'captures/a=b/x y.jsonl', VersionId]],
      );
    });

    it('streams a large object both ways unchanged', async () => {
      const body = Buffer.alloc(5_000_000, 'abc');
      await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'large.bin', Body: body }));
      const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'large.bin' }));
      assert.ok(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(body));
    });

    it('stays usable under a TLS-only bucket policy', async () => {
      const Statement = [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ];
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
      await aws.s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
      await put(aws, 'open.txt', 'here');
      const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'open.txt' }));
      assert.equal(await Body?.transformToString(), 'here');
    });

    it('delivers nothing for a disabled rule', async () => {
      const off = await routeEvents(aws, 'off', { source: ['mine'] }, 'DISABLED');
      const on = await routeEvents(aws, 'on', { source: ['mine'] });
      await aws.events.send(new PutEventsCommand({ Entries: [{ Source: 'mine', DetailType: 'x', Detail: '{}' }] }));
      assert.equal((await bodies(aws, on)).length, 1);
      assert.equal((await bodies(aws, off)).length, 0);
    });
  });

  describe('monitoring schedule', () => {
    const name = 'churn-hourly';
    const arn = `arn:aws:sagemaker:${region}:${account}:monitoring-schedule/${name}`;
    before(async () => {
      await makeEndpoint(aws);
      await put(aws, 'baselines/churn/schema=v1/2026-11-01-3f9a2c/statistics.json', '{"s":1}');
      await put(aws, 'baselines/churn/schema=v1/2026-11-01-3f9a2c/constraints.json', '{"c":1}');
    });

    it('refuses a job definition that does not exist, and a cron that Model Monitor does not run', async () => {
      const create = (config: ReturnType<typeof scheduleConfig>) =>
        aws.sageMaker.send(
          new CreateMonitoringScheduleCommand({ MonitoringScheduleName: name, MonitoringScheduleConfig: config }),
        );
      await assert.rejects(create(scheduleConfig('cron(0 * ? * * *)', 'none')), {
        name: 'ResourceNotFound',
        message: "Could not find data quality job definition 'none'",
      });
      await assert.rejects(create(scheduleConfig('rate(1 hour)')), {
        name: 'ValidationException',
        message:
          /^ScheduleExpression 'rate\(1 hour\)' is not one that Model Monitor runs; use cron\(0 \* \? \* \* \*\)/,
      });
    });

    it('is created, described, listed, tagged, changed, stopped, started', async () => {
      const made = await aws.sageMaker.send(
        new CreateMonitoringScheduleCommand({
          MonitoringScheduleName: name,
          MonitoringScheduleConfig: scheduleConfig('cron(0 0/2 ? * * *)'),
          Tags: [{ Key: 'owner', Value: 'me' }],
        }),
      );
      assert.equal(made.MonitoringScheduleArn, arn);
      const MonitoringScheduleName = name;
      await assert.rejects(
        aws.sageMaker.send(
          new CreateMonitoringScheduleCommand({
            MonitoringScheduleName,
            MonitoringScheduleConfig: scheduleConfig('NOW'),
          }),
        ),
        { name: 'ResourceInUse' },
      );
      await aws.sageMaker.send(
        new UpdateMonitoringScheduleCommand({
          MonitoringScheduleName,
          MonitoringScheduleConfig: scheduleConfig('cron(0 * ? * * *)'),
        }),
      );
      await aws.sageMaker.send(new StopMonitoringScheduleCommand({ MonitoringScheduleName }));
      const stopped = await aws.sageMaker.send(new DescribeMonitoringScheduleCommand({ MonitoringScheduleName }));
      assert.equal(stopped.MonitoringScheduleStatus, 'Stopped');
      assert.equal(stopped.EndpointName, 'churn');
      assert.deepEqual(stopped.MonitoringScheduleConfig, scheduleConfig('cron(0 * ? * * *)'));
      assert.deepEqual(stopped.CreationTime, new Date('2026-11-02T06:00:00Z'));
      await aws.sageMaker.send(new StartMonitoringScheduleCommand({ MonitoringScheduleName }));
      await aws.sageMaker.send(new AddTagsCommand({ ResourceArn: arn, Tags: [{ Key: 'more', Value: '1' }] }));
      const { Tags } = await aws.sageMaker.send(new ListTagsCommand({ ResourceArn: arn }));
      assert.deepEqual(Tags, [
        { Key: 'owner', Value: 'me' },
        { Key: 'more', Value: '1' },
      ]);
      const { MonitoringScheduleSummaries } = await aws.sageMaker.send(
        new ListMonitoringSchedulesCommand({ EndpointName: 'churn' }),
      );
      assert.deepEqual(
        MonitoringScheduleSummaries?.map((s) => [s.MonitoringScheduleName, s.MonitoringScheduleStatus]),
        [[name, 'Scheduled']],
      );
    });

    it('runs over the past hour’s captures, writes the report, publishes the metrics', async () => {
      const reports = await routeEvents(aws, 'reports', {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { object: { key: [{ wildcard: 'reports/*/constraint_violations.json' }] } },
      });
      const folder = 'captures/churn/schema=v1/churn/AllTraffic/2026/11/02';
      await put(aws, `${folder}/06/a.jsonl`, 'in time');
      await put(aws, `${folder}/07/b.jsonl`, 'too late');
      await aws.cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName: 'drift',
          Namespace: dataMetricsNamespace,
          MetricName: 'feature_baseline_drift_age',
          Dimensions: [
            { Name: 'MonitoringSchedule', Value: name },
            { Name: 'Endpoint', Value: 'churn' },
          ],
          Statistic: 'Maximum',
          Period: 3600,
          EvaluationPeriods: 1,
          Threshold: 0.1,
          ComparisonOperator: 'GreaterThanThreshold',
          TreatMissingData: 'notBreaching',
        }),
      );
      const { runs, transitions } = await local.advanceHour();
      assert.deepEqual(
        runs.map((run) => [run.status, run.captureFiles, run.reportUri]),
        [['CompletedWithViolations', 1, `s3://${bucket}/reports/churn/schema=v1/churn/${name}/2026/11/02/07`]],
      );
      const [job] = jobs;
      assert.equal(job?.windowStart.toISOString(), '2026-11-02T06:00:00.000Z');
      assert.deepEqual(
        job?.captures.map((c) => [c.key, Buffer.from(c.body).toString()]),
        [[`${folder}/06/a.jsonl`, 'in time']],
      );
      assert.deepEqual([job?.statistics, job?.constraints], ['{"s":1}', '{"c":1}']);
      assert.deepEqual(
        (await bodies<StoreEvent>(aws, reports)).map((e) => e.detail.object.key),
        [`reports/churn/schema=v1/churn/${name}/2026/11/02/07/constraint_violations.json`],
      );
      assert.deepEqual(
        transitions.map((t) => [t.alarm, t.from, t.to]),
        [['drift', 'INSUFFICIENT_DATA', 'ALARM']],
      );
      const { MonitoringExecutionSummaries } = await aws.sageMaker.send(
        new ListMonitoringExecutionsCommand({ MonitoringScheduleName: name }),
      );
      assert.deepEqual(
        MonitoringExecutionSummaries?.map((e) => e.MonitoringExecutionStatus),
        ['CompletedWithViolations'],
      );
    });

    it('fails an execution that has no captures, and says so', async () => {
      local.moveTo(new Date('2026-11-02T09:00:00Z'));
      const runs = await local.runDueSchedules();
      assert.equal(runs.length, 2);
      assert.deepEqual(
        runs[1]?.failureReason,
        "Job inputs had no data: endpoint 'churn' has no capture files from 2026-11-02T08:00:00.000Z to 2026-11-02T09:00:00.000Z",
      );
    });

    it('is deleted', async () => {
      await aws.sageMaker.send(new DeleteMonitoringScheduleCommand({ MonitoringScheduleName: name }));
      await assert.rejects(
        aws.sageMaker.send(new DescribeMonitoringScheduleCommand({ MonitoringScheduleName: name })),
        {
          name: 'ResourceNotFound',
          message: `Monitoring Schedule ${arn} not found`,
        },
      );
    });
  });

  describe('alarms', () => {
    let pager: Server;
    const paged: { Subject: string; Message: string }[] = [];
    let topic: string;
    let tickets: { url: string; arn: string };
    const critical = 'critical.local.churn.no-data';
    const info = 'info.local.churn.rollup';
    const datum = (value: number) =>
      aws.cloudWatch.send(
        new PutMetricDataCommand({
          Namespace: 'ModelObservability',
          MetricData: [{ MetricName: 'Errors', Dimensions: [{ Name: 'Endpoint', Value: 'churn' }], Value: value }],
        }),
      );

    before(async () => {
      pager = createServer((req, res) => {
        const chunks: Buffer[] = [];
        req.on('data', (chunk: Buffer) => chunks.push(chunk));
        req.on('end', () => {
          paged.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof paged)[number]);
          res.end();
        });
      });
      pager.listen(0, '127.0.0.1');
      await once(pager, 'listening');
      const { TopicArn = '' } = await aws.sns.send(new CreateTopicCommand({ Name: 'alerts' }));
      topic = TopicArn;
      tickets = await makeQueue(aws, 'tickets');
      const subscribe = (Protocol: string, Endpoint: string, route: 'pager' | 'tickets' | 'digest') =>
        aws.sns.send(
          new SubscribeCommand({
            TopicArn: topic,
            Protocol,
            Endpoint,
            Attributes: {
              FilterPolicyScope: 'MessageBody',
              FilterPolicy: JSON.stringify(routeFilterPolicy(route)),
              RawMessageDelivery: 'false',
            },
          }),
        );
      await subscribe('http', `http://127.0.0.1:${(pager.address() as AddressInfo).port}/page`, 'pager');
      await subscribe('sqs', tickets.arn, 'tickets');
      await subscribe('email', 'ml-oncall@example.com', 'digest');
      await subscribe('https', 'https://events.example.com/integration/churn', 'pager');
      await aws.cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName: critical,
          AlarmDescription: 'Runbook: https://example.com',
          AlarmActions: [topic],
          OKActions: [topic],
          EvaluationPeriods: 1,
          Threshold: 0,
          ComparisonOperator: 'GreaterThanThreshold',
          TreatMissingData: 'notBreaching',
          Metrics: [
            { Id: 'e0', Expression: 'IF(FILL(m0, 0) > 5, 1, 0)', ReturnData: true },
            {
              Id: 'm0',
              ReturnData: false,
              MetricStat: {
                Metric: {
                  Namespace: 'ModelObservability',
                  MetricName: 'Errors',
                  Dimensions: [{ Name: 'Endpoint', Value: 'churn' }],
                },
                Period: 3600,
                Stat: 'Sum',
              },
            },
          ],
          Tags: [{ Key: 'stack', Value: 'local' }],
        }),
      );
      await aws.cloudWatch.send(
        new PutCompositeAlarmCommand({
          AlarmName: info,
          AlarmRule: `ALARM("${critical}") AND NOT INSUFFICIENT_DATA(drift)`,
          AlarmActions: [topic],
        }),
      );
      await local.advanceHour();
      await bodies(aws, tickets.url);
      paged.length = 0;
    });
    after(async () => {
      pager.close();
      await once(pager, 'close');
    });

    it('are described as they were put', async () => {
      const { MetricAlarms, CompositeAlarms } = await aws.cloudWatch.send(
        new DescribeAlarmsCommand({ AlarmNames: [critical, info], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
      );
      const [metric] = MetricAlarms ?? [];
      assert.equal(metric?.AlarmArn, `arn:aws:cloudwatch:${region}:${account}:alarm:${critical}`);
      assert.equal(metric?.Metrics?.[0]?.Expression, 'IF(FILL(m0, 0) > 5, 1, 0)');
      assert.equal(metric?.ActionsEnabled, true);
      assert.equal(metric?.StateValue, 'OK');
      assert.deepEqual(metric?.InsufficientDataActions, []);
      assert.equal(CompositeAlarms?.[0]?.AlarmRule, `ALARM("${critical}") AND NOT INSUFFICIENT_DATA(drift)`);
      const { Tags } = await aws.cloudWatch.send(
        new ListTagsForResourceCommand({ ResourceARN: metric?.AlarmArn ?? '' }),
      );
      assert.deepEqual(Tags, [{ Key: 'stack', Value: 'local' }]);
    });

    it('reach each route by severity, with the message that CloudWatch documents', async () => {
      await datum(9);
      const transitions = await local.evaluateAlarms();
      assert.deepEqual(
        transitions.map((t) => [t.alarm, t.to]),
        [
          [critical, 'ALARM'],
          [info, 'ALARM'],
        ],
      );
      assert.deepEqual(
        paged.map((p) => p.Subject),
        [`ALARM: "${critical}" in EU (Ireland)`],
      );
      const message = JSON.parse(paged[0]?.Message ?? '{}') as Record<string, unknown>;
      assert.equal(message['NewStateValue'], 'ALARM');
      assert.equal(message['OldStateValue'], 'OK');
      assert.equal(message['NewStateReason'], 'Threshold Crossed: 1 datapoint [1] was greater than the threshold (0).');
      assert.equal(message['StateChangeTime'], '2026-11-02T10:00:00.000+0000');
      const queued = await bodies<{ Message: string }>(aws, tickets.url);
      assert.deepEqual(
        queued.map((q) => (JSON.parse(q.Message) as { AlarmName: string }).AlarmName),
        [critical],
      );
      const mails = (await local.mailbox()).filter((m) => m.subject?.startsWith('ALARM'));
      assert.deepEqual(
        mails.map((m) => [m.protocol, m.to, (JSON.parse(m.message) as { AlarmName: string }).AlarmName]),
        [
          ['email', 'ml-oncall@example.com', critical],
          ['https', 'https://events.example.com/integration/churn', critical],
          ['email', 'ml-oncall@example.com', info],
        ],
      );
    });

    it('change their state in silence while they are muted', async () => {
      await aws.cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames: [critical] }));
      const before = paged.length;
      const { transitions } = await local.advanceHour();
      const change = transitions.find((t) => t.alarm === critical);
      assert.deepEqual([change?.alarm, change?.to, change?.muted, change?.notified], [critical, 'OK', true, []]);
      assert.equal(paged.length, before);
      await aws.cloudWatch.send(new EnableAlarmActionsCommand({ AlarmNames: [critical] }));
    });

    it('refuse an expression that cannot be evaluated here', async () => {
      const put = new PutMetricAlarmCommand({
        AlarmName: 'x',
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        Metrics: [{ Id: 'e0', Expression: 'ANOMALY_DETECTION_BAND(m0, 2)', ReturnData: true }],
      });
      await assert.rejects(aws.cloudWatch.send(put), {
        message: 'function ANOMALY_DETECTION_BAND is not known here; known are FILL, IF, ABS, MAX, MIN',
      });
    });
  });

  describe('trail', () => {
    let mallory: Clients;
    let queue: string;
    before(async () => {
      await aws.iam.send(new CreateUserCommand({ UserName: 'mallory' }));
      const { AccessKey } = await aws.iam.send(new CreateAccessKeyCommand({ UserName: 'mallory' }));
      mallory = clientsOf(local.endpoint, AccessKey?.AccessKeyId, AccessKey?.SecretAccessKey);
      queue = await routeEvents(aws, 'audit', { 'detail-type': ['AWS API Call via CloudTrail'] });
      await aws.s3.send(
        new CreateBucketCommand({ Bucket: 'trail', CreateBucketConfiguration: { LocationConstraint: region } }),
      );
      await aws.cloudTrail.send(
        new CreateTrailCommand({ Name: 'evidence', S3BucketName: 'trail', IsMultiRegionTrail: true }),
      );
      await aws.cloudTrail.send(
        new PutEventSelectorsCommand({
          TrailName: 'evidence',
          EventSelectors: [
            {
              ReadWriteType: 'All',
              IncludeManagementEvents: true,
              DataResources: [{ Type: 'AWS::S3::Object', Values: [`arn:aws:s3:::${bucket}/baselines/`] }],
            },
          ],
        }),
      );
      await aws.cloudTrail.send(new StartLoggingCommand({ Name: 'evidence' }));
      await bodies(aws, queue);
    });

    it('names who muted an alarm and who changed a baseline, in its files and as events', async () => {
      await mallory.cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames: ['drift'] }));
      await put(mallory, 'baselines/churn/schema=v1/2026-11-01-3f9a2c/constraints.json', '{}');
      await put(mallory, 'captures/c.jsonl', '{}');
      await mallory.cloudWatch.send(new DescribeAlarmsCommand({}));
      await assert.rejects(
        mallory.sageMaker.send(new StopMonitoringScheduleCommand({ MonitoringScheduleName: 'none' })),
        { name: 'ResourceNotFound' },
      );
      const who = `arn:aws:iam::${account}:user/mallory`;
      const events = await bodies<TrailEvent>(aws, queue);
      assert.deepEqual(
        events.map(({ source, detail }) => [source, detail.eventName, detail.userIdentity.arn]),
        [
          ['aws.monitoring', 'DisableAlarmActions', who],
          ['aws.s3', 'PutObject', who],
          ['aws.sagemaker', 'StopMonitoringSchedule', who],
        ],
      );
      const [key = ''] = await local.flushTrail();
      assert.match(
        key,
        /^AWSLogs\/123456789012\/CloudTrail\/eu-west-1\/2026\/11\/02\/123456789012_CloudTrail_eu-west-1_20261102T1100Z_[0-9a-f]{16}\.json\.gz$/,
      );
      const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket: 'trail', Key: key }));
      const { Records } = JSON.parse(
        gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString(),
      ) as {
        Records: CloudTrailRecord[];
      };
      const hers = Records.filter((r) => r.userIdentity.userName === 'mallory');
      assert.deepEqual(
        hers.map((r) => [r.eventName, r.readOnly]),
        [
          ['DisableAlarmActions', false],
          ['PutObject', false],
          ['DescribeAlarms', true],
          ['StopMonitoringSchedule', false],
        ],
      );
      const entries = hers.map(auditEntry);
      assert.deepEqual(entries[0], {
        when: '2026-11-02T11:00:00Z',
        who,
        kind: 'alarm muted',
        action: 'DisableAlarmActions',
        target: '{"alarmNames":["drift"]}',
        eventId: hers[0]?.eventID,
      });
      assert.equal(entries[3]?.refused, 'ResourceNotFound');
    });

    it('keeps no secret, and knows the deployment from others', () => {
      const created = local.trailHistory().find((r) => r.eventName === 'CreateAccessKey');
      assert.equal(created?.userIdentity.arn, `arn:aws:iam::${account}:user/deployment`);
      const answer = created?.responseElements as { accessKey: Record<string, string> } | undefined;
      assert.equal(answer?.accessKey['secretAccessKey'], 'HIDDEN_DUE_TO_SECURITY_REASONS');
      const versioning = local.trailHistory().find((r) => r.eventName === 'PutBucketVersioning');
      assert.deepEqual(versioning?.requestParameters, {
        bucketName: bucket,
        versioningConfiguration: { status: 'Enabled' },
      });
    });

    it('is silent after StopLogging, which is the last that it says', async () => {
      await bodies(aws, queue);
      await mallory.cloudTrail.send(new StopLoggingCommand({ Name: 'evidence' }));
      await mallory.cloudWatch.send(new EnableAlarmActionsCommand({ AlarmNames: ['drift'] }));
      assert.deepEqual(
        (await bodies<TrailEvent>(aws, queue)).map((e) => e.detail.eventName),
        ['StopLogging'],
      );
    });
  });

  it('names a call that neither moto nor the gateway can do', async () => {
    await assert.rejects(aws.sageMaker.send(new ListAppsCommand({})), {
      name: 'LocalAwsNotImplemented',
      message: "the local AWS cannot do 'sagemaker ListApps': moto fails on it and the gateway does not add it",
    });
  });
});

describe('local AWS in trouble', function () {
  this.timeout(30_000);
  const options = {
    python: rehearsalPython,
    region,
    start: new Date('2026-11-02T06:00:00Z'),
    monitor: async () => ({ files: {}, metrics: [], status: 'Completed' as const }),
  };

  it('says which port is taken, and leaves no moto behind', async () => {
    const first = createServer().listen(0, '127.0.0.1');
    await once(first, 'listening');
    const { port } = first.address() as AddressInfo;
    await assert.rejects(startLocalAws({ ...options, port }), {
      message: `the local AWS cannot listen on 127.0.0.1:${port}: another process listens there; name another port, or none for a free one`,
    });
    first.close();
    await once(first, 'close');
  });

  it('says when Python is missing', async () => {
    await assert.rejects(startMoto({ python: '/nonexistent/python' }), {
      message: /^cannot start Python at '\/nonexistent\/python': .*ENOENT; name one that has moto$/,
    });
  });

  it('says that moto died, and refuses calls in one sentence', async () => {
    let died: (problem: string) => void = () => undefined;
    const death = new Promise<string>((resolve) => {
      died = resolve;
    });
    const local = await startLocalAws({
      ...options,
      onEvent: (event) => {
        if (event.kind === 'down') died(event.problem);
      },
    });
    process.kill(local.motoPid, 'SIGKILL');
    const sentence = 'moto ended by itself (SIGKILL); what ran on the local AWS is lost, start it again';
    assert.equal(await death, sentence);
    await assert.rejects(local.evaluateAlarms(), { message: sentence });
    const { sns } = clientsOf(local.endpoint);
    await assert.rejects(sns.send(new CreateTopicCommand({ Name: 'x' })), {
      name: 'LocalAwsDown',
      message: 'moto, which the local AWS runs on, does not answer (ECONNREFUSED)',
    });
    await local.close();
  });

  it('takes moto along when the process that started it is killed', async () => {
    const script = `require('ts-node/register');
      require('./rehearsal/gateway/moto').startMoto({ python: ${JSON.stringify(rehearsalPython)} }).then(({ url }) => console.log(url));`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [url] = (await once(parent.stdout, 'data')) as [Buffer];
    const watch = connect(Number(new URL(url.toString().trim()).port), '127.0.0.1');
    await once(watch, 'connect');
    watch.on('error', () => undefined);
    const gone = once(watch, 'close');
    watch.resume();
    parent.kill('SIGKILL');
    await gone;
    assert.equal(parent.signalCode ?? 'SIGKILL', 'SIGKILL');
    assert.ok(watch.closed || watch.destroyed);
  });
});
