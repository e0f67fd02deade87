import { type PolicyStatement, Role, RolePolicy } from '@pulumi/aws/iam';
import { FunctionEventInvokeConfig, type Function as LambdaFunction } from '@pulumi/aws/lambda';
import { Schedule, ScheduleGroup } from '@pulumi/aws/scheduler';
import type { Queue } from '@pulumi/aws/sqs';
import * as pulumi from '@pulumi/pulumi';
import { type LargeWindowSettings, type LargeWindowsVariable, largeWindowsVariable } from '../contract/largeWindows';
import { analyzerDefaults, monitorDefaults } from '../contract/monitorDefaults';
import {
  invalidAnalyzerScheduleText,
  runMinutes,
  schedulerExpression,
  windowMinutes,
} from '../contract/windowSchedule';
import { analyzerRolePolicy } from './analyzerRolePolicy';
import type { AwsScope } from './awsScope';
import { CaptureQueries } from './captureQueries';
import { createLambdaFunction } from './lambdaFunction';
import type { EndpointSchedule } from './monitoringSchedules';
import { policyDocument } from './policyDocument';
import { createDeadLetterAlarm } from './queueAlarms';
import { createQueue } from './queueWithDeadLetterQueue';
import { schedulerTrust } from './schedulerTrust';

export interface AnalyzerSchedulesArgs extends AwsScope {
  readonly stack: string;
  readonly bucketName: pulumi.Input<string>;
  readonly bucketArn: pulumi.Input<string>;
  /** Key of the store's objects and the function's log; its policy must allow CloudWatch Logs. */
  readonly keyArn: pulumi.Input<string>;
  /** Makes the archive with `index.js`, which exports `handler`; called only if there are endpoints. */
  readonly code: () => pulumi.asset.Archive;
  /** Topic for the alarm on runs that failed. */
  readonly topicArn: pulumi.Input<string>;
  readonly logRetentionDays: number;
  /** Memory of the function; Lambda gives CPU in proportion. @default 1024 */
  readonly memoryMb?: number;
  /** At most 900. @default 300 */
  readonly timeoutSeconds?: number;
  /** Runs at the same time, taken from the account's concurrency. @default as many as the account has left */
  readonly reservedConcurrency?: number;
  /** Counts large windows by queries. @default the function reads all windows itself */
  readonly largeWindows?: LargeWindowSettings;
  /** By name of the endpoint. */
  readonly endpoints: Readonly<Record<string, AnalyzedEndpoint>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Settings of one endpoint's schedule. */
export interface AnalyzedEndpoint {
  /** Rate or cron expression, UTC. @default `cron(0 * ? * * *)` (every hour) */
  readonly schedule?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Resources of one endpoint. */
export interface AnalyzerSchedule extends EndpointSchedule {
  /** Role in which EventBridge Scheduler invokes the function. */
  readonly roleArn: pulumi.Output<string>;
  /** When the endpoint began to be monitored: a schedule has no time of creation, its role has. ISO 8601, UTC. */
  readonly createdAt: pulumi.Output<string>;
}

/**
 * Schedules of EventBridge Scheduler, one for each endpoint, that invoke one function: it compares the captures of each
 * window with the baseline and writes its report to the store, as SageMaker's managed monitor does. Without endpoints it
 * creates nothing. It derives no baseline, and raises an alarm only on runs that failed repeatedly.
 *
 *     new AnalyzerSchedules('analyzer', { ...scope, stack, ...store, code, topicArn, endpoints: { churn: { tags } }, ... });
 */
export class AnalyzerSchedules extends pulumi.ComponentResource {
  readonly schedules: Readonly<Record<string, AnalyzerSchedule>>;

