import assert from 'node:assert/strict';
import fc from 'fast-check';
import { auditEntry, auditKinds, collectOwnResources } from '../../contract/auditEvents';
import type { CloudTrailRecord } from '../../contract/cloudTrailRecord';

const record: CloudTrailRecord = {
  eventVersion: '1.09',
  eventID: 'e-1',
  eventTime: '2026-11-02T06:00:00Z',
  eventSource: 'monitoring.amazonaws.com',
  eventName: 'DisableAlarmActions',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '192.0.2.1',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/mallory', userName: 'mallory' },
  requestParameters: { alarmNames: ['drift'] },
  readOnly: false,
  managementEvent: true,
};

/** Every call of the table with its kind. */
const calls = Object.entries(auditKinds).flatMap(([kind, rows]) =>
  rows.flatMap(([source, names]) => names.map((name) => ({ kind, source, name }))),
);

describe('the audit entry of a record', () => {
  it('has caller, call, time and target', () => {
    assert.deepEqual(auditEntry(record), {
      when: '2026-11-02T06:00:00Z',
      who: 'arn:aws:iam::123456789012:user/mallory',
      kind: 'alarm muted',
      action: 'DisableAlarmActions',
      target: '{"alarmNames":["drift"]}',
      eventId: 'e-1',
    });
  });

  it('classifies every call of the table, whatever else its record holds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...calls),
        fc.option(
          fc.dictionary(
            fc.string().filter((name) => name !== 'key'),
            fc.jsonValue(),
          ),
        ),
        fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
        ({ kind, source, name }, requestParameters, errorCode) => {
          const entry = auditEntry({
            ...record,
            eventSource: source,
            eventName: name,
            requestParameters,
            ...(errorCode === undefined ? {} : { errorCode }),
          });
          // Kinds of object calls are told apart by the key.
          if (source !== 's3.amazonaws.com') assert.equal(entry?.kind, kind);
          assert.ok(entry);
          assert.equal(entry.action, name);
          assert.equal(entry.refused, errorCode);
          assert.equal(entry.target, JSON.stringify(requestParameters ?? {}));
        },
      ),
    );
  });

  it('puts each call under one kind only, except calls on objects', () => {
    const others = calls.filter(({ name }) => !/Object|CompleteMultipartUpload/.test(name));
    const keys = others.map(({ source, name }) => `${source}:${name}`);
    assert.deepEqual(
      keys.filter((key, i) => keys.indexOf(key) !== i),
      [],
    );
  });

  const objectCalls: [eventName: string, key: string, kind: string | undefined][] = [
    ['PutObject', 'baselines/schemas/schema=v1/x/manifest.json', 'baseline modified'],
    ['DeleteObject', 'baselines/churn/schema=v1/x/constraints.json', 'baseline modified'],
    ['PutObject', 'baselines/churn/schema=v1/x/calibration.json', 'baseline modified'],
    ['CopyObject', 'schemas/churn/v1.json', 'schema modified'],
    ['CompleteMultipartUpload', 'settings/monitors.json', 'settings modified'],
    ['DeleteObject', 'captures/churn/schema=v1/churn/AllTraffic/2026/11/02/13/a.jsonl', 'data deleted'],
    ['DeleteObject', 'reports/churn/schema=v1/churn/churn/2026/11/02/13/statistics.json', 'data deleted'],
    ['DeleteObject', 'incidents/churn/2026/churn-2026110213.md', 'data deleted'],
    ['PutObject', 'captures/churn/schema=v1/churn/AllTraffic/2026/11/02/13/a.jsonl', undefined],
    ['PutObject', 'photos/baselines/cat.png', undefined],
    ['GetObject', 'baselines/churn/schema=v1/x/constraints.json', undefined],
  ];
  for (const [eventName, key, kind] of objectCalls) {
    it(`is ${kind ?? 'none'} for ${eventName} of ${key}`, () => {
      const call = { ...record, eventSource: 's3.amazonaws.com', eventName, managementEvent: false };
      assert.equal(auditEntry({ ...call, requestParameters: { bucketName: 'store', key } })?.kind, kind);
      const resources = [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::store/${key}` }];
      assert.equal(auditEntry({ ...call, requestParameters: { bucketName: 'store' }, resources })?.kind, kind);
    });
  }

  it('is a deletion of data for a deletion of many objects, whose record names the bucket only', () => {
    const resources = [{ type: 'AWS::S3::Object', ARNPrefix: 'arn:aws:s3:::store/' }, { type: 'AWS::S3::Bucket' }];
    const call = { ...record, eventSource: 's3.amazonaws.com', eventName: 'DeleteObjects', managementEvent: false };
    assert.equal(auditEntry({ ...call, requestParameters: { bucketName: 'store' }, resources })?.kind, 'data deleted');
  });

  it('is the same for a call on Lambda in any version of its API', () => {
    const kindOf = (eventName: string) =>
      auditEntry({ ...record, eventSource: 'lambda.amazonaws.com', eventName })?.kind;
    assert.deepEqual(
      ['DeleteFunction', 'DeleteFunction20150331', 'UpdateFunctionCode', 'UpdateFunctionCode20150331v3'].map(kindOf),
      Array(4).fill('function changed'),
    );
    assert.equal(kindOf('UpdateFunctionCodeSigningConfig'), undefined);
  });

  it('is none for a call that the table lacks, or a call of another service with the same name', () => {
    const known = new Set(calls.map(({ source, name }) => `${source}:${name.replace(/\d{8}(v\d)?$/, '')}`));
    const sources = [...new Set(calls.map(({ source }) => source)), 'ec2.amazonaws.com'];
    const names = [...calls.map(({ name }) => name), 'DescribeAlarms', 'GetObject', 'constructor', ''];
    fc.assert(
      fc.property(fc.constantFrom(...sources), fc.constantFrom(...names), (eventSource, eventName) => {
        fc.pre(!known.has(`${eventSource}:${eventName.replace(/\d{8}(v\d)?$/, '')}`));
        assert.equal(auditEntry({ ...record, eventSource, eventName }), undefined);
      }),
    );
  });

  it('has the error code of a refused call only', () => {
    assert.equal(auditEntry({ ...record, errorCode: 'AccessDenied' })?.refused, 'AccessDenied');
    assert.ok(!('refused' in (auditEntry(record) ?? {})));
  });

  it('names the kind of a caller without an ARN', () => {
    assert.equal(auditEntry({ ...record, userIdentity: { type: 'AWSService' } })?.who, 'AWSService');
  });
});

describe('the audit entries of one stack', () => {
  const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:123456789012:${name}`;
  const url = (name: string) => `https://sqs.eu-west-1.amazonaws.com/123456789012/${name}`;
  const own = collectOwnResources(
    [
      { type: 'pulumi:pulumi:Stack', id: '' },
      { type: 'aws:s3/bucket:Bucket', id: 'store-1', outputs: { bucket: 'store-1', arn: 'arn:aws:s3:::store-1' } },
      { type: 'aws:sns/topic:Topic', id: arn('sns', 'alerts-1'), outputs: { name: 'alerts-1' } },
      { type: 'aws:sqs/queue:Queue', id: url('events-1'), outputs: { name: 'events-1', arn: arn('sqs', 'events-1') } },
      {
        type: 'aws:lambda/function:Function',
        id: 'incidents-1',
        outputs: { arn: arn('lambda', 'function:incidents-1') },
      },
      { type: 'aws:lambda/eventSourceMapping:EventSourceMapping', id: '14e0db71' },
      { type: 'aws:iam/role:Role', id: 'monitoring-1', outputs: { name: 'monitoring-1' } },
      { type: 'aws:cloudwatch/eventRule:EventRule', id: 'rule-1', outputs: { name: 'rule-1' } },
      { type: 'aws:cloudwatch/metricAlarm:MetricAlarm', id: 'critical.dev.churn.silence' },
      { type: 'aws:cloudwatch/logGroup:LogGroup', id: '/aws/lambda/incidents-1' },
      { type: 'aws:kms/key:Key', id: 'key-1', outputs: { keyId: 'key-1', arn: arn('kms', 'key/key-1') } },
      { type: 'aws:scheduler/schedule:Schedule', id: 'default/churn-1', outputs: { name: 'churn-1' } },
    ],
    { endpoints: ['churn'], trailArn: arn('cloudtrail', 'trail/organization') },
  );

  /** Source, call, parameters with a resource of the stack, and the same with one of somebody else. */
  const rows: [kind: string, source: string, eventName: string, ours: object, others: object][] = [
    ['bucket weakened', 's3', 'PutBucketEncryption', { bucketName: 'store-1' }, { bucketName: 'store-2' }],
    ['bucket weakened', 's3', 'DeleteBucketPublicAccessBlock', { bucketName: 'store-1' }, { bucketName: 'photos' }],
    ['event path changed', 's3', 'PutBucketNotification', { bucketName: 'store-1' }, { bucketName: 'store' }],
    ['evidence weakened', 's3', 'PutBucketObjectLockConfiguration', { bucketName: 'store-1' }, { bucketName: 'x' }],
    [
      'baseline modified',
      's3',
      'PutObject',
      { bucketName: 'store-1', key: 'baselines/a' },
      { bucketName: 'x', key: 'baselines/a' },
    ],
    [
      'alert path changed',
      'sns',
      'SetTopicAttributes',
      { topicArn: arn('sns', 'alerts-1'), attributeName: 'Policy' },
      { topicArn: arn('sns', 'alerts'), attributeName: 'Policy' },
    ],
    [
      'alert path changed',
      'sns',
      'Unsubscribe',
      { subscriptionArn: arn('sns', 'alerts-1:9f0e') },
      { subscriptionArn: arn('sns', 'news:9f0e') },
    ],
    ['permissions changed', 'sqs', 'RemovePermission', { queueUrl: url('events-1') }, { queueUrl: url('orders') }],
    ['event path changed', 'sqs', 'SetQueueAttributes', { queueUrl: url('events-1') }, { queueUrl: url('events') }],
    ['event path changed', 'lambda', 'DeleteEventSourceMapping20150331', { uUID: '14e0db71' }, { uUID: '9a' }],
    [
      'event path changed',
      'lambda',
      'CreateEventSourceMapping20150331',
      { eventSourceArn: arn('sqs', 'events-1'), functionName: 'thief' },
      { eventSourceArn: arn('sqs', 'orders'), functionName: 'orders' },
    ],
    [
      'function changed',
      'lambda',
      'PutFunctionConcurrency20171031',
      { functionName: arn('lambda', 'function:incidents-1'), reservedConcurrentExecutions: 0 },
      { functionName: 'orders', reservedConcurrentExecutions: 0 },
    ],
    ['permissions changed', 'iam', 'PutRolePolicy', { roleName: 'monitoring-1' }, { roleName: 'admin' }],
    ['permissions changed', 'iam', 'AttachRolePolicy', { roleName: 'monitoring-1' }, { roleName: 'monitoring' }],
    ['permissions changed', 'kms', 'PutKeyPolicy', { keyId: arn('kms', 'key/key-1') }, { keyId: 'key-2' }],
    ['key weakened', 'kms', 'DisableKey', { keyId: 'key-1' }, { keyId: arn('kms', 'key/key-2') }],
    ['event path changed', 'events', 'PutRule', { name: 'rule-1', state: 'DISABLED' }, { name: 'nightly' }],
    ['event path changed', 'events', 'RemoveTargets', { rule: 'rule-1', ids: ['1'] }, { rule: 'nightly' }],
    ['schedule changed', 'scheduler', 'UpdateSchedule', { name: 'churn-1', state: 'DISABLED' }, { name: 'churn-2' }],
    [
      'alarm muted',
      'monitoring',
      'PutAlarmMuteRule',
      { name: 'quiet', muteTargets: { alarmNames: ['cpu', 'critical.dev.churn.silence'] } },
      { name: 'quiet', muteTargets: { alarmNames: ['cpu'] } },
    ],
    [
      'log weakened',
      'logs',
      'DeleteLogGroup',
      { logGroupName: '/aws/lambda/incidents-1' },
      { logGroupName: '/aws/lambda/x' },
    ],
    [
      'log weakened',
      'logs',
      'DeleteLogGroup',
      { logGroupName: '/aws/sagemaker/ProcessingJobs' },
      { logGroupName: 'x' },
    ],
    ['capture changed', 'sagemaker', 'DeleteEndpoint', { endpointName: 'churn' }, { endpointName: 'fraud' }],
    [
      'schedule changed',
      'sagemaker',
      'StopProcessingJob',
      { processingJobName: 'model-monitoring-202611020800-de32d8acceeef6a1626b8fa6' },
      { processingJobName: 'features-2026-11-02-08-00-00-000' },
    ],
    [
      'capture changed',
      'sagemaker',
      'CreateEndpointConfig',
      { endpointConfigName: 'churn-v2' },
      { endpointConfigName: 'churning-v2' },
    ],
    [
      'capture changed',
      'sagemaker',
      'DeleteEndpointConfig',
      { endpointConfigName: 'churn' },
      { endpointConfigName: 'fraud-v1' },
    ],
    ['evidence weakened', 'cloudtrail', 'StopLogging', { name: 'organization' }, { name: 'other' }],
    [
      'evidence weakened',
      'cloudtrail',
      'PutEventSelectors',
      { trailName: arn('cloudtrail', 'trail/organization') },
      { trailName: 'other' },
    ],
  ];
  for (const [kind, service, eventName, ours, others] of rows) {
    const entryOf = (requestParameters: object | null) =>
      auditEntry(
        {
          ...record,
          eventSource: `${service}.amazonaws.com`,
          eventName,
          requestParameters: requestParameters as CloudTrailRecord['requestParameters'],
        },
        own,
      );
    it(`have ${eventName} on its ${JSON.stringify(ours)}, and not on ${JSON.stringify(others)}`, () => {
      assert.deepEqual(entryOf(ours), {
        when: record.eventTime,
        who: 'arn:aws:iam::123456789012:user/mallory',
        kind,
        action: eventName,
        target: JSON.stringify(ours),
        eventId: 'e-1',
      });
      assert.equal(entryOf(others), undefined);
    });

    it(`have ${eventName} (${kind}) on a resource that the record does not name`, () => {
      const unnamed = entryOf(null);
      assert.equal(unnamed?.action, eventName);
    });
  }

  it('leave out a resource of the same name in another service', () => {
    const call = { ...record, eventName: 'DisableRule', eventSource: 'events.amazonaws.com' };
    assert.equal(auditEntry({ ...call, requestParameters: { name: 'churn' } }, own), undefined);
  });
});
