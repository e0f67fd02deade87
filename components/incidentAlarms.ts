import type { EventRule } from '@pulumi/aws/cloudwatch';
import type { Function as LambdaFunction } from '@pulumi/aws/lambda';
import * as pulumi from '@pulumi/pulumi';
import { createLimitAlarm } from './limitAlarm';
import { createMissingAlarm } from './missingAlarm';
import { createQueueAlarms } from './queueAlarms';
import type { QueueWithDeadLetterQueue } from './queueWithDeadLetterQueue';

interface IncidentAlarmsArgs {
  readonly stack: string;
  /** Rule for the events of the store, its queue, and the function that reads the queue. */
  readonly rule: EventRule;
  readonly events: QueueWithDeadLetterQueue;
  readonly lambda: LambdaFunction;
  /** Since when the daily run is scheduled. ISO 8601, UTC. */
  readonly scheduledSince: pulumi.Output<string>;
  /** Queue in which the canary of the daily run arrives. */
  readonly canaryQueueName: pulumi.Input<string>;
  readonly topicArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Lambda repeats the daily run twice: more errors than these in an hour are a run that failed for good. */
const repeatedErrors = 2;

/** From one canary to the next when a clock goes back by an hour, and the hour in which EventBridge Scheduler repeats. */
const canaryHours = 26;

/**
 * Alarms on the way of a report to the incident function and of a message to its route, which page without the function:
 * reports that are not handled may break promises. Children of the parent: `${name}-undelivered-alarm`,
 * `${name}-delay-alarm`, `${name}-dead-letters-alarm`, `${name}-errors-alarm` and `${name}-canary-alarm`.
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
  createMissingAlarm(
    `${name}-canary-alarm`,
    {
      ...args,
      severity: 'critical',
      part: 'messages',
      what: 'canary',
      text: `The daily canary did not arrive: a synthetic report that must become a message. Messages about incidents may not arrive either. Read the log of function ${name}; check the event rules of the store and of the stack's bus with 'audit verify --store'.`,
      query: {
        id: 'missing',
        metricId: 'canaries',
        label: 'Hours without a canary',
        metric: {
          namespace: 'AWS/SQS',
          metricName: 'NumberOfMessagesSent',
          dimensions: { QueueName: args.canaryQueueName },
          stat: 'Sum',
        },
      },
      hours: canaryHours,
      since: args.scheduledSince,
    },
    opts,
  );
}
