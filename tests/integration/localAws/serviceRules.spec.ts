import assert from 'node:assert/strict';
import { CreateTrailCommand, PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import { PutDashboardCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketLifecycleConfigurationCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { changedCalls, type RefusedCall, testRefusedCalls } from '../../support/refusedCalls';
import { storeOnLocalAws } from '../../support/storeOnLocalAws';

const text = (length: number) => 'a'.repeat(length);

describe("the local AWS's rules", function () {
  this.timeout(60_000);
  const store = storeOnLocalAws();
  const { putAlarm, createRole } = changedCalls(store);
  const tags = (...keys: string[]) => keys.map((Key) => ({ Key, Value: '' }));
  const trail = (Name: string) =>
    store.aws.cloudTrail.send(new CreateTrailCommand({ Name, S3BucketName: store.bucket }));
  const bucket = (Bucket: string) => store.aws.s3.send(new CreateBucketCommand({ Bucket }));
  const rule = (ScheduleExpression: string) =>
    store.aws.events.send(new PutRuleCommand({ Name: 'r', ScheduleExpression }));
  const lifecycle = (days: number, storageClass: 'GLACIER' | 'STANDARD_IA') =>
    store.aws.s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: store.bucket,
        LifecycleConfiguration: {
          Rules: [
            {
              ID: 'old',
              Status: 'Enabled',
              Filter: { Prefix: 'a/' },
              Expiration: { Days: 90 },
              Transitions: [{ Days: days, StorageClass: storageClass }],
            },
          ],
        },
      }),
    );
  const rules: readonly RefusedCall[] = [
    [
      'tag keys of a role that differ in case only',
      () => createRole({ Tags: tags('Owner', 'owner') }),
      { name: 'InvalidInputException', message: /Duplicate tag keys found: owner\. .*case insensitive/ },
    ],
    [
      'a tag key twice',
      () => putAlarm({ Tags: tags('owner', 'owner') }),
      { name: 'InvalidInput', message: /Duplicate tag keys found: owner\.$/ },
    ],
    [
      'a reserved tag key',
      () => putAlarm({ Tags: tags('aws:owner') }),
      { name: 'ValidationException', message: /Tag keys beginning with 'aws:' are reserved: aws:owner/ },
    ],
    [
      'a tag key with other characters',
      () => store.aws.sqs.send(new CreateQueueCommand({ QueueName: 'q', tags: { 'a,b': '' } })),
      { name: 'ValidationException', message: /Tag text 'a,b' is not valid/ },
    ],
    [
      'a tag of an object with other characters',
      () => store.aws.s3.send(new PutObjectCommand({ Bucket: store.bucket, Key: 'a', Body: 'b', Tagging: 'a=%3C' })),
      { name: 'ValidationException', message: /Tag text '<' is not valid/ },
    ],
    [
      '51 tags',
      () => putAlarm({ Tags: tags(...Array.from({ length: 51 }, (_, i) => `t${i}`)) }),
      { name: 'LimitExceededFault', message: /51 tags; the maximum is 50/ },
    ],
    ...['two--hyphens', 'at-the-end-', '-at-the-start', 'a.-b', 'ab', text(129), '192.168.5.4', 'spa ce'].map(
      (name): RefusedCall => [
        `the trail name ${name.slice(0, 20)}`,
        () => trail(name),
        { name: 'InvalidTrailNameException', message: /is not valid: it has 3 to 128 letters/ },
      ],
    ),
    ...['ab', 'Upper', 'under_score', 'two..periods', '192.168.5.4', 'xn--a', 'a-s3alias', 'end-', text(64)].map(
      (name): RefusedCall => [
        `the bucket name ${name.slice(0, 20)}`,
        () => bucket(name),
        { name: 'InvalidBucketName', message: /is not valid: it has 3 to 63 lower-case letters/ },
      ],
    ),
    [
      'a topic name',
      () => store.aws.sns.send(new CreateTopicCommand({ Name: 'a b' })),
      { name: 'InvalidParameterException', message: /Name 'a b' is not valid: it has 1 to 256 letters/ },
    ],
    [
      'a queue name',
      () => store.aws.sqs.send(new CreateQueueCommand({ QueueName: text(81) })),
      { name: 'InvalidParameterValue', message: /is not valid: it has 1 to 80 letters/ },
    ],
    [
      'an alarm name beyond ASCII',
      () => putAlarm({ AlarmName: 'café' }),
      { name: 'ValidationError', message: /AlarmName 'café' is not valid: it has printable ASCII characters/ },
    ],
    [
      'a metric name beyond ASCII',
      () =>
        store.aws.cloudWatch.send(
          new PutMetricDataCommand({ Namespace: 'n', MetricData: [{ MetricName: 'café', Value: 1 }] }),
        ),
      { name: 'ValidationError', message: /Metric name 'café' is not valid/ },
    ],
    [
      'a dashboard name',
      () => store.aws.cloudWatch.send(new PutDashboardCommand({ DashboardName: 'a.b', DashboardBody: '{}' })),
      { name: 'DashboardInvalidInputError', message: /DashboardName 'a.b' is not valid/ },
    ],
    [
      'a dashboard of 501 widgets',
      () =>
        store.aws.cloudWatch.send(
          new PutDashboardCommand({
            DashboardName: 'd',
            DashboardBody: JSON.stringify({ widgets: Array.from({ length: 501 }, () => ({})) }),
          }),
        ),
      { name: 'DashboardInvalidInputError', message: /501 widgets; a dashboard has at most 500/ },
    ],
    [
      'a trust policy of 2,049 characters',
      () => createRole({ AssumeRolePolicyDocument: text(2049) }),
      { name: 'LimitExceededException', message: /Cannot exceed quota for ACLSizePerRole: 2048: 2049 characters/ },
    ],
    [
      'the singular of several hours',
      () => rule('rate(5 hour)'),
      { name: 'ValidationException', message: /ScheduleExpression is not valid: 'rate\(5 hour\)'/ },
    ],
    [
      'a cron expression with both kinds of days',
      () => rule('cron(0 12 1 * MON *)'),
      { name: 'ValidationException', message: /ScheduleExpression is not valid/ },
    ],
    [
      'a transition to STANDARD_IA before 30 days',
      () => lifecycle(7, 'STANDARD_IA'),
      { name: 'InvalidArgument', message: /greater than or equal to 30 for storageClass 'STANDARD_IA'/ },
    ],
    [
      'a transition after the expiry',
      () => lifecycle(90, 'GLACIER'),
      { name: 'InvalidArgument', message: /'Days' in the Expiration action for rule 'old' must be greater/ },
    ],
  ];

  describe('refuse', () => {
    testRefusedCalls(store, rules);

    it('records a refused call in the trail', () => {
      const { errorCode, eventName } =
        store.local.trailHistory().find((call) => call.errorCode === 'InvalidTrailNameException') ?? {};
      assert.deepEqual([errorCode, eventName], ['InvalidTrailNameException', 'CreateTrail']);
    });
  });

  describe('of several calls', () => {
    it('refuse inline policies of one role that are too long together', async () => {
      const { iam } = store.aws;
      await createRole({ RoleName: 'long' });
      const put = (PolicyName: string, length: number) =>
        iam.send(
          new PutRolePolicyCommand({
            RoleName: 'long',
            PolicyName,
            PolicyDocument: JSON.stringify({
              Version: '2012-10-17',
              Statement: [{ Sid: text(length), Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
            }),
          }),
        );
      await put('a', 6000);
      await assert.rejects(put('b', 6000), {
        name: 'LimitExceededException',
        message: /Maximum policy size of 10240 bytes exceeded for role long: 12\d\d\d bytes/,
      });
      await put('a', 7000);
    });

    it('accept what AWS accepts', async () => {
      await trail('evidence-of.local_stack');
      await bucket('a.b-c3');
      await putAlarm({ AlarmDescription: text(1024), Tags: tags('owner', 'Owner', 'café: 3 + 4') });
      await createRole({ RoleName: 'accepted', Tags: tags('owner', 'cost-center') });
      for (const expression of ['rate(1 hour)', 'rate(5 minutes)', 'cron(0 12 * * ? *)']) await rule(expression);
      await lifecycle(30, 'STANDARD_IA');
      await store.aws.cloudTrail.send(
        new PutEventSelectorsCommand({
          TrailName: 'evidence-of.local_stack',
          EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
        }),
      );
    });
  });
});
