import { PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateMonitoringScheduleCommand, CreateProcessingJobCommand } from '@aws-sdk/client-sagemaker';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { localAccount } from '../../support/localAccount';
import { changedCalls, type RefusedCall, testRefusedCalls } from '../../support/refusedCalls';
import { storeOnLocalAws } from '../../support/storeOnLocalAws';

const text = (length: number) => 'a'.repeat(length);

describe("the local AWS's service models", function () {
  this.timeout(60_000);
  const store = storeOnLocalAws();
  const { putAlarm, createRole } = changedCalls(store);
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

  const models: readonly RefusedCall[] = [
    [
      'a missing member',
      () => putAlarm({ AlarmName: undefined }),
      ofModel('ValidationError', 'AlarmName', 'not be null'),
    ],
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
      () => putAlarm({ ComparisonOperator: 'GreaterThan' as never }),
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
      () => putAlarm({ AlarmDescription: text(1025) }),
      ofModel('ValidationError', 'AlarmDescription', 'have length less than or equal to 1024'),
    ],
    [
      'a description in the query protocol',
      () => createRole({ Description: text(1001) }),
      ofModel('ValidationError', 'Description', 'have length less than or equal to 1000'),
    ],
    [
      'a list that is too long',
      () => putAlarm({ AlarmActions: Array.from({ length: 6 }, (_, i) => `arn:aws:sns:eu-west-1:123456789012:t${i}`) }),
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
      () => createRole({ RoleName: 'rôle' }),
      ofModel('ValidationError', 'RoleName', 'satisfy regular expression pattern'),
    ],
    [
      'a number out of its range',
      () => createRole({ MaxSessionDuration: 60 }),
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

  describe('refuse', () => testRefusedCalls(store, models));
});
