import type { EventRule } from '@pulumi/aws/cloudwatch';
import type { Function as LambdaFunction } from '@pulumi/aws/lambda';
import * as pulumi from '@pulumi/pulumi';
import { createLimitAlarm } from './limitAlarm';
import { createQueueAlarms } from './queueAlarms';
import type { QueueWithDeadLetterQueue } from './queueWithDeadLetterQueue';

interface IncidentAlarmsArgs {
  readonly stack: string;
  /** Rule for the events of the store, its queue, and the function that reads the queue. */
  readonly rule: EventRule;
  readonly events: QueueWithDeadLetterQueue;
  readonly lambda: LambdaFunction;
  readonly topicArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Lambda repeats the daily run twice: more errors than these in an hour are a run that failed for good. */
const repeatedErrors = 2;

/**
 * Alarms on the way of a report to the incident function, which page without it: reports that are not handled may break
 * promises. Children of the parent: `${name}-undelivered-alarm`, `${name}-delay-alarm`, `${name}-dead-letters-alarm` and
 * `${name}-errors-alarm`.
 */
export function createIncidentAlarms(name: string, args: IncidentAlarmsArgs, opts: pulumi.CustomResourceOptions): void {
  const { rule, events, lambda } = args;
  const shared = { ...args, part: 'incidents', severity: 'critical' as const };
  createLimitAlarm(
    `${name}-undelivered-alarm`,
    {
      ...shared,
      what: 'undelivered',
      text: pulumi.interpolate`EventBridge could not deliver events of the store to queue ${events.queue.name}, so reports are not handled and nobody hears of broken promises. Check the policy of the queue, then run 'pulumi up --refresh'.`,
      // "EventBridge metrics" of its guide: a rule of the default bus has the dimension RuleName only.
      metric: {
        namespace: 'AWS/Events',
        metricName: 'FailedInvocations',
        dimensions: { RuleName: rule.name },
        statistic: 'Sum',
      },
    },
    opts,
  );
  createQueueAlarms(
    name,
    {
      ...shared,
      queues: events,
      messages: 'Events of the store',
      missing: 'their counts, incidents and messages are missing',
      reader: name,
    },
    opts,
  );
  createLimitAlarm(
    `${name}-errors-alarm`,
    {
      ...args,
      part: 'incidents',
      what: 'errors',
      text: pulumi.interpolate`Function ${name} failed repeatedly within an hour. Its daily run sends the digest, and is not repeated again. Read the log of the function.`,
      metric: {
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        dimensions: { FunctionName: lambda.name },
        statistic: 'Sum',
      },
      limit: repeatedErrors,
      periodSeconds: 3600,
    },
    opts,
  );
}
