import type { PolicyStatement } from '@pulumi/aws/iam';
import { Alias, type Key } from '@pulumi/aws/kms';
import { Topic, TopicPolicy, TopicSubscription } from '@pulumi/aws/sns';
import * as pulumi from '@pulumi/pulumi';
import { type Route, routeFilterPolicy } from '../contract/alarmNames';
import type { DigestAudience } from '../contract/digestSettings';
import { audienceAttribute, digestAudienceName, routeAudienceName } from '../contract/mailAudience';
import { composeStackNameAlias } from '../contract/resourceNames';
import type { AwsScope } from './awsScope';
import { createKey } from './customerKey';
import { createLimitAlarm } from './limitAlarm';
import { rulesOf } from './messageRouting';
import { policyDocument } from './policyDocument';
import { createDeadLetterAlarm } from './queueAlarms';
import { createQueueWithDeadLetterQueue } from './queueWithDeadLetterQueue';

export interface AlertRoutingArgs extends AwsScope {
  readonly stack: string;
  /** Address of the pager: `https://`, or `http://` on a loopback host. @default no pager */
  readonly pagerUrl?: pulumi.Input<string>;
  /** Readers of digests, who must confirm their subscription; none if SES sends the digests. */
  readonly digest: readonly DigestAudience[];
  /** Readers of the routes of kind `email`, who must confirm too, by the name of the route. @default no such route */
  readonly mail?: Readonly<Record<string, readonly string[]>>;
  /** Whether to create a queue for tickets, to which the rules of the stack's bus may write too. */
  readonly tickets: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Alarm routing: one encrypted topic, and subscriptions for pager, ticket queue, e-mail digest and routes of kind `email`. Those of pager and queue
 * have a filter on the severity in the alarm's name (`contract/alarmNames`). Its own alarms are on what was not delivered.
 *
 *     new AlertRouting('alerts', { ...scope, stack, pagerUrl, digest: [{ to: ['ml-oncall@example.com'] }], tickets: true, tags });
 */
export class AlertRouting extends pulumi.ComponentResource {
  readonly topicArn: pulumi.Output<string>;
  /** Key of the topic's messages. */
  readonly keyArn: pulumi.Output<string>;
  readonly ticketQueueUrl?: pulumi.Output<string> | undefined;
  readonly ticketQueueArn?: pulumi.Output<string> | undefined;

