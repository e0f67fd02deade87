import { DisableAlarmActionsCommand } from '@aws-sdk/client-cloudwatch';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DescribeMonitoringScheduleCommand, UpdateMonitoringScheduleCommand } from '@aws-sdk/client-sagemaker';
import { modelMonitorJson } from '../../quality/modelMonitor/modelMonitorJson';
import type { AwsClients } from '../aws/awsClients';
import { describedAlarms } from '../aws/describedAlarms';

/** Somebody with access of their own, who is not the deployment. */
export const contractorName = 'contractor';

/** What the contractor makes of the hourly schedule. */
export const slowedSchedule = 'cron(0 0 ? * * *)';

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

/** Lets any drift pass: writes over the constraints of a baseline, and answers the version that S3 gave the new ones. */
export async function loosenConstraints({ s3 }: AwsClients, bucket: string, key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const constraints = modelMonitorJson.readConstraints((await Body?.transformToString()) ?? '');
  const config = constraints.monitoring_config;
  const loosened = {
    ...constraints,
    monitoring_config: {
      ...config,
      distribution_constraints: { ...config.distribution_constraints, comparison_threshold: 1 },
    },
  };
  const { VersionId = 'null' } = await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: modelMonitorJson.write(loosened) }),
  );
  return VersionId;
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
