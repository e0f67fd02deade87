import type { Role } from '@pulumi/aws/iam';
import { FunctionEventInvokeConfig, type Function as LambdaFunction } from '@pulumi/aws/lambda';
import { Schedule, ScheduleGroup } from '@pulumi/aws/scheduler';
import type { Queue } from '@pulumi/aws/sqs';

interface Parts {
  readonly lambda: LambdaFunction;
  readonly role: Role;
  readonly queue: Queue;
  readonly tags: Record<string, string>;
  readonly description: string;
}

/** The resource types of the analyzer beside its function. */
export function analyzer({ lambda, role, queue, tags, description }: Parts): void {
  new FunctionEventInvokeConfig('invocations', {
    functionName: lambda.name,
    maximumRetryAttempts: 1,
    maximumEventAgeInSeconds: 600,
    destinationConfig: { onFailure: { destination: queue.arn } },
  });
  const group = new ScheduleGroup('group', { tags });
  new Schedule('five-minutes', {
    description,
    groupName: group.name,
    scheduleExpression: 'cron(0/5 * * * ? *)',
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: lambda.arn,
      roleArn: role.arn,
      input: JSON.stringify({ at: '<aws.scheduler.scheduled-time>' }),
      retryPolicy: { maximumRetryAttempts: 5, maximumEventAgeInSeconds: 600 },
      deadLetterConfig: { arn: queue.arn },
    },
  });
}