  constructor(name: string, args: AlertRoutingArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:AlertRouting', name, {}, opts);
    const parent = { parent: this };
    const { partition, region, accountId, tags } = args;
    const key = createKey(
      `${name}-key`,
      { partition, region, accountId, tags, description: 'Alarm messages', statements: keyUsers(accountId) },
      parent,
    );
    const claim = claimStackName(`${name}-key-alias`, key, parent);
    const topic = new Topic(name, { kmsMasterKeyId: key.arn, tags }, { ...parent, dependsOn: [claim] });
    const policy = policyDocument(topicStatements(topic.arn, accountId));
    new TopicPolicy(`${name}-policy`, { arn: topic.arn, policy }, parent);

    if (args.pagerUrl !== undefined) {
      const protocol = pulumi.output(args.pagerUrl).apply(parsePagerProtocol);
      new TopicSubscription(
        `${name}-pager`,
        { ...filterByRoute('pager', topic), protocol, endpoint: args.pagerUrl, endpointAutoConfirms: true },
        parent,
      );
    }
    const readers = new Set(args.digest.flatMap(({ to }) => to));
    for (const [address, audiences] of audiencesByAddress(args)) {
      new TopicSubscription(
        `${name}-${readers.has(address) ? 'digest' : 'mail'}-${address}`,
        {
          topic: topic.arn,
          protocol: 'email',
          endpoint: address,
          // Alarms lack the attribute, so they send no mail.
          filterPolicyScope: 'MessageAttributes',
          filterPolicy: JSON.stringify({ [audienceAttribute]: audiences }),
        },
        parent,
      );
    }
    const tickets = args.tickets ? createTicketQueue(`${name}-tickets`, topic, args, parent) : undefined;
    createLimitAlarm(
      `${name}-undelivered-alarm`,
      {
        ...args,
        severity: 'critical',
        part: 'alerts',
        what: 'undelivered',
        text: 'SNS could not deliver alarms or messages to a subscription of the topic, such as the pager. Check the address of the pager, and that each subscription of the topic is confirmed.',
        metric: {
          namespace: 'AWS/SNS',
          metricName: 'NumberOfNotificationsFailed',
          dimensions: { TopicName: topic.name },
          statistic: 'Sum',
        },
        topicArn: topic.arn,
      },
      parent,
    );
    this.ticketQueueUrl = tickets?.url;
    this.ticketQueueArn = tickets?.arn;
    this.topicArn = topic.arn;
    this.keyArn = key.arn;
    this.registerOutputs({ topicArn: this.topicArn, keyArn: this.keyArn, ticketQueueUrl: this.ticketQueueUrl });
  }
}

/** A topic has one subscription for each address, so an address that reads several digests or routes has one filter. */
function audiencesByAddress({
  digest,
  mail = {},
}: Pick<AlertRoutingArgs, 'digest' | 'mail'>): ReadonlyMap<string, readonly string[]> {
  const audiences = [
    ...digest.map((audience) => ({ to: audience.to, audience: digestAudienceName(audience) })),
    ...Object.entries(mail).map(([route, to]) => ({ to, audience: routeAudienceName(route) })),
  ];
  const names = new Map<string, string[]>();
  for (const { to, audience } of audiences) {
    for (const address of new Set(to)) names.set(address, [...(names.get(address) ?? []), audience]);
  }
  return names;
}

/**
 * An alias of the key that claims the stack's name in its account and region. Alarms and dashboards are named after the
 * stack, and CloudWatch overwrites one of the same name without an error. KMS creates no alias twice, so a second program
 * with that name fails here, before it has a topic and with it any alarm.
 */
function claimStackName(name: string, key: Key, opts: pulumi.CustomResourceOptions): Alias {
  return new Alias(name, { name: composeStackNameAlias(pulumi.getStack()), targetKeyId: key.keyId }, opts);
}

function filterByRoute(route: Route, topic: Topic) {
  return {
    topic: topic.arn,
    filterPolicyScope: 'MessageBody',
    filterPolicy: JSON.stringify(routeFilterPolicy(route)),
  };
}

function createTicketQueue(name: string, topic: Topic, args: AlertRoutingArgs, opts: pulumi.CustomResourceOptions) {
  const { queue, deadLetterQueue, policy } = createQueueWithDeadLetterQueue(
    name,
    {
      visibilitySeconds: 60,
      writers: [
        { service: 'sns.amazonaws.com', arn: topic.arn },
        { service: 'events.amazonaws.com', arn: rulesOf(args.stack, args) },
      ],
      tags: args.tags,
    },
    opts,
  );
  new TopicSubscription(
    `${name}-subscription`,
    // Raw delivery: a ticket system reads the alarm without SNS's envelope.
    { ...filterByRoute('tickets', topic), protocol: 'sqs', endpoint: queue.arn, rawMessageDelivery: true },
    { ...opts, dependsOn: [policy] },
  );
  createDeadLetterAlarm(
    `${name}-dead-letters-alarm`,
    {
      ...args,
      severity: 'critical',
      part: 'tickets',
      queue: deadLetterQueue,
      text: pulumi.interpolate`The reader of the ticket queue failed repeatedly on messages, which are in the dead-letter queue. Fix the reader, then redrive queue ${deadLetterQueue.name}.`,
      topicArn: topic.arn,
    },
    opts,
  );
  return queue;
}

/** CloudWatch alarms can publish to an encrypted topic only if its key allows it. */
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

/** SNS protocol for a pager's address; throws for other protocols. */
export function parsePagerProtocol(address: string): 'https' | 'http' {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:') return 'https';
  if (url?.protocol === 'http:' && loopbackHosts.includes(url.hostname)) return 'http';
  // The text does not repeat the address, which holds the integration's key.
  throw new pulumi.RunError('invalid pager address: use https:// (http:// only on a loopback host)');
}
