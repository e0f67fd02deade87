import type { PolicyStatement } from '@pulumi/aws/iam';
import { Topic, TopicPolicy, TopicSubscription } from '@pulumi/aws/sns';
import * as pulumi from '@pulumi/pulumi';
import { type Route, routeFilterPolicy } from '../contract/alarmNames';
import type { AwsScope } from './awsScope';
import { customerKey } from './customerKey';
import { policyDocument } from './policyDocument';
import { queueWithDeadLetters } from './queueWithDeadLetters';

export interface AlertRoutingArgs extends AwsScope {
  /** Address of the pager's integration: `https://`, or `http://` on a loopback address. @default no pager */
  readonly pagerUrl?: pulumi.Input<string>;
  /** E-mail addresses that get everything; each has to confirm once. */
  readonly digest: readonly string[];
  /** Whether a queue collects what becomes a ticket. */
  readonly tickets: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * One encrypted topic for every alarm, and who hears of which severity (`contract/alarmNames`): pager, ticket queue and
 * e-mail digest, each behind a filter on the alarm's name. It creates no alarms.
 *
 *     new AlertRouting('alerts', { ...scope, pagerUrl, digest: ['ml-oncall@example.com'], tickets: true, tags });
 */
export class AlertRouting extends pulumi.ComponentResource {
  readonly topicArn: pulumi.Output<string>;
  readonly ticketQueueUrl?: pulumi.Output<string>;

  constructor(name: string, args: AlertRoutingArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:AlertRouting', name, {}, opts);
    const parent = { parent: this };
    const { partition, region, accountId, tags } = args;
    const key = customerKey(
      `${name}-key`,
      { partition, region, accountId, tags, description: 'Alarm messages', statements: keyUsers(accountId) },
      parent,
    );
    const topic = new Topic(name, { kmsMasterKeyId: key.arn, tags }, parent);
    const policy = policyDocument(topicStatements(topic.arn, accountId));
    new TopicPolicy(`${name}-policy`, { arn: topic.arn, policy }, parent);

    if (args.pagerUrl !== undefined) {
      const protocol = pulumi.output(args.pagerUrl).apply(pagerProtocol);
      new TopicSubscription(
        `${name}-pager`,
        { ...routed('pager', topic), protocol, endpoint: args.pagerUrl, endpointAutoConfirms: true },
        parent,
      );
    }
    for (const address of args.digest) {
      new TopicSubscription(
        `${name}-digest-${address}`,
        { ...routed('digest', topic), protocol: 'email', endpoint: address },
        parent,
      );
    }
    if (args.tickets) this.ticketQueueUrl = ticketQueue(`${name}-tickets`, topic, args, parent);

    this.topicArn = topic.arn;
    this.registerOutputs({ topicArn: this.topicArn, ticketQueueUrl: this.ticketQueueUrl });
  }
}

function routed(route: Route, topic: Topic) {
  return {
    topic: topic.arn,
    filterPolicyScope: 'MessageBody',
    filterPolicy: JSON.stringify(routeFilterPolicy(route)),
  };
}

function ticketQueue(name: string, topic: Topic, args: AlertRoutingArgs, opts: pulumi.CustomResourceOptions) {
  const { queue, policy } = queueWithDeadLetters(
    name,
    { visibilitySeconds: 60, writer: 'sns.amazonaws.com', writerArn: topic.arn, tags: args.tags },
    opts,
  );
  new TopicSubscription(
    `${name}-subscription`,
    // Raw: a ticket system reads the alarm itself, without SNS's envelope.
    { ...routed('tickets', topic), protocol: 'sqs', endpoint: queue.arn, rawMessageDelivery: true },
    { ...opts, dependsOn: [policy] },
  );
  return queue.url;
}

/** CloudWatch's alarms can't publish to an encrypted topic unless its key lets them. */
function keyUsers(accountId: pulumi.Input<string>): PolicyStatement[] {
  return [
    {
      Sid: 'AlarmsAndTopicUse',
      Effect: 'Allow',
      Principal: { Service: ['cloudwatch.amazonaws.com', 'sns.amazonaws.com'] },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
    },
  ];
}

function topicStatements(topicArn: pulumi.Input<string>, accountId: pulumi.Input<string>): PolicyStatement[] {
  return [
    {
      Sid: 'AlarmsOfThisAccountPublish',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: topicArn,
      Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
    },
    {
      Sid: 'DenyWithoutTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sns:Publish',
      Resource: topicArn,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ];
}

const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]'];

/** SNS's protocol for a pager's address. */
export function pagerProtocol(address: string): 'https' | 'http' {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:') return 'https';
  if (url?.protocol === 'http:' && loopbackHosts.includes(url.hostname)) return 'http';
  // The address holds the integration's key: it is not repeated here.
  throw new pulumi.RunError("the pager's address must begin with https://, or with http:// on a loopback host");
}
