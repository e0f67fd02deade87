import { DisableAlarmActionsCommand } from '@aws-sdk/client-cloudwatch';
import { CreateAccessKeyCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import { DescribeMonitoringScheduleCommand, UpdateMonitoringScheduleCommand } from '@aws-sdk/client-sagemaker';
import { type AwsClients, awsClients } from '../awsClients';
import { describedAlarms } from '../readings/describedAlarms';

/** Somebody with access of their own, who is not the deployment. */
export const contractorName = 'contractor';

/** What the contractor makes of the hourly schedule. */
export const slowedSchedule = 'cron(0 0 ? * * *)';

/** Makes the user and answers clients that call as them. */
export async function makeContractor(
  deployment: AwsClients,
  aws: { endpoint: string; region: string },
): Promise<AwsClients> {
  await deployment.iam.send(new CreateUserCommand({ UserName: contractorName }));
  const { AccessKey } = await deployment.iam.send(new CreateAccessKeyCommand({ UserName: contractorName }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {};
  return awsClients(aws, { accessKeyId, secretAccessKey });
}

export async function muteAlarms({ cloudWatch }: AwsClients, names: readonly string[]): Promise<void> {
  await cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames: [...names] }));
}

/** From hourly to once a day, everything else as it was. */
export async function slowSchedule({ sageMaker }: AwsClients, name: string): Promise<void> {
  const schedule = await sageMaker.send(new DescribeMonitoringScheduleCommand({ MonitoringScheduleName: name }));
  await sageMaker.send(
    new UpdateMonitoringScheduleCommand({
      MonitoringScheduleName: name,
      MonitoringScheduleConfig: {
        ...schedule.MonitoringScheduleConfig,
        ScheduleConfig: { ScheduleExpression: slowedSchedule },
      },
    }),
  );
}

/** The schedule's expression, and the alarms whose actions are off. */
export async function tamperedState(
  clients: AwsClients,
  scheduleName: string,
  alarmNames: readonly string[],
): Promise<{ expression: string; muted: string[] }> {
  const schedule = await clients.sageMaker.send(
    new DescribeMonitoringScheduleCommand({ MonitoringScheduleName: scheduleName }),
  );
  const alarms = await describedAlarms(clients, alarmNames);
  return {
    expression: schedule.MonitoringScheduleConfig?.ScheduleConfig?.ScheduleExpression ?? '',
    muted: alarms.flatMap(({ ActionsEnabled, AlarmName = '' }) => (ActionsEnabled === false ? [AlarmName] : [])),
  };
}
