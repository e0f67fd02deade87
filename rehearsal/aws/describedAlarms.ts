import { type CompositeAlarm, DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { AwsClients } from './awsClients';

/** The alarms of these names as CloudWatch describes them, of both kinds. */
export async function describedAlarms(
  { cloudWatch }: AwsClients,
  names: readonly string[],
): Promise<(MetricAlarm | CompositeAlarm)[]> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames: [...names], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
  );
  return [...MetricAlarms, ...CompositeAlarms];
}
