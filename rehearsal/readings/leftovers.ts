import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListDataQualityJobDefinitionsCommand, ListMonitoringSchedulesCommand } from '@aws-sdk/client-sagemaker';
import { ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import type { AwsClients } from '../aws/awsClients';

type Names = readonly (string | undefined)[] | undefined;

/** Lists the resources in the account, each as `<kind> <name>`: after a stack is destroyed, what it left behind. */
export async function listLeftovers(clients: AwsClients): Promise<string[]> {
  const { s3, sqs, sns, iam, lambda, cloudWatch, sageMaker, scheduler } = clients;
  const [buckets, queues, topics, roles, functions, alarms, schedules, definitions, timers] = await Promise.all([
    s3.send(new ListBucketsCommand({})),
    sqs.send(new ListQueuesCommand({})),
    sns.send(new ListTopicsCommand({})),
    iam.send(new ListRolesCommand({})),
    lambda.send(new ListFunctionsCommand({})),
    cloudWatch.send(new DescribeAlarmsCommand({})),
    sageMaker.send(new ListMonitoringSchedulesCommand({})),
    sageMaker.send(new ListDataQualityJobDefinitionsCommand({})),
    scheduler.send(new ListSchedulesCommand({})),
  ]);
  const namesByKind: readonly (readonly [kind: string, names: Names])[] = [
    ['bucket', buckets.Buckets?.map(({ Name }) => Name)],
    ['queue', queues.QueueUrls],
    ['topic', topics.Topics?.map(({ TopicArn }) => TopicArn)],
    ['role', roles.Roles?.map(({ RoleName }) => RoleName)],
    ['function', functions.Functions?.map(({ FunctionName }) => FunctionName)],
    ['alarm', alarms.MetricAlarms?.map(({ AlarmName }) => AlarmName)],
    ['monitoring schedule', schedules.MonitoringScheduleSummaries?.map((summary) => summary.MonitoringScheduleName)],
    ['schedule', timers.Schedules?.map(({ Name }) => Name)],
    ['job definition', definitions.JobDefinitionSummaries?.map((summary) => summary.MonitoringJobDefinitionName)],
  ];
  return namesByKind.flatMap(([kind, names = []]) => names.map((name) => `${kind} ${name}`));
}