  constructor(name: string, args: AnalyzerSchedulesArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:AnalyzerSchedules', name, {}, opts);
    const parent = { parent: this };
    const endpoints = Object.entries(args.endpoints);
    if (endpoints.length === 0) {
      this.schedules = {};
    } else {
      const group = new ScheduleGroup(`${name}-group`, { tags: args.tags }, parent);
      const target = createTarget(name, args, parent);
      this.schedules = Object.fromEntries(
        endpoints.map(([endpoint, settings]) => [
          endpoint,
          endpointSchedule(name, { ...args, ...settings, ...target, group, endpoint }, parent),
        ]),
      );
    }
    this.registerOutputs({});
  }
}

/** What the schedules invoke. */
interface Target {
  readonly lambda: LambdaFunction;
  readonly deadLetterQueue: Queue;
  /** What a schedule must wait for. */
  readonly ready: readonly pulumi.Resource[];
}

/** Lambda repeats a run that failed or found another at work, twice within an hour; the next run would repeat it too. */
const retries = { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 3600 } as const;

function createTarget(name: string, args: AnalyzerSchedulesArgs, opts: pulumi.CustomResourceOptions): Target {
  const deadLetterQueue = createQueue(`${name}-dead-letters`, args.tags, opts);
  const queries = createQueries(name, args, opts);
  const { lambda, ready } = createLambdaFunction(
    name,
    {
      ...args,
      code: args.code(),
      description: 'Compares captures with baselines and writes reports',
      timeoutSeconds: args.timeoutSeconds ?? analyzerDefaults.timeoutSeconds,
      memoryMb: args.memoryMb ?? analyzerDefaults.memoryMb,
      variables: { STORE_BUCKET: args.bucketName, ...queries.variables },
      statements: (logGroupArn) =>
        pulumi
          .all([args.bucketArn, args.keyArn, deadLetterQueue.arn, logGroupArn, queries.statements])
          .apply(([bucketArn, keyArn, deadLetterQueueArn, logGroupArn, queryStatements]) => [
            ...analyzerRolePolicy({ bucketArn, keyArn, deadLetterQueueArn, logGroupArn }),
            ...queryStatements,
          ]),
    },
    opts,
  );
  const invocations = new FunctionEventInvokeConfig(
    `${name}-invocations`,
    {
      functionName: lambda.name,
      ...retries,
      destinationConfig: { onFailure: { destination: deadLetterQueue.arn } },
    },
    // Lambda refuses a destination that the function's role cannot write to.
    { ...opts, dependsOn: [...ready] },
  );
  createDeadLetterAlarm(
    `${name}-dead-letters-alarm`,
    {
      ...args,
      part: 'analyzer',
      queue: deadLetterQueue,
      text: pulumi.interpolate`Runs of the analyzer failed repeatedly; the next run of the endpoint analyzes their windows too. Read the log of function ${name}, fix the cause, then purge queue ${deadLetterQueue.name}.`,
    },
    opts,
  );
  return { lambda, deadLetterQueue, ready: [...ready, invocations] };
}

/** What the function needs to query: its variable and permissions. */
function createQueries(
  name: string,
  args: AnalyzerSchedulesArgs,
  opts: pulumi.CustomResourceOptions,
): { variables: Record<string, pulumi.Input<string>>; statements: pulumi.Input<PolicyStatement[]> } {
  if (!args.largeWindows) return { variables: {}, statements: [] };
  const { megabytes, files, scanLimitMb } = args.largeWindows;
  const { workgroupName, databaseName, statements } = new CaptureQueries(
    `${name}-queries`,
    { ...args, scanLimitMb },
    opts,
  );
  const settings: pulumi.Inputs & Record<keyof LargeWindowsVariable, unknown> = {
    bytes: megabytes * 1_000_000,
    files,
    workgroup: workgroupName,
    database: databaseName,
  };
  return { variables: { [largeWindowsVariable]: pulumi.jsonStringify(settings) }, statements };
}

interface ScheduleArgs extends AnalyzerSchedulesArgs, AnalyzedEndpoint, Target {
  readonly endpoint: string;
  readonly group: ScheduleGroup;
}

function endpointSchedule(name: string, args: ScheduleArgs, opts: pulumi.CustomResourceOptions): AnalyzerSchedule {
  const { endpoint, group, lambda, deadLetterQueue, tags, schedule: expression = monitorDefaults.schedule } = args;
  if (!runMinutes(expression)) throw new pulumi.RunError(invalidAnalyzerScheduleText(expression));
  const role = new Role(
    `${name}-${endpoint}`,
    { description: `Schedule of endpoint ${endpoint}`, assumeRolePolicy: schedulerTrust(args, args.group.name), tags },
    opts,
  );
  const policy = new RolePolicy(
    `${name}-${endpoint}-policy`,
    {
      role: role.name,
      policy: policyDocument([
        { Sid: 'InvokeAnalyzer', Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: [lambda.arn] },
        { Sid: 'KeepFailedEvents', Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [deadLetterQueue.arn] },
      ]),
    },
    opts,
  );
  const schedule = new Schedule(
    endpoint,
    {
      description: `Analyzes the captures of endpoint ${endpoint}`,
      groupName: group.name,
      scheduleExpression: schedulerExpression(expression),
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: flexibleTimeWindow(expression),
      target: {
        arn: lambda.arn,
        roleArn: role.arn,
        input: JSON.stringify({ endpoint, scheduledTime: '<aws.scheduler.scheduled-time>' }),
        retryPolicy: { maximumRetryAttempts: 5, maximumEventAgeInSeconds: 3600 },
        deadLetterConfig: { arn: deadLetterQueue.arn },
      },
    },
    { ...opts, dependsOn: [policy, ...args.ready] },
  );
  return {
    scheduleName: schedule.name,
    scheduleArn: schedule.arn,
    roleArn: role.arn,
    createdAt: role.createDate,
  };
}

/** Spreads the runs of many endpoints over 5 minutes for each hour of a window, at most 15; short windows run on time. */
function flexibleTimeWindow(expression: string) {
  const { shortest } = windowMinutes(expression);
  return shortest < 60
    ? { mode: 'OFF' }
    : { mode: 'FLEXIBLE', maximumWindowInMinutes: Math.min(15, Math.floor(shortest / 12)) };
}
