import { LogGroup } from '@pulumi/aws/cloudwatch';
import { type PolicyStatement, Role, RolePolicy } from '@pulumi/aws/iam';
import { Function as LambdaFunction } from '@pulumi/aws/lambda';
import * as pulumi from '@pulumi/pulumi';
import { policyDocument } from './policyDocument';

interface LambdaFunctionArgs {
  readonly description: string;
  /** Archive with `index.js`, which exports `handler`. */
  readonly code: pulumi.asset.Archive;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** Runs at the same time, taken from the account's; undefined for as many as the account has. */
  readonly reservedConcurrency?: number;
  readonly variables: Readonly<Record<string, pulumi.Input<string>>>;
  /** Permissions, for the ARN of the function's log group. */
  readonly statements: (logGroupArn: pulumi.Output<string>) => pulumi.Input<PolicyStatement[]>;
  /** Key of the log; its policy must allow CloudWatch Logs. */
  readonly keyArn: pulumi.Input<string>;
  readonly logRetentionDays: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** A function, and what an invocation must wait for: a role without its policy fails, a missing log group has no retention. */
export interface FunctionWithLog {
  readonly lambda: LambdaFunction;
  readonly ready: readonly pulumi.Resource[];
}

/**
 * A function on arm64 with a role and a log group of its own. Children of the parent: `name`, `${name}-role`,
 * `${name}-role-policy` and `${name}-log`.
 */
export function createLambdaFunction(
  name: string,
  args: LambdaFunctionArgs,
  opts: pulumi.CustomResourceOptions,
): FunctionWithLog {
  const { tags } = args;
  const role = new Role(`${name}-role`, { assumeRolePolicy: lambdaTrust(), tags }, opts);
  const lambda = new LambdaFunction(
    name,
    {
      description: args.description,
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      code: args.code,
      role: role.arn,
      timeout: args.timeoutSeconds,
      memorySize: args.memoryMb,
      reservedConcurrentExecutions: args.reservedConcurrency,
      environment: { variables: args.variables },
      tags,
    },
    opts,
  );
  const logGroup = new LogGroup(
    `${name}-log`,
    {
      name: pulumi.interpolate`/aws/lambda/${lambda.name}`,
      retentionInDays: args.logRetentionDays,
      kmsKeyId: args.keyArn,
      tags,
    },
    opts,
  );
  const document = pulumi.output(args.statements(logGroup.arn)).apply(policyDocument);
  const policy = new RolePolicy(`${name}-role-policy`, { role: role.name, policy: document }, opts);
  return { lambda, ready: [policy, logGroup] };
}

function lambdaTrust() {
  return policyDocument([
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ]);
}

/** Permission of a function to receive the messages of its queue. */
export function readQueue(queueArn: string): PolicyStatement {
  return {
    Sid: 'ReadQueue',
    Effect: 'Allow',
    Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    Resource: [queueArn],
  };
}

/** Permission of a function to write its log. */
export function writeLog(logGroupArn: string): PolicyStatement {
  return {
    Sid: 'WriteLog',
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: [`${logGroupArn}:log-stream:*`],
  };
}
