import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListDataQualityJobDefinitionsCommand, ListMonitoringSchedulesCommand } from '@aws-sdk/client-sagemaker';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import type { AwsClients } from '../aws/awsClients';

/** What a destroyed stack left in the account: a name each. */
export async function findLeftovers(clients: AwsClients): Promise<string[]> {
  const { s3, sqs, sns, iam, lambda, cloudWatch, sageMaker } = clients;
  const [buckets, queues, topics, roles, functions, alarms, schedules, definitions] = await Promise.all([
    s3.send(new ListBucketsCommand({})),
    sqs.send(new ListQueuesCommand({})),
    sns.send(new ListTopicsCommand({})),
    iam.send(new ListRolesCommand({})),
    lambda.send(new ListFunctionsCommand({})),
    cloudWatch.send(new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] })),
    sageMaker.send(new ListMonitoringSchedulesCommand({})),
    sageMaker.send(new ListDataQualityJobDefinitionsCommand({})),
  ]);
  const named = (kind: string, names: readonly (string | undefined)[] = []) => names.map((name) => `${kind} ${name}`);
  return [
    ...named(
      'bucket',
      buckets.Buckets?.map(({ Name }) => Name),
    ),
    ...named('queue', queues.QueueUrls),
    ...named(
      'topic',
      topics.Topics?.map(({ TopicArn }) => TopicArn),
    ),
    ...named(
      'role',
      roles.Roles?.map(({ RoleName }) => RoleName),
    ),
    ...named(
      'function',
      functions.Functions?.map(({ FunctionName }) => FunctionName),
    ),
    ...named(
      'alarm',
      alarms.MetricAlarms?.map(({ AlarmName }) => AlarmName),
    ),
    ...named(
      'alarm',
      alarms.CompositeAlarms?.map(({ AlarmName }) => AlarmName),
    ),
    ...named(
      'schedule',
      schedules.MonitoringScheduleSummaries?.map((s) => s.MonitoringScheduleName),
    ),
    ...named(
      'job definition',
      definitions.JobDefinitionSummaries?.map((d) => d.MonitoringJobDefinitionName),
    ),
  ];
}
