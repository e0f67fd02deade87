import assert from 'node:assert/strict';
import { CreateTrailCommand, PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import {
  DescribeAlarmsCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import {
  CreateMonitoringScheduleCommand,
  CreateProcessingJobCommand,
  ListMonitoringSchedulesCommand,
} from '@aws-sdk/client-sagemaker';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { localAccount } from '../../support/localAccount';
import { storeOnLocalAws } from '../../support/storeOnLocalAws';

type Send = () => Promise<unknown>;
type Row = readonly [title: string, send: Send, refusal: { readonly name: string; readonly message: RegExp }];

const text = (length: number) => 'a'.repeat(length);

describe("the local AWS's service models", function () {
  this.timeout(60_000);
  const store = storeOnLocalAws();

  const alarm = (change: Partial<PutMetricAlarmCommandInput>) =>
    store.aws.cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'a',
        Namespace: 'n',
        MetricName: 'm',
        Statistic: 'Sum',
        Period: 3600,
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        ...change,
      }),
    );
  const role = (change: object) =>
    store.aws.iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: '{}', ...change }));
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
  /** A request without the checks of an SDK. */
  const post = async (target: string, body: string, service = 'monitoring') => {
    const response = await fetch(store.local.endpoint, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=test/20261102/${localAccount.region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': target,
      },
      body,
    });
    const { __type: name = '', message = '' } = (await response.json()) as Record<string, string>;
    if (!response.ok) throw Object.assign(new Error(message), { name });
  };
  const ofModel = (name: string, member: string, constraint: string) => ({
    name,
    message: new RegExp(`at '${member}' failed to satisfy constraint: Member must ${constraint}`),
  });

  const models: readonly Row[] = [
    ['a missing member', () => alarm({ AlarmName: undefined }), ofModel('ValidationError', 'AlarmName', 'not be null')],
    [
      'a missing member of a list’s item',
      () =>
        store.aws.sqs.send(
          new SendMessageBatchCommand({ QueueUrl: 'q', Entries: [{ Id: 'a', MessageBody: undefined }] }),
        ),
      ofModel('ValidationException', 'Entries.1.member.MessageBody', 'not be null'),
    ],
    [
      'another value than the enum’s',
      () => alarm({ ComparisonOperator: 'GreaterThan' as never }),
      ofModel('ValidationError', 'ComparisonOperator', 'satisfy enum value set'),
    ],
    [
      'another value than the enum’s in XML',
      () =>
        store.aws.s3.send(
          new PutBucketVersioningCommand({
            Bucket: store.bucket,
            VersioningConfiguration: { Status: 'enabled' as never },
          }),
        ),
      ofModel('InvalidArgument', 'VersioningConfiguration.Status', 'satisfy enum value set: \\[Enabled, Suspended\\]'),
    ],
    [
      'another value than the enum’s in a header',
      () =>
        store.aws.s3.send(
          new PutObjectCommand({ Bucket: store.bucket, Key: 'a', Body: 'b', StorageClass: 'COLD' as never }),
        ),
      ofModel('InvalidArgument', 'StorageClass', 'satisfy enum value set'),
    ],
    [
      'a description of 1,025 characters',
      () => alarm({ AlarmDescription: text(1025) }),
      ofModel('ValidationError', 'AlarmDescription', 'have length less than or equal to 1024'),
    ],
    [
      'a description in the query protocol',
      () => role({ Description: text(1001) }),
      ofModel('ValidationError', 'Description', 'have length less than or equal to 1000'),
    ],
    [
      'a list that is too long',
      () => alarm({ AlarmActions: Array.from({ length: 6 }, (_, i) => `arn:aws:sns:eu-west-1:123456789012:t${i}`) }),
      ofModel('ValidationError', 'AlarmActions', 'have length less than or equal to 5'),
    ],
    [
      'a string that breaks its pattern',
      () =>
        store.aws.sageMaker.send(
          new CreateMonitoringScheduleCommand({ MonitoringScheduleName: 'a_b', MonitoringScheduleConfig: {} }),
        ),
      ofModel('ValidationException', 'MonitoringScheduleName', 'satisfy regular expression pattern'),
    ],
    [
      'a string with a letter that Java’s \\w lacks',
      () => role({ RoleName: 'rôle' }),
      ofModel('ValidationError', 'RoleName', 'satisfy regular expression pattern'),
    ],
    [
      'a number out of its range',
      () => role({ MaxSessionDuration: 60 }),
      ofModel('ValidationError', 'MaxSessionDuration', 'have value greater than or equal to 3600'),
    ],
    [
      'a number out of its range, for a call that moto lacks',
      () =>
        store.aws.sageMaker.send(
          new CreateProcessingJobCommand({
            ProcessingJobName: 'j',
            RoleArn: `arn:aws:iam::${localAccount.accountId}:role/role-of-a-job`,
            AppSpecification: { ImageUri: 'i' },
            ProcessingResources: {
              ClusterConfig: { InstanceCount: 0, InstanceType: 'ml.m5.large', VolumeSizeInGB: 1 },
            },
          }),
        ),
      ofModel('ValidationException', 'ProcessingResources.ClusterConfig.InstanceCount', 'have value greater than'),
    ],
    [
      'a string where a number belongs',
      () => post('GraniteServiceVersion20100801.DeleteAlarms', '{"AlarmNames":"all"}'),
      ofModel('SerializationException', 'AlarmNames', 'be of type list'),
    ],
    [
      'a body that is not JSON',
      () => post('GraniteServiceVersion20100801.DeleteAlarms', '{"AlarmNames":'),
      { name: 'SerializationException', message: /the body is not JSON/ },
    ],
    [
      'an operation that the service lacks',
      () => post('GraniteServiceVersion20100801.MuteAlarms', '{}'),
      { name: 'UnknownOperationException', message: /cloudwatch has no operation MuteAlarms/ },
    ],
    [
      'a service that AWS lacks',
      () => post('Nothing.Nothing', '{}', 'nothing'),
      { name: 'UnknownOperationException', message: /botocore has no service 'nothing'/ },
    ],
  ];

  const rules: readonly Row[] = [
    [
      'tag keys of a role that differ in case only',
      () => role({ Tags: tags('Owner', 'owner') }),
      { name: 'InvalidInputException', message: /Duplicate tag keys found: owner\. .*case insensitive/ },
    ],
    [
      'a tag key twice',
      () => alarm({ Tags: tags('owner', 'owner') }),
      { name: 'InvalidInput', message: /Duplicate tag keys found: owner\.$/ },
    ],
    [
      'a reserved tag key',
      () => alarm({ Tags: tags('aws:owner') }),
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
      () => alarm({ Tags: tags(...Array.from({ length: 51 }, (_, i) => `t${i}`)) }),
      { name: 'LimitExceededFault', message: /51 tags; the maximum is 50/ },
    ],
    ...['two--hyphens', 'at-the-end-', '-at-the-start', 'a.-b', 'ab', text(129), '192.168.5.4', 'spa ce'].map(
      (name): Row => [
        `the trail name ${name.slice(0, 20)}`,
        () => trail(name),
        { name: 'InvalidTrailNameException', message: /is not valid: it has 3 to 128 letters/ },
      ],
    ),
    ...['ab', 'Upper', 'under_score', 'two..periods', '192.168.5.4', 'xn--a', 'a-s3alias', 'end-', text(64)].map(
      (name): Row => [
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
      () => alarm({ AlarmName: 'café' }),
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
      () => role({ AssumeRolePolicyDocument: text(2049) }),
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

  for (const [group, rows] of [
    ['refuse by the models', models],
    ['refuse by the rules that the models lack', rules],
  ] as const) {
    describe(group, () => {
      for (const [title, send, refusal] of rows) it(title, () => assert.rejects(send, refusal));
    });
  }

  it('refuse inline policies of one role that are too long together', async () => {
    const { iam } = store.aws;
    await role({ RoleName: 'long' });
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
    await alarm({ AlarmDescription: text(1024), Tags: tags('owner', 'Owner', 'café: 3 + 4') });
    await role({ RoleName: 'accepted', Tags: tags('owner', 'cost-center') });
    for (const expression of ['rate(1 hour)', 'rate(5 minutes)', 'cron(0 12 * * ? *)']) await rule(expression);
    await lifecycle(30, 'STANDARD_IA');
    await store.aws.cloudTrail.send(
      new PutEventSelectorsCommand({
        TrailName: 'evidence-of.local_stack',
        EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
      }),
    );
  });

  describe('in sum', () => {
    it('check every call, and record the refused ones', async () => {
      await store.aws.cloudWatch.send(new DescribeAlarmsCommand({}));
      await store.aws.sageMaker.send(new ListMonitoringSchedulesCommand({}));
      const { calls, requests, answers, findings } = await store.local.callChecks();
      assert.deepEqual([requests, answers], [calls, calls]);
      // The refused policy is one more.
      assert.equal(findings.filter(({ kind }) => kind === 'refused request').length, models.length + rules.length + 1);
      const trailRecord = store.local.trailHistory().find(({ errorCode }) => errorCode === 'InvalidTrailNameException');
      assert.equal(trailRecord?.eventName, 'CreateTrail');
    });
  });
});
