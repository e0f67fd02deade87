import { createHash } from 'node:crypto';
import { EventRule, EventTarget } from '@pulumi/aws/cloudwatch';
import { EventSourceMapping, type Function as LambdaFunction } from '@pulumi/aws/lambda';
import * as pulumi from '@pulumi/pulumi';
import { calibrationFile } from '../contract/calibration';
import { canaryKey } from '../contract/canary';
import { topicKinds } from '../contract/messageRoute';
import { observabilityNamespace } from '../contract/metrics';
import { reportFiles, violationsFiles } from '../contract/modelMonitorFiles';
import { type MonitorSettings, monitorSettingsKey } from '../contract/monitorSettings';
import { dailyEvent } from '../contract/scheduledEvent';
import { storePrefixes } from '../contract/storeLayout';
import type { AwsScope } from './awsScope';
import { digestStatements } from './digestStatements';
import { createFunctionSchedule } from './functionSchedule';
import { createIncidentAlarms } from './incidentAlarms';
import { incidentRolePolicy } from './incidentRolePolicy';
import { createLambdaFunction } from './lambdaFunction';
import { createQueueWithDeadLetterQueue, type QueueWithDeadLetterQueue } from './queueWithDeadLetterQueue';
import { createStoreObject } from './storeObject';

export interface IncidentMirrorArgs extends AwsScope {
  readonly stack: string;
  readonly bucketName: pulumi.Input<string>;
  readonly bucketArn: pulumi.Input<string>;
  /** Key of the store's objects and the function's log; its policy must allow CloudWatch Logs. */
  readonly keyArn: pulumi.Input<string>;
  /** Table of the index of incidents. */
  readonly index: { readonly tableName: pulumi.Input<string>; readonly tableArn: pulumi.Input<string> };
  /** Archive with `index.js`, which exports `handler`. */
  readonly code: pulumi.asset.Archive;
  /** Settings of the endpoints for the function, written to the store. */
  readonly monitors: MonitorSettings;
  /** Topic of alarms, of messages in the form of alarms, and of digests without a sender, and its key. */
  readonly topicArn: pulumi.Input<string>;
  readonly topicKeyArn: pulumi.Input<string>;
  /** Bus of the messages about incidents. */
  readonly busName: pulumi.Input<string>;
  readonly busArn: pulumi.Input<string>;
  /** Queue in which canaries arrive. */
  readonly canaryQueueName: pulumi.Input<string>;
  /** When digests are sent, and by which identity of SES, if any. */
  readonly digest: { readonly at: string; readonly timeZone: string; readonly from?: string };
  readonly logRetentionDays: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Timeout of the incident function. AWS recommends a visibility timeout of six times as long for its queue. */
const timeoutSeconds = 60;

/**
 * Incidents and metrics from the store's events: a queue passes every new report to a function, which publishes
 * metrics, writes a summary beside each report, keeps incidents, sends their messages, and indexes their documents. Alarms
 * tell if that stops.
 *
 *     new IncidentMirror('incidents', { ...scope, stack, ...store, code: bundleFunction('incident'), topicArn, ... });
 */
export class IncidentMirror extends pulumi.ComponentResource {
  readonly functionName: pulumi.Output<string>;
  readonly queueUrl: pulumi.Output<string>;
  readonly deadLetterQueueUrl: pulumi.Output<string>;
  /** SHA-256 (hex) of the settings of the endpoints. */
  readonly monitorsHash: pulumi.Output<string>;

