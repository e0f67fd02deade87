import { Role, RolePolicy } from '@pulumi/aws/iam';
import type { Function as LambdaFunction } from '@pulumi/aws/lambda';
import { Schedule } from '@pulumi/aws/scheduler';
import type * as pulumi from '@pulumi/pulumi';
import { dailyEvent } from '../contract/dailyEvent';
import type { AwsScope } from './awsScope';
import { policyDocument } from './policyDocument';
import { schedulerTrust } from './schedulerTrust';

interface DailyScheduleArgs extends AwsScope {
  readonly lambda: LambdaFunction;
  /** What an invocation must wait for. */
  readonly ready: readonly pulumi.Resource[];
  /** Time of day, such as `07:00`, in an IANA time zone. */
  readonly at: string;
  readonly timeZone: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Invokes a function once a day. Children of the parent: `name`, `${name}-role` and `${name}-role-policy`. Returns when the
 * role was created, as a schedule has no time of creation (ISO 8601, UTC).
 */
export function createDailySchedule(
  name: string,
  args: DailyScheduleArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { lambda, ready, at, timeZone, tags } = args;
  const [hour, minute] = at.split(':').map(Number);
  const role = new Role(
    `${name}-role`,
    { description: 'Schedule of the daily run', assumeRolePolicy: schedulerTrust(args, 'default'), tags },
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
      description: 'Starts the daily run of the incident function',
      scheduleExpression: `cron(${minute} ${hour} * * ? *)`,
      scheduleExpressionTimezone: timeZone,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: lambda.arn,
        roleArn: role.arn,
        input: JSON.stringify(dailyEvent('<aws.scheduler.scheduled-time>')),
        retryPolicy: { maximumRetryAttempts: 5, maximumEventAgeInSeconds: 3600 },
      },
    },
    { ...opts, dependsOn: [policy, ...ready] },
  );
  return role.createDate;
}
