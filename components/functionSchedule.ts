import { Role, RolePolicy } from '@pulumi/aws/iam';
import type { Function as LambdaFunction } from '@pulumi/aws/lambda';
import { Schedule } from '@pulumi/aws/scheduler';
import type * as pulumi from '@pulumi/pulumi';
import type { AwsScope } from './awsScope';
import { policyDocument } from './policyDocument';
import { schedulerTrust } from './schedulerTrust';

/** What a shared function is invoked for, and when. */
interface FunctionScheduleArgs extends AwsScope {
  readonly lambda: LambdaFunction;
  /** What an invocation must wait for. */
  readonly ready: readonly pulumi.Resource[];
  readonly description: string;
  /** Cron expression of EventBridge Scheduler, in an IANA time zone. */
  readonly expression: string;
  readonly timeZone: string;
  /** Event for the function, made of the time at which it was due. */
  readonly event: (scheduledTime: string) => object;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Invokes a function by a schedule. Children of the parent: `name`, `${name}-role` and `${name}-role-policy`. Returns when
 * the role was created, as a schedule has no time of creation (ISO 8601, UTC).
 */
export function createFunctionSchedule(
  name: string,
  args: FunctionScheduleArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { lambda, ready, tags } = args;
  const role = new Role(
    `${name}-role`,
    { description: `Schedule: ${args.description}`, assumeRolePolicy: schedulerTrust(args, 'default'), tags },
    opts,
  );
  const policy = new RolePolicy(
    `${name}-role-policy`,
    {
      role: role.name,
      policy: policyDocument([
        { Sid: 'InvokeFunction', Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: [lambda.arn] },
      ]),
    },
    opts,
  );
  new Schedule(
    name,
    {
      description: args.description,
      scheduleExpression: args.expression,
      scheduleExpressionTimezone: args.timeZone,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: lambda.arn,
        roleArn: role.arn,
        input: JSON.stringify(args.event('<aws.scheduler.scheduled-time>')),
        retryPolicy: { maximumRetryAttempts: 5, maximumEventAgeInSeconds: 3600 },
      },
    },
    { ...opts, dependsOn: [policy, ...ready] },
  );
  return role.createDate;
}