  constructor(name: string, args: IncidentMirrorArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:IncidentMirror', name, {}, opts);
    const parent = { parent: this };
    const { tags } = args;

    const rule = new EventRule(
      `${name}-rule`,
      {
        description: 'New reports, incident documents, approvals, settings and canaries of the store',
        eventPattern: pulumi.jsonStringify(composeEventPattern(args.bucketName)),
        tags,
      },
      parent,
    );
    const events = createQueueWithDeadLetterQueue(
      `${name}-events`,
      { visibilitySeconds: 6 * timeoutSeconds, writers: [{ service: 'events.amazonaws.com', arn: rule.arn }], tags },
      parent,
    );
    new EventTarget(
      `${name}-target`,
      { rule: rule.name, arn: events.queue.arn },
      { ...parent, dependsOn: [events.policy] },
    );
    const monitors = createStoreObject(
      `${name}-monitors`,
      {
        bucket: args.bucketName,
        key: monitorSettingsKey,
        content: JSON.stringify(args.monitors),
        contentType: 'application/json',
        tags,
      },
      parent,
    );
    const { lambda, scheduledSince } = createIncidentFunction(name, args, events, parent);
    createIncidentAlarms(name, { ...args, rule, events, lambda, scheduledSince }, parent);

    this.functionName = lambda.name;
    this.queueUrl = events.queue.url;
    this.deadLetterQueueUrl = events.deadLetterQueue.url;
    this.monitorsHash = monitors.content.apply((text = '') => createHash('sha256').update(text).digest('hex'));
    this.registerOutputs({
      functionName: this.functionName,
      queueUrl: this.queueUrl,
      deadLetterQueueUrl: this.deadLetterQueueUrl,
      monitorsHash: this.monitorsHash,
    });
  }
}

/**
 * S3 events on statistics (a monitor ran) and violations of reports, on incident documents, which are indexed, on files with
 * approvals, on settings, and on canaries.
 */
function composeEventPattern(bucketName: pulumi.Input<string>) {
  return {
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: {
      bucket: { name: [bucketName] },
      object: {
        key: [
          ...[
            ...[reportFiles.statistics, ...violationsFiles].map((file) => `${storePrefixes.reports}*/${file}`),
            `${storePrefixes.incidents}*.md`,
            ...['manifest.json', calibrationFile].map((file) => `${storePrefixes.baselines}*/${file}`),
          ].map((wildcard) => ({ wildcard })),
          monitorSettingsKey,
          canaryKey,
        ],
      },
    },
  };
}

function createIncidentFunction(
  name: string,
  args: IncidentMirrorArgs,
  events: QueueWithDeadLetterQueue,
  opts: pulumi.CustomResourceOptions,
): { lambda: LambdaFunction; scheduledSince: pulumi.Output<string> } {
  const { tags } = args;
  const { lambda, ready } = createLambdaFunction(
    name,
    {
      ...args,
      description: 'Publishes metrics of reports, keeps incidents and sends their messages',
      timeoutSeconds,
      memoryMb: 512,
      variables: {
        STORE_BUCKET: args.bucketName,
        METRIC_NAMESPACE: observabilityNamespace,
        MESSAGE_BUS: args.busName,
        INDEX_TABLE: args.index.tableName,
        ALERT_TOPIC: args.topicArn,
      },
      statements: (logGroupArn) =>
        pulumi
          .all([
            args.bucketArn,
            args.keyArn,
            args.busArn,
            args.topicArn,
            args.topicKeyArn,
            args.index.tableArn,
            events.queue.arn,
            logGroupArn,
          ])
          .apply(([bucketArn, keyArn, busArn, topicArn, topicKeyArn, tableArn, queueArn, logGroupArn]) =>
            composeDigestStatements(args).apply((digest) => [
              ...incidentRolePolicy({
                bucketArn,
                keyArn,
                busArn,
                pager: args.monitors.routes?.some(({ kind }) => topicKinds.includes(kind))
                  ? { topicArn, topicKeyArn }
                  : undefined,
                tableArn,
                queueArn,
                logGroupArn,
              }),
              ...digest,
            ]),
          ),
    },
    opts,
  );
  new EventSourceMapping(
    `${name}-mapping`,
    {
      eventSourceArn: events.queue.arn,
      functionName: lambda.name,
      batchSize: 10,
      functionResponseTypes: ['ReportBatchItemFailures'],
      tags,
    },
    // Lambda refuses a mapping if its role cannot read the queue.
    { ...opts, dependsOn: [...ready] },
  );
  const { at, timeZone } = args.digest;
  const [hour, minute] = at.split(':').map(Number);
  const scheduledSince = createFunctionSchedule(
    `${name}-daily`,
    {
      ...{ ...args, lambda, ready, timeZone },
      description: 'Starts the daily run of the incident function',
      expression: `cron(${minute} ${hour} * * ? *)`,
      event: dailyEvent.compose,
    },
    opts,
  );
  return { lambda, scheduledSince };
}

function composeDigestStatements({ partition, region, accountId, topicArn, topicKeyArn, digest }: IncidentMirrorArgs) {
  return pulumi
    .all([partition, region, accountId, topicArn, topicKeyArn])
    .apply(([partition, region, accountId, topicArn, topicKeyArn]) =>
      digestStatements({ partition, region, accountId, topicArn, topicKeyArn, from: digest.from }),
    );
}
