import { EventRule, EventTarget, LogMetricFilter } from '@pulumi/aws/cloudwatch';
import { EventSourceMapping, type Function as LambdaFunction } from '@pulumi/aws/lambda';
import * as pulumi from '@pulumi/pulumi';
import { composeAuditPatterns } from '../contract/auditRules';
import { type AuditSettings, auditSettingsKey } from '../contract/auditSettings';
import { observabilityMetrics, observabilityNamespace } from '../contract/metrics';
import type { PlannedMute } from '../contract/plannedMute';
import { createAuditCheck } from './auditCheck';
import { auditRolePolicy } from './auditRolePolicy';
import type { AwsScope } from './awsScope';
import { composeFilterPatterns } from './filterPatterns';
import { createIamForwarding } from './iamForwarding';
import { createLambdaFunction } from './lambdaFunction';
import { createLimitAlarm } from './limitAlarm';
import { createQueueAlarms } from './queueAlarms';
import { createQueueWithDeadLetterQueue, type QueueWithDeadLetterQueue } from './queueWithDeadLetterQueue';
import type { ResourceName } from './stackResources';
import { createStoreObject } from './storeObject';

export interface AuditDetectionArgs extends AwsScope {
  readonly stack: string;
  readonly bucketName: pulumi.Input<string>;
  readonly bucketArn: pulumi.Input<string>;
  /** Key of the store's objects and the function's log; its policy must allow CloudWatch Logs. */
  readonly keyArn: pulumi.Input<string>;
  /** Archive with `index.js`, which exports `handler`. */
  readonly code: pulumi.asset.Archive;
  readonly topicArn: pulumi.Input<string>;
  /** Key of the topic's messages. */
  readonly topicKeyArn: pulumi.Input<string>;
  /** Bus of the messages about incidents, which gets deployments of endpoints. */
  readonly busName: pulumi.Input<string>;
  readonly busArn: pulumi.Input<string>;
  readonly trailArn: pulumi.Input<string>;
  /** The stack's own trail. @default an existing trail, which has no log group of the stack: there are no metric filters */
  readonly trail?: OwnTrail;
  /** Whether calls of IAM are events of another region (`needsIamForwarding`). */
  readonly forwardsIam: boolean;
  /** ARNs of the roles and users whose calls are routine: those that deploy the stack, and approvers of baselines. */
  readonly deploymentRoles: readonly string[];
  readonly approvers: readonly string[];
  readonly mutes: readonly PlannedMute[];
  /** Names of the monitored endpoints. */
  readonly endpoints: readonly string[];
  /** SHA-256 (hex) of the settings of the endpoints in the store. */
  readonly monitorsHash: pulumi.Input<string>;
  /** The stack's resources by the names that calls have for them; called when those of this component that filters need are made. */
  readonly names: () => readonly ResourceName[];
  /** Describes the stack's resources; called when those of this component are made too. */
  readonly resources: () => pulumi.Output<AuditSettings['resources']>;
  readonly logRetentionDays: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Resources of a stack's own trail. */
interface OwnTrail {
  readonly bucketName: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
  readonly logGroupName: pulumi.Input<string>;
}

/** Timeout of the audit function. AWS recommends a visibility timeout of six times as long for its queue. */
const timeoutSeconds = 120;

/**
 * Detection of calls that silence the monitoring, by two ways: EventBridge rules pass CloudTrail's records through a queue
 * to a function, which judges them, and sends a message on each that nothing explains; metric filters on the trail's log
 * group count them for an alarm, which needs neither rules nor function. Every hour the function also checks that the stack
 * is as deployed. It creates no trail.
 *
 *     new AuditDetection('audit-detection', { ...scope, stack, ...store, code: bundleFunction('audit'), topicArn, ... });
 */
export class AuditDetection extends pulumi.ComponentResource {
  readonly functionName: pulumi.Output<string>;
  readonly queueUrl: pulumi.Output<string>;

