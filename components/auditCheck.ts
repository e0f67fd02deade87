import type { Function as LambdaFunction } from '@pulumi/aws/lambda';
import type * as pulumi from '@pulumi/pulumi';
import { observabilityMetrics } from '../contract/metrics';
import { checkEvent } from '../contract/scheduledEvent';
import type { AwsScope } from './awsScope';
import { createFunctionSchedule } from './functionSchedule';
import { createMissingAlarm } from './missingAlarm';

interface AuditCheckArgs extends AwsScope {
  readonly stack: string;
  /** The audit function. */
  readonly lambda: LambdaFunction;
  /** What an invocation must wait for. */
  readonly ready: readonly pulumi.Resource[];
  readonly topicArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * An hourly self-check of the stack by the audit function, and an alarm if it finds faults or does not run. Children of the
 * parent: `name`, `${name}-role`, `${name}-role-policy` and `${name}-alarm`.
 */
export function createAuditCheck(name: string, args: AuditCheckArgs, opts: pulumi.CustomResourceOptions): void {
  const createdAt = createFunctionSchedule(
    name,
    {
      ...args,
      description: 'Checks that the stack is as deployed',
      // Not at the full hour, when the monitors run. CloudWatch lists a new metric within 15 minutes.
      expression: 'cron(25 * * * ? *)',
      timeZone: 'UTC',
      event: checkEvent.compose,
    },
    opts,
  );
  createMissingAlarm(
    `${name}-alarm`,
    {
      ...args,
      severity: 'warning',
      part: 'audit',
      what: 'checks',
      text: "The hourly self-check of the stack found faults twice in a row, or did not run. List the faults with 'audit verify --store'; without faults, read the log of the audit function.",
      query: {
        id: 'problems',
        metricId: 'clean',
        label: 'Checks with faults, or missing',
        metric: { metricName: observabilityMetrics.cleanChecks, dimensions: { Stack: args.stack } },
      },
      // The present hour has no check before its minute.
      hours: 2,
      since: createdAt,
    },
    opts,
  );
}
