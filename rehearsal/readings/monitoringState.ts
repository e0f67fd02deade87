import { DescribeMonitoringScheduleCommand } from '@aws-sdk/client-sagemaker';
import { type AwsClients, describeAlarms } from '../aws/awsClients';

/** The settings that the contractor changes. */
export interface MonitoringState {
  /** Expression of the schedule. */
  readonly expression: string;
  /** Names of the alarms whose actions are disabled. */
  readonly muted: readonly string[];
}

export async function readMonitoringState(
  clients: AwsClients,
  scheduleName: string,
  alarmNames: readonly string[],
): Promise<MonitoringState> {
  const schedule = await clients.sageMaker.send(
    new DescribeMonitoringScheduleCommand({ MonitoringScheduleName: scheduleName }),
  );
  const alarms = await describeAlarms(clients, alarmNames);
  return {
    expression: schedule.MonitoringScheduleConfig?.ScheduleConfig?.ScheduleExpression ?? '',
    muted: alarms.flatMap(({ ActionsEnabled, AlarmName = '' }) => (ActionsEnabled === false ? [AlarmName] : [])),
  };
}