  constructor(name: string, args: AuditDetectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:AuditDetection', name, {}, opts);
    const parent = { parent: this };
    const events = createRules(name, args, parent);
    if (args.forwardsIam) createIamForwarding(`${name}-iam`, args, parent);
    const lambda = createAuditFunction(name, args, events, parent);
    if (args.trail) createFilters(name, args, args.trail, parent);
    createQueueAlarms(
      name,
      {
        ...args,
        part: 'audit',
        queues: events,
        messages: 'Recorded calls on the monitoring',
        missing: 'their messages are missing',
        reader: name,
      },
      parent,
    );
    createSettings(name, args, parent);

    this.functionName = lambda.name;
    this.queueUrl = events.queue.url;
    this.registerOutputs({ functionName: this.functionName, queueUrl: this.queueUrl });
  }
}

/** One rule for each event pattern, all to one queue. */
function createRules(
  name: string,
  args: AuditDetectionArgs,
  opts: pulumi.CustomResourceOptions,
): QueueWithDeadLetterQueue {
  const { stack, tags } = args;
  const patterns = composeAuditPatterns({ stack, buckets: [] });
  const rules = Object.keys(patterns).map((key) => ({
    key,
    rule: new EventRule(
      `${name}-${key}`,
      {
        description: `Calls that can silence the monitoring: ${key}`,
        eventPattern: pulumi
          .output(bucketsOf(args))
          .apply((buckets) => JSON.stringify(composeAuditPatterns({ stack, buckets })[key])),
        tags,
      },
      opts,
    ),
  }));
  const events = createQueueWithDeadLetterQueue(
    `${name}-events`,
    {
      visibilitySeconds: 6 * timeoutSeconds,
      writers: [{ service: 'events.amazonaws.com', arn: rules.map(({ rule }) => rule.arn) }],
      tags,
    },
    opts,
  );
  for (const { key, rule } of rules) {
    new EventTarget(
      `${name}-${key}-target`,
      { rule: rule.name, arn: events.queue.arn },
      { ...opts, dependsOn: [events.policy] },
    );
  }
  return events;
}

function bucketsOf({ bucketName, trail }: AuditDetectionArgs): pulumi.Input<string>[] {
  return trail ? [bucketName, trail.bucketName] : [bucketName];
}

function createAuditFunction(
  name: string,
  args: AuditDetectionArgs,
  events: QueueWithDeadLetterQueue,
  opts: pulumi.CustomResourceOptions,
): LambdaFunction {
  const { lambda, ready } = createLambdaFunction(
    name,
    {
      ...args,
      description: 'Judges recorded calls on the monitoring',
      timeoutSeconds,
      memoryMb: 512,
      variables: {
        STORE_BUCKET: args.bucketName,
        ALERT_TOPIC_ARN: args.topicArn,
        MESSAGE_BUS: args.busName,
        METRIC_NAMESPACE: observabilityNamespace,
        TRAIL_REGION: pulumi.output(args.trailArn).apply((arn) => arn.split(':')[3] ?? ''),
      },
      statements: (logGroup) =>
        pulumi
          .output({
            stack: args.stack,
            forwardsIam: args.forwardsIam,
            bucketArn: args.bucketArn,
            keyArn: args.keyArn,
            queueArn: events.queue.arn,
            topicArn: args.topicArn,
            busArn: args.busArn,
            topicKeyArn: args.topicKeyArn,
            trailArn: args.trailArn,
            evidence: args.trail && evidenceArns(args, args.trail),
            logGroupArn: logGroup,
          })
          .apply(auditRolePolicy),
    },
    opts,
  );
  new EventSourceMapping(
    `${name}-mapping`,
    {
      eventSourceArn: events.queue.arn,
      functionName: lambda.name,
      batchSize: 100,
      // A deployment makes many calls at once: they are judged together, and become one message.
      maximumBatchingWindowInSeconds: 60,
      functionResponseTypes: ['ReportBatchItemFailures'],
      tags: args.tags,
    },
    // Lambda refuses a mapping if its role cannot read the queue.
    { ...opts, dependsOn: [...ready] },
  );
  createAuditCheck(`${name}-check`, { ...args, lambda, ready }, opts);
  return lambda;
}

function evidenceArns({ partition, region, accountId }: AwsScope, { bucketName, keyArn, logGroupName }: OwnTrail) {
  return {
    bucketArn: pulumi.interpolate`arn:${partition}:s3:::${bucketName}`,
    keyArn,
    logGroupArn: pulumi.interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:${logGroupName}`,
  };
}

/** Filters that count into one metric, and its alarm. A filter's pattern is limited, and metrics are charged, filters not. */
function createFilters(
  name: string,
  args: AuditDetectionArgs,
  trail: OwnTrail,
  opts: pulumi.CustomResourceOptions,
): void {
  const { stack, endpoints, deploymentRoles, approvers } = args;
  const metric = { name: observabilityMetrics.recordedCalls, namespace: observabilityNamespace };
  const patterns = composeFilterPatterns({
    ...{ stack, endpoints, deploymentRoles, approvers },
    buckets: bucketsOf(args),
    keyArns: [args.keyArn, args.topicKeyArn, trail.keyArn],
    names: args.names(),
  });
  for (const [i, pattern] of patterns.entries()) {
    new LogMetricFilter(
      `${name}-calls-${i + 1}`,
      {
        logGroupName: trail.logGroupName,
        pattern,
        metricTransformation: { ...metric, value: '1' },
      },
      opts,
    );
  }
  createLimitAlarm(
    `${name}-calls-alarm`,
    {
      ...args,
      part: 'audit',
      what: 'calls',
      text: pulumi.interpolate`The trail's log group has calls on the monitoring that neither a deployment nor an approval made. The audit function sends a message with the name of each caller; if none came, its rules or the function may be disabled. CloudTrail writes the calls to its files within minutes. List who made them with: model-observability audit unexplained --trail s3://${trail.bucketName} --stack ${stack} --since 2h`,
      metric: { namespace: metric.namespace, metricName: metric.name, statistic: 'Sum' },
    },
    opts,
  );
}

function createSettings(name: string, args: AuditDetectionArgs, opts: pulumi.CustomResourceOptions): void {
  const { stack, endpoints, trailArn, trail, deploymentRoles, approvers, mutes } = args;
  const settings = pulumi
    .all([args.resources(), trailArn, trail?.bucketName, args.monitorsHash])
    .apply(([resources, arn, trailBucket, monitorsHash]): AuditSettings => {
      const explained = { deploymentRoles: [...deploymentRoles], approvers: [...approvers], mutes: [...mutes] };
      const deployed = { endpoints: [...endpoints], trailArn: arn, trailBucket, monitorsHash, resources };
      return { version: 1, stack, ...deployed, ...explained };
    });
  createStoreObject(
    `${name}-settings`,
    {
      bucket: args.bucketName,
      key: auditSettingsKey,
      content: pulumi.jsonStringify(settings),
      contentType: 'application/json',
      tags: args.tags,
    },
    opts,
  );
}
