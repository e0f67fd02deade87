import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import {
  CreateTrailCommand,
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
} from '@aws-sdk/client-cloudwatch';
import { CreateAccessKeyCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { StopMonitoringScheduleCommand } from '@aws-sdk/client-sagemaker';
import { auditEntry } from '../../../contract/auditEvents';
import type { CloudTrailRecord } from '../../../contract/cloudTrailRecord';
import { type AwsClients, awsClients } from '../../support/awsClients';
import { queuedBodies, routeEvents } from '../../support/awsQueues';
import { localAccount } from '../../support/localAccount';
import { driftAlarm } from '../../support/monitoredEndpoint';
import { runCliOn } from '../../support/runCli';
import { storeOnLocalAws } from '../../support/storeOnLocalAws';

const { region, accountId } = localAccount;

interface TrailEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: CloudTrailRecord;
}

describe("the local AWS's trail", function () {
  this.timeout(60_000);
  const store = storeOnLocalAws();
  let mallory: AwsClients;
  let queue: string;
  before(async () => {
    await store.aws.cloudWatch.send(driftAlarm('churn-hourly'));
    await store.aws.iam.send(new CreateUserCommand({ UserName: 'mallory' }));
    const { AccessKey } = await store.aws.iam.send(new CreateAccessKeyCommand({ UserName: 'mallory' }));
    mallory = awsClients(store.local.endpoint, AccessKey?.AccessKeyId, AccessKey?.SecretAccessKey);
    queue = await routeEvents(store.aws, 'audit', { 'detail-type': ['AWS API Call via CloudTrail'] });
    await store.aws.s3.send(
      new CreateBucketCommand({ Bucket: 'trail', CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    await store.aws.cloudTrail.send(
      new CreateTrailCommand({
        Name: 'evidence',
        S3BucketName: 'trail',
        IsMultiRegionTrail: true,
        EnableLogFileValidation: true,
      }),
    );
    await store.aws.cloudTrail.send(
      new PutEventSelectorsCommand({
        TrailName: 'evidence',
        EventSelectors: [
          {
            ReadWriteType: 'All',
            IncludeManagementEvents: true,
            DataResources: [{ Type: 'AWS::S3::Object', Values: [`arn:aws:s3:::${store.bucket}/baselines/`] }],
          },
        ],
      }),
    );
    await store.aws.cloudTrail.send(new StartLoggingCommand({ Name: 'evidence' }));
    await queuedBodies(store.aws, queue);
  });

  it('records who muted an alarm and who changed a baseline, in its files and as events', async () => {
    await mallory.cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames: ['drift'] }));
    await store.put('baselines/churn/schema=v1/2026-11-01-3f9a2c/constraints.json', '{}', mallory);
    await store.put('captures/c.jsonl', '{}', mallory);
    await mallory.cloudWatch.send(new DescribeAlarmsCommand({}));
    await assert.rejects(
      mallory.sageMaker.send(new StopMonitoringScheduleCommand({ MonitoringScheduleName: 'none' })),
      { name: 'ResourceNotFound' },
    );
    const who = `arn:aws:iam::${accountId}:user/mallory`;
    const events = await queuedBodies<TrailEvent>(store.aws, queue);
    assert.deepEqual(
      events.map(({ source, detail }) => [source, detail.eventName, detail.userIdentity.arn]),
      [
        ['aws.monitoring', 'DisableAlarmActions', who],
        ['aws.s3', 'PutObject', who],
        ['aws.sagemaker', 'StopMonitoringSchedule', who],
      ],
    );
    const [key = ''] = await store.local.flushTrail();
    assert.match(
      key,
      /^AWSLogs\/123456789012\/CloudTrail\/eu-west-1\/2026\/11\/02\/123456789012_CloudTrail_eu-west-1_20261102T0600Z_[0-9a-f]{16}\.json\.gz$/,
    );
    const { Body } = await store.aws.s3.send(new GetObjectCommand({ Bucket: 'trail', Key: key }));
    const { Records } = JSON.parse(gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString()) as {
      Records: CloudTrailRecord[];
    };
    const recordsOfMallory = Records.filter((r) => r.userIdentity.userName === 'mallory');
    assert.deepEqual(
      recordsOfMallory.map((r) => [r.eventName, r.readOnly]),
      [
        ['DisableAlarmActions', false],
        ['PutObject', false],
        ['DescribeAlarms', true],
        ['StopMonitoringSchedule', false],
      ],
    );
    const entries = recordsOfMallory.map((record) => auditEntry(record));
    assert.deepEqual(entries[0], {
      when: '2026-11-02T06:00:00Z',
      who,
      kind: 'alarm muted',
      action: 'DisableAlarmActions',
      target: '{"alarmNames":["drift"]}',
      eventId: recordsOfMallory[0]?.eventID,
    });
    assert.equal(entries[3]?.refused, 'ResourceNotFound');
  });

  it('records deletions in the whole bucket, for a trail that selects them, and names no key if there are many', async () => {
    await store.aws.cloudTrail.send(
      new PutEventSelectorsCommand({
        TrailName: 'evidence',
        AdvancedEventSelectors: [
          { Name: 'Management calls', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
          {
            Name: 'Deletions',
            FieldSelectors: [
              { Field: 'eventCategory', Equals: ['Data'] },
              { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
              { Field: 'eventName', Equals: ['DeleteObject', 'DeleteObjects'] },
              { Field: 'resources.ARN', StartsWith: [`arn:aws:s3:::${store.bucket}/`] },
            ],
          },
        ],
      }),
    );
    await store.put('captures/d.jsonl', '{}', mallory);
    await mallory.s3.send(new DeleteObjectCommand({ Bucket: store.bucket, Key: 'captures/d.jsonl' }));
    await mallory.s3.send(
      new DeleteObjectsCommand({ Bucket: store.bucket, Delete: { Objects: [{ Key: 'captures/c.jsonl' }] } }),
    );
    const entries = store.local
      .trailHistory()
      .filter(
        (record) =>
          record.userIdentity.userName === 'mallory' && /captures\/d|DeleteObjects/.test(JSON.stringify(record)),
      )
      .map((record) => auditEntry(record));
    assert.deepEqual(
      entries.map((entry) => [entry?.kind, entry?.action]),
      [
        ['data deleted', 'DeleteObject'],
        ['data deleted', 'DeleteObjects'],
      ],
    );
  });

  it('records no secret, and tells the deployment from other callers', () => {
    const created = store.local.trailHistory().find((r) => r.eventName === 'CreateAccessKey');
    assert.equal(created?.userIdentity.arn, `arn:aws:iam::${accountId}:user/deployment`);
    const answer = created?.responseElements as { accessKey: Record<string, string> } | undefined;
    assert.equal(answer?.accessKey['secretAccessKey'], 'HIDDEN_DUE_TO_SECURITY_REASONS');
    const versioning = store.local.trailHistory().find((r) => r.eventName === 'PutBucketVersioning');
    assert.deepEqual(versioning?.requestParameters, {
      bucketName: store.bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
  });

  it('loses the records for a bucket that was removed, and delivers the others', async () => {
    const Name = 'short';
    await store.aws.s3.send(
      new CreateBucketCommand({ Bucket: Name, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    await store.aws.cloudTrail.send(new CreateTrailCommand({ Name, S3BucketName: Name }));
    await store.aws.cloudTrail.send(new StartLoggingCommand({ Name }));
    await store.aws.cloudTrail.send(new DeleteTrailCommand({ Name }));
    await store.aws.s3.send(new DeleteBucketCommand({ Bucket: Name }));
    const keys = await store.local.flushTrail();
    assert.equal(keys.length, 1);
    await store.aws.s3.send(new HeadObjectCommand({ Bucket: 'trail', Key: keys[0] }));
  });

  it('shows which calls a principal may make, and which of these its selectors leave out', async () => {
    const objectCall = { source: 's3.amazonaws.com', action: 's3:PutObject', data: true };
    const resource = `arn:aws:s3:::${store.bucket}/baselines/b`;
    const reach = await store.local.enumerateReach(
      [
        { source: 'sns.amazonaws.com', name: 'Unsubscribe', action: 'sns:Unsubscribe', resource: '*', data: false },
        { ...objectCall, name: 'PutObject', resource },
        { ...objectCall, name: 'DeleteObject', action: 's3:DeleteObject', resource },
        { ...objectCall, name: 'PutObject', resource: 'arn:aws:s3:::trail/log' },
      ],
      'trail',
    );
    assert.deepEqual(reach[0], {
      principal: 'a person who may do everything but use the bucket of the trail',
      allowed: 3,
      unrecorded: [`s3.amazonaws.com PutObject ${resource}`],
    });
  });

  it('records no management call of a service that its selectors leave out', async () => {
    const Name = 'partial';
    await store.aws.s3.send(
      new CreateBucketCommand({ Bucket: Name, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    await store.aws.cloudTrail.send(new CreateTrailCommand({ Name, S3BucketName: Name }));
    const partial = { IncludeManagementEvents: true, ExcludeManagementEventSources: ['kms.amazonaws.com'] };
    await store.aws.cloudTrail.send(new PutEventSelectorsCommand({ TrailName: Name, EventSelectors: [partial] }));
    await store.aws.cloudTrail.send(new StopLoggingCommand({ Name: 'evidence' }));
    await store.aws.cloudTrail.send(new StartLoggingCommand({ Name }));
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const kms = new KMSClient({ endpoint: store.local.endpoint, region, credentials });
    const { KeyMetadata: { Arn: resource = '' } = {} } = await kms.send(new CreateKeyCommand({}));
    kms.destroy();
    const call = { action: 'kms:DisableKey', resource, data: false, name: 'DisableKey' };
    const [person] = await store.local.enumerateReach([{ ...call, source: 'kms.amazonaws.com' }], 'trail');
    assert.deepEqual(person?.unrecorded, [`kms.amazonaws.com DisableKey ${resource}`]);
    assert.equal(store.local.trailHistory().at(-1)?.eventName, 'CreateKey');
    await store.aws.cloudTrail.send(new DeleteTrailCommand({ Name }));
    await store.aws.cloudTrail.send(new StartLoggingCommand({ Name: 'evidence' }));
  });

  it('has a digest of every hour, which the command verifies with the listed public key', async () => {
    const verify = () => runCliOn(store.local.endpoint, 'audit', 'verify', '--trail', 's3://trail');
    await store.local.advanceHour();
    store.local.moveTo(new Date('2026-11-02T09:00:00Z'));
    await mallory.cloudWatch.send(new DescribeAlarmsCommand({}));
    const [log = '', ...digests] = await store.local.flushTrail();
    assert.deepEqual(
      digests.map((key) => key.replace(/.*_CloudTrail-Digest_/, '')),
      [
        'eu-west-1_evidence_eu-west-1_20261102T080000Z.json.gz',
        'eu-west-1_evidence_eu-west-1_20261102T090000Z.json.gz',
      ],
    );
    const { out, code } = await verify();
    assert.match(
      out,
      /^3 digests and \d+ log files verified: no fault\n {2}123456789012_CloudTrail-Digest_eu-west-1_evidence_eu-west-1: 2026-11-02T06:00:00Z to 2026-11-02T09:00:00Z$/,
    );
    assert.equal(code, 0);
    await store.aws.s3.send(new PutObjectCommand({ Bucket: 'trail', Key: log, Body: '{"Records":[]}' }));
    assert.match((await verify()).out, /1 fault\n[\s\S]*2026-11-02T09 {2}log altered/);
  });

  it('records StopLogging last', async () => {
    await queuedBodies(store.aws, queue);
    await mallory.cloudTrail.send(new StopLoggingCommand({ Name: 'evidence' }));
    await mallory.cloudWatch.send(new EnableAlarmActionsCommand({ AlarmNames: ['drift'] }));
    assert.deepEqual(
      (await queuedBodies<TrailEvent>(store.aws, queue)).map((e) => e.detail.eventName),
      ['StopLogging'],
    );
  });
});
