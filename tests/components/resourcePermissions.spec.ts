import assert from 'node:assert/strict';
import type { Caller } from '../../rehearsal/localAws/iam/authorize';
import { scope } from '../support/pulumiMocks';
import { readStackPermissions, type StackPermissions } from '../support/stackPermissions';

const { accountId, region } = scope;
const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
const object =
  'arn:aws:s3:::store-1a2b3c4/captures/arrival-delay/schema=v1/arrival-delay/AllTraffic/2026/11/02/13/a.jsonl';
const evidence = 'arn:aws:s3:::audit-evidence-1a2b3c4';
const trailFile = `${evidence}/AWSLogs/${accountId}/CloudTrail/${region}/2026/11/02/a.json.gz`;
const topic = arn('sns', 'alerts-1a2b3c4');
const events = arn('sqs', 'incidents-events-1a2b3c4');
const recordedCalls = arn('sqs', 'audit-detection-events-1a2b3c4');
const tickets = arn('sqs', 'alerts-tickets-1a2b3c4');
const deadLetters = arn('sqs', 'incidents-events-dead-letters-1a2b3c4');
const storeKey = arn('kms', 'key/store-key');
const alertsKey = arn('kms', 'key/alerts-key');
const auditKey = arn('kms', 'key/audit-key');

const ofAccount = { 'aws:SourceAccount': accountId };
const ofOtherAccount = { 'aws:SourceAccount': '999999999999' };
const ofRule = { 'aws:SourceArn': arn('events', 'rule/incidents-rule-1a2b3c4') };
const ofAuditRule = (rule: string) => ({ 'aws:SourceArn': arn('events', `rule/audit-detection-${rule}-1a2b3c4`) });
const ofTopic = { 'aws:SourceArn': topic };
const trail = arn('cloudtrail', 'trail/model-observability-prod');
const ofTrail = { 'aws:SourceArn': trail };
const ofOtherTrail = { 'aws:SourceArn': arn('cloudtrail', 'trail/other') };
const ownerControls = { 's3:x-amz-acl': 'bucket-owner-full-control' };
const trailContext = { ...ofTrail, 'kms:EncryptionContext:aws:cloudtrail:arn': trail };
const logContext = (account: string) => ({
  'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/incidents-1a2b3c4`,
});

type Context = Readonly<Record<string, string>>;
type Call = readonly [action: string, resource: string];
/** Service, action, resource, context: what the service does in the chain, or must not do. */
type Row = readonly [service: string, action: string, resource: string, context: Context];

/** Calls of AWS services that the chain needs. */
const needed: readonly Row[] = [
  ['cloudwatch', 'sns:Publish', topic, ofAccount],
  ['cloudwatch', 'kms:Decrypt', alertsKey, ofAccount],
  ['cloudwatch', 'kms:GenerateDataKey', alertsKey, ofAccount],
  ['sns', 'kms:Decrypt', alertsKey, ofAccount],
  ['sns', 'kms:GenerateDataKey', alertsKey, ofAccount],
  ['sns', 'sqs:SendMessage', tickets, ofTopic],
  ['events', 'sqs:SendMessage', events, ofRule],
  ...['objects', 'alarms', 'schedules', 'permissions'].map(
    (rule): Row => ['events', 'sqs:SendMessage', recordedCalls, ofAuditRule(rule)],
  ),
  ['cloudtrail', 's3:GetBucketAcl', evidence, ofTrail],
  ['cloudtrail', 's3:PutObject', trailFile, { ...ofTrail, ...ownerControls }],
  ['cloudtrail', 'kms:GenerateDataKey', auditKey, trailContext],
  ['cloudtrail', 'kms:DescribeKey', auditKey, ofTrail],
  [`logs.${region}`, 'kms:Encrypt', storeKey, logContext(accountId)],
  [`logs.${region}`, 'kms:GenerateDataKey', storeKey, logContext(accountId)],
  [`logs.${region}`, 'kms:Decrypt', auditKey, logContext(accountId)],
];

