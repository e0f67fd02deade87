import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import {
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { PutAlarmMuteRuleCommand, PutMetricAlarmCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DisableRuleCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { CreateAccessKeyCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, DeleteObjectCommand } from '@aws-sdk/client-s3';
import { StopMonitoringScheduleCommand } from '@aws-sdk/client-sagemaker';
import { CreateTopicCommand, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import type { CheckResult } from '../../../audit/check/checkResult';
import { type AuditSettings, auditSettingsKey } from '../../../contract/auditSettings';
import type { MonitorSettings } from '../../../contract/monitorSettings';
import { baselineFiles, baselineKey } from '../../../contract/storeLayout';
import { s3Store } from '../../../store/s3Store';
import { type BaselineTexts, storeApprovedBaseline } from '../../../store/storedBaseline';
import { awsClients } from '../../support/awsClients';
import { churnSla } from '../../support/churnSla';
import { localAccount } from '../../support/localAccount';
import { monitoredEndpoint, scheduleMonitor } from '../../support/monitoredEndpoint';
import { runCliOn } from '../../support/runCli';
import { storeOnLocalAws } from '../../support/storeOnLocalAws';
import { writeBaseline } from '../../support/writeBaseline';

const { region, accountId } = localAccount;
const arn = (service: string, name: string) => `arn:aws:${service}:${region}:${accountId}:${name}`;
const trailArn = arn('cloudtrail', 'trail/evidence');
const alarm = 'critical.prod.churn.promises';
const dimensions = { Endpoint: 'churn', Severity: 'critical' };
const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
const pattern = JSON.stringify({ source: ['aws.monitoring'] });

describe('audit verify --store', function () {
  this.timeout(60_000);
  const store = storeOnLocalAws();
  let folder: string;
  let subscription: string;
  let baselineId: string;

  before(async () => {
    const { aws, bucket } = store;
    // Without this, CloudTrail's last delivery would be long ago for the command.
    mock.timers.enable({ apis: ['Date'], now: store.local.now() });
    folder = mkdtempSync(join(tmpdir(), 'verify-'));
    const files = writeBaseline(folder);
    const texts = Object.fromEntries(baselineFiles.map((file) => [file, readFileSync(join(files, file), 'utf8')]));
    const approval = { by: arn('iam', 'user/reviewer'), why: 'looks right', at: store.local.now(), fourEyes: true };
    const s3 = s3Store({ bucket, prefix: '', client: aws.s3 });
    baselineId = (await storeApprovedBaseline(s3, texts as BaselineTexts, approval)).manifest.id;
    await monitoredEndpoint(aws, bucket);
    await scheduleMonitor(aws);
    await aws.cloudWatch.send(promisesAlarm());
    const MetricData = [{ MetricName: 'BrokenPromises', Dimensions, Value: 0 }];
    await aws.cloudWatch.send(new PutMetricDataCommand({ Namespace: 'ModelObservability', MetricData }));
    await aws.events.send(new PutRuleCommand({ Name: 'audit-alarms', EventPattern: pattern }));
    await aws.sns.send(new CreateTopicCommand({ Name: 'alerts' }));
    const { SubscriptionArn = '' } = await aws.sns.send(
      new SubscribeCommand({
        TopicArn: arn('sns', 'alerts'),
        Protocol: 'sqs',
        Endpoint: arn('sqs', 'tickets'),
        ReturnSubscriptionArn: true,
      }),
    );
    subscription = SubscriptionArn;
    await aws.s3.send(
      new CreateBucketCommand({ Bucket: 'trail', CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    await aws.cloudTrail.send(
      new CreateTrailCommand({
        Name: 'evidence',
        S3BucketName: 'trail',
        IsMultiRegionTrail: true,
        EnableLogFileValidation: true,
      }),
    );
    await aws.cloudTrail.send(new StartLoggingCommand({ Name: 'evidence' }));
    await recordBaselines();
    await store.put(auditSettingsKey, JSON.stringify(settings()));
    await store.put('settings/monitors.json', JSON.stringify(monitors()));
  });
  after(() => {
    mock.timers.reset();
    rmSync(folder, { recursive: true, force: true });
  });

  const promisesAlarm = (Threshold = 0) =>
    new PutMetricAlarmCommand({
      AlarmName: alarm,
      Namespace: 'ModelObservability',
      MetricName: 'BrokenPromises',
      Dimensions,
      Statistic: 'Maximum',
      Period: 3600,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold,
      TreatMissingData: 'notBreaching',
      AlarmActions: [arn('sns', 'alerts')],
    });

  function settings(): AuditSettings {
    return {
      version: 1,
      stack: 'prod',
      endpoints: ['arrival-delay'],
      trailArn,
      trailBucket: 'trail',
      deploymentRoles: [arn('iam', 'user/deployment')],
      approvers: [],
      mutes: [],
      monitorsHash: createHash('sha256').update(JSON.stringify(monitors())).digest('hex'),
      resources: {
        'aws:sns/topic:Topic': { [arn('sns', 'alerts')]: {} },
        'aws:sns/topicSubscription:TopicSubscription': {
          [subscription]: { topic: arn('sns', 'alerts'), protocol: 'sqs' },
        },
        'aws:cloudwatch/eventRule:EventRule': { 'audit-alarms': { eventPattern: pattern } },
        'aws:cloudwatch/metricAlarm:MetricAlarm': {
          [alarm]: {
            actionsEnabled: true,
            alarmActions: [arn('sns', 'alerts')],
            namespace: 'ModelObservability',
            metricName: 'BrokenPromises',
            dimensions,
            threshold: 0,
          },
        },
        'aws:sagemaker/monitoringSchedule:MonitoringSchedule': {
          'churn-hourly': {
            monitoringScheduleConfig: {
              scheduleConfig: { scheduleExpression: 'cron(0 * ? * * *)' },
              monitoringJobDefinitionName: 'churn-quality',
              monitoringType: 'DataQuality',
            },
          },
        },
        'aws:cloudtrail/trail:Trail': { [trailArn]: { isMultiRegionTrail: true, s3BucketName: 'trail' } },
      },
    };
  }

  /** Settings of the baseline's endpoint, as the functions read them. */
  function monitors(): MonitorSettings {
    const owner = 'ml@example.com';
    return {
      version: 1,
      stack: 'prod',
      endpoints: {
        'arrival-delay': {
          ...{ schema: 'v1', baseline: baselineId, engine: 'analyzer', schedule: 'cron(0 * ? * * *)', owner },
          sla: churnSla,
          featureMetrics: false,
        },
      },
    };
  }

  /** Lets the trail record calls on the store's objects. */
  const recordBaselines = () =>
    store.aws.cloudTrail.send(
      new PutEventSelectorsCommand({
        TrailName: 'evidence',
        EventSelectors: [
          {
            ReadWriteType: 'All',
            IncludeManagementEvents: true,
            DataResources: [{ Type: 'AWS::S3::Object', Values: [`arn:aws:s3:::${store.bucket}/`] }],
          },
        ],
      }),
    );

  async function verify() {
    mock.timers.setTime(store.local.now().getTime());
    const { code, out, err } = await runCliOn(
      store.local.endpoint,
      ...['audit', 'verify', '--store', `s3://${store.bucket}`, '--json'],
    );
    assert.equal(err, '');
    const { checks } = JSON.parse(out) as { checks: CheckResult[] };
    const faults = checks.flatMap(({ check, faults }) => faults.map(({ text }) => `${check}: ${text}`));
    return { code, checks, faults };
  }

  it('finds no fault in a stack that is as deployed, and says what was compared', async () => {
    const { code, checks, faults } = await verify();
    assert.deepEqual(faults, []);
    assert.equal(code, 0);
    assert.deepEqual(
      checks.filter(({ checked }) => checked > 0).map(({ check, checked }) => [check, checked]),
      [
        ['rules', 1],
        ['alarms', 1],
        ['mutes', 1],
        ['metrics', 1],
        ['subscriptions', 1],
        ['schedules', 1],
        ['settings', 1],
        ['baselines', 1],
        ['trail', 2],
      ],
    );
    assert.deepEqual(
      checks.flatMap(({ check, notes }) => notes.map((note) => `${check}: ${note}`)),
      ['log files: the trail has no digest file yet', 'object lock: off: evidence.objectLock is none'],
    );
  });

  it('names an overwritten baseline with its author, once the trail has the record', async () => {
    const { aws, local, bucket } = store;
    await aws.iam.send(new CreateUserCommand({ UserName: 'mallory' }));
    const { AccessKey } = await aws.iam.send(new CreateAccessKeyCommand({ UserName: 'mallory' }));
    const mallory = awsClients(local.endpoint, AccessKey?.AccessKeyId, AccessKey?.SecretAccessKey);
    const key = baselineKey({ endpoint: 'arrival-delay', schema: 'v1' }, baselineId, 'constraints.json');
    const { VersionId } = await store.put(key, '{}', mallory);
    mallory.s3.destroy();
    const before = await verify();
    assert.equal(before.code, 2);
    const place = `baselines: baseline ${baselineId} of endpoint arrival-delay:`;
    assert.match(before.faults[0] ?? '', /the trail has no record of it yet; run 'audit who --baseline/);
    assert.match(before.faults[1] ?? '', /invalid baseline: constraints\.json, version .* hash/);
    await local.advanceHour();
    const { faults } = await verify();
    assert.ok(
      faults[0]?.startsWith(
        `${place} constraints.json was overwritten outside 'baseline approve' (version ${VersionId}): 2026-11-02T06:00:00Z user mallory modified baseline ${key} of endpoint arrival-delay with PutObject from `,
      ),
      faults[0],
    );
    await aws.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId }));
    assert.deepEqual((await verify()).faults, []);
  });

  it('names whatever is not as deployed', async () => {
    const { cloudWatch, events, sageMaker, sns, cloudTrail } = store.aws;
    await cloudWatch.send(promisesAlarm(1000));
    await cloudWatch.send(
      new PutAlarmMuteRuleCommand({
        Name: 'quiet',
        Rule: { Schedule: { Expression: 'cron(0 0 * * *)', Duration: 'PT24H' } },
        MuteTargets: { AlarmNames: [alarm] },
      }),
    );
    await events.send(new DisableRuleCommand({ Name: 'audit-alarms' }));
    await sageMaker.send(new StopMonitoringScheduleCommand({ MonitoringScheduleName: 'churn-hourly' }));
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: subscription }));
    await store.put('settings/monitors.json', JSON.stringify({ ...monitors(), endpoints: {} }));
    await cloudTrail.send(
      new PutEventSelectorsCommand({
        TrailName: 'evidence',
        EventSelectors: [{ ReadWriteType: 'All', ExcludeManagementEventSources: ['kms.amazonaws.com'] }],
      }),
    );
    await cloudTrail.send(new StopLoggingCommand({ Name: 'evidence' }));
    const { code, faults } = await verify();
    assert.equal(code, 2);
    const expected = [
      /^rules: event rule audit-alarms is not as deployed: state ENABLED, now DISABLED; run 'pulumi up --refresh'$/,
      /^alarms: alarm critical\.prod\.churn\.promises is not as deployed: threshold 0, now 1000;/,
      /^mutes: alarm critical\.prod\.churn\.promises is muted: mute rule quiet mutes it without expiry;/,
      /^subscriptions: topic subscription \S+ does not exist;/,
      /^schedules: monitoring schedule churn-hourly is not as deployed: status Scheduled, now Stopped; .*start-monitoring-schedule/,
      /^settings: settings\/monitors\.json is not what the stack wrote, so the endpoints may use other baselines;/,
      /^trail: trail evidence is not logging;/,
      /^trail: trail evidence does not record management calls of kms\.amazonaws\.com;/,
      /^trail: trail evidence does not record calls on the store's objects;/,
    ];
    assert.equal(faults.length, expected.length, faults.join('\n'));
    for (const [i, text] of expected.entries()) assert.match(faults[i] ?? '', text);
  });

  it('prints a table, the faults and the notes', async () => {
    const { code, out } = await runCliOn(store.local.endpoint, 'audit', 'verify', '--store', `s3://${store.bucket}`);
    assert.equal(code, 2);
    assert.match(out, /^stack prod: 9 faults\n {2}check +compared +result\n/);
    assert.match(out, /^ {2}rules +1 {2}1 fault$/m);
    assert.match(out, /^ {2}object lock +0 {2}not checked$/m);
    assert.match(out, /^ {2}rules +critical +event rule audit-alarms is not as deployed/m);
    assert.match(out, /^ {2}object lock: off: evidence\.objectLock is none$/m);
  });

  it('names settings that are missing', async () => {
    const { err } = await runCliOn(store.local.endpoint, 'audit', 'verify', '--store', 's3://trail');
    assert.match(err, /^s3:\/\/trail\/settings\/audit\.json: not found; 'pulumi up' writes/);
  });
});
