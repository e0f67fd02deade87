import { MetricAlarm } from '@pulumi/aws/cloudwatch';
import type * as pulumi from '@pulumi/pulumi';
import { alarmName, type Severity } from '../contract/alarmNames';
import { hourMs } from '../contract/hours';
import { type MissingHoursArgs, missingHours } from './missingHours';

interface MissingAlarmArgs {
  readonly stack: string;
  readonly severity: Severity;
  /** In the place of an endpoint in the alarm's name, and what it is about. */
  readonly part: string;
  readonly what: string;
  /** What happened and what to do, a few sentences. */
  readonly text: string;
  /** What every hour, or one of some hours, must have. */
  readonly query: Omit<MissingHoursArgs, 'since'>;
  /** Hours in a row without it. */
  readonly hours: number;
  /** Deployed at; the hour of the deployment counts as fine. ISO 8601, UTC. */
  readonly since: pulumi.Output<string>;
  readonly topicArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** An alarm as long as a metric is missing, or below 1, for some hours in a row. */
export function createMissingAlarm(name: string, args: MissingAlarmArgs, opts: pulumi.CustomResourceOptions): void {
  const { stack, severity, part, what, text, query, hours, since, topicArn, tags } = args;
  const firstHour = since.apply((at) => (Math.ceil(Date.parse(at) / hourMs) * hourMs) / 1000);
  new MetricAlarm(
    name,
    {
      name: alarmName({ severity, stack, endpoint: part, what }),
      alarmDescription: text,
      metricQueries: missingHours({ ...query, since: firstHour }),
      evaluationPeriods: hours,
      datapointsToAlarm: hours,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      treatMissingData: 'breaching',
      actionsEnabled: true,
      alarmActions: [topicArn],
      okActions: [topicArn],
      tags,
    },
    opts,
  );
}