/** Calls that differ from a needed one in caller, action, resource or context. */
const foreign: readonly Row[] = [
  ['events', 'sqs:SendMessage', recordedCalls, ofRule],
  ['cloudwatch', 'sns:Publish', topic, ofOtherAccount],
  ['cloudwatch', 'sns:Publish', topic, {}],
  ['cloudwatch', 'sns:Publish', topic, { ...ofAccount, 'aws:SecureTransport': 'false' }],
  ['cloudwatch', 'sns:SetTopicAttributes', topic, ofAccount],
  ['events', 'sns:Publish', topic, ofAccount],
  ['cloudwatch', 'kms:Decrypt', alertsKey, ofOtherAccount],
  ['cloudwatch', 'kms:Decrypt', storeKey, ofAccount],
  ['cloudwatch', 'kms:ScheduleKeyDeletion', alertsKey, ofAccount],
  ['sns', 'sqs:SendMessage', tickets, { 'aws:SourceArn': arn('sns', 'other') }],
  ['sns', 'sqs:SendMessage', events, ofTopic],
  ['sns', 'sqs:ReceiveMessage', tickets, ofTopic],
  ['events', 'sqs:SendMessage', events, { 'aws:SourceArn': arn('events', 'rule/other') }],
  ['events', 'sqs:SendMessage', tickets, ofRule],
  ['events', 'sqs:SendMessage', deadLetters, ofRule],
  ['events', 'sqs:PurgeQueue', events, ofRule],
  ['cloudtrail', 's3:PutObject', trailFile, ofTrail],
  ['cloudtrail', 's3:PutObject', trailFile, { ...ofOtherTrail, ...ownerControls }],
  ['cloudtrail', 's3:PutObject', `${evidence}/AWSLogs/999999999999/a`, { ...ofTrail, ...ownerControls }],
  ['cloudtrail', 's3:PutObject', object, { ...ofTrail, ...ownerControls }],
  ['cloudtrail', 's3:PutObject', trailFile, { ...ofTrail, ...ownerControls, 'aws:SecureTransport': 'false' }],
  ['cloudtrail', 's3:GetObject', trailFile, ofTrail],
  ['cloudtrail', 's3:DeleteObject', trailFile, ofTrail],
  ['config', 's3:PutObject', trailFile, { ...ofTrail, ...ownerControls }],
  ['cloudtrail', 'kms:GenerateDataKey', auditKey, { ...trailContext, ...ofOtherTrail }],
  ['cloudtrail', 'kms:GenerateDataKey', auditKey, ofTrail],
  ['cloudtrail', 'kms:Decrypt', auditKey, trailContext],
  ['cloudtrail', 'kms:GenerateDataKey', storeKey, trailContext],
  [`logs.${region}`, 'kms:Encrypt', storeKey, logContext('999999999999')],
  [`logs.${region}`, 'kms:Encrypt', storeKey, {}],
  [`logs.${region}`, 'kms:Encrypt', alertsKey, logContext(accountId)],
  [`logs.${region}`, 'kms:PutKeyPolicy', storeKey, logContext(accountId)],
  ['logs.us-east-1', 'kms:Encrypt', storeKey, logContext(accountId)],
  ['s3', 's3:GetObject', object, ofAccount],
];

describe('the policies of buckets, keys, topic and queues', function () {
  this.timeout(30_000);
  let stack: StackPermissions;
  before(async () => {
    stack = await readStackPermissions();
  });

  const decideFor = ([service, action, resource, context]: Row) =>
    stack.decide({ caller: { service: `${service}.amazonaws.com` }, action, resource, context });
  const describeRow = ([service, action, resource, context]: Row) =>
    `${service} ${action} on ${resource} with ${JSON.stringify(context)}`;
  for (const row of needed) {
    it(`let ${describeRow(row)}`, () => {
      assert.equal(decideFor(row).allowed, true);
    });
  }
  for (const row of foreign) {
    it(`deny ${describeRow(row)}`, () => {
      assert.equal(decideFor(row).allowed, false);
    });
  }

  const everything = [{ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }];
  const admin: Caller = { arn: `arn:aws:iam::${accountId}:role/admin` };
  const stranger: Caller = { arn: 'arn:aws:iam::999999999999:role/admin' };

  it('leave store, keys and queues to the roles of the account', () => {
    const calls: Call[] = [
      ['s3:GetObject', object],
      ['s3:DeleteObject', object],
      ['kms:PutKeyPolicy', storeKey],
      ['sqs:ReceiveMessage', tickets],
      ['s3:PutBucketPolicy', evidence],
    ];
    for (const [action, resource] of calls) {
      assert.equal(stack.decide({ caller: admin, action, resource }, everything).allowed, true, action);
      assert.equal(stack.decide({ caller: admin, action, resource }, []).allowed, false, action);
    }
  });

  it('deny the deletion of evidence to everybody, and all calls on buckets without TLS', () => {
    for (const action of ['s3:DeleteObject', 's3:DeleteObjectVersion']) {
      assert.deepEqual(stack.decide({ caller: admin, action, resource: trailFile }, everything), {
        allowed: false,
        reason: 'NobodyDeletes denies',
      });
    }
    const context = { 'aws:SecureTransport': 'false' };
    for (const resource of [object, trailFile]) {
      assert.deepEqual(stack.decide({ caller: admin, action: 's3:GetObject', resource, context }, everything), {
        allowed: false,
        reason: 'DenyWithoutTls denies',
      });
    }
  });

  it('deny everything to other accounts', () => {
    const calls: Call[] = [
      ['s3:GetObject', object],
      ['s3:GetObject', trailFile],
      ['kms:Decrypt', storeKey],
      ['sns:Publish', topic],
      ['sns:Subscribe', topic],
      ['sqs:SendMessage', events],
      ['sqs:ReceiveMessage', tickets],
    ];
    for (const [action, resource] of calls) {
      assert.deepEqual(stack.decide({ caller: stranger, action, resource }, everything), {
        allowed: false,
        reason: 'no statement of the resource allows the other account',
      });
    }
  });
});
