import { EventApiDestination, EventBus, EventConnection, EventRule, EventTarget } from '@pulumi/aws/cloudwatch';
import { Role, RolePolicy } from '@pulumi/aws/iam';
import { type Queue, QueuePolicy } from '@pulumi/aws/sqs';
import * as pulumi from '@pulumi/pulumi';
import { canaryRoute } from '../contract/canary';
import { type MessageRoute, messageSource, type RouteDelivery, type RouteKind } from '../contract/messageRoute';
import { composeBusName } from '../contract/resourceNames';
import type { AwsScope } from './awsScope';
import { policyDocument } from './policyDocument';
import { createDeadLetterAlarm } from './queueAlarms';
import { createQueue, writerMaySend } from './queueWithDeadLetterQueue';

/** How a route is delivered over HTTPS. */
export interface HttpsRoute {
  /** Whether another address ends an incident. */
  readonly hasCloseEndpoint: boolean;
  /** Whether another address gets changes. */
  readonly hasChangeEndpoint: boolean;
  readonly delivery: pulumi.Output<RouteDelivery>;
}

export interface MessageRoutingArgs extends AwsScope {
  readonly stack: string;
  /** Those without a delivery and a queue are not of the bus, or lack their secret in a preview. */
  readonly routes: readonly MessageRoute[];
  /** By the name of the route. */
  readonly deliveries: Readonly<Record<string, HttpsRoute>>;
  /** Queues that get the message itself, by the name of the route. Their policies must allow the rules of the bus. */
  readonly queueArns: Readonly<Record<string, pulumi.Input<string> | undefined>>;
  /** Topic of the alarm on messages that were not delivered. */
  readonly topicArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** An undelivered message is retried for an hour; it is then in the dead-letter queue, from where it can be sent again. */
const retryPolicy = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 };

/**
 * Routes of the messages about incidents: a bus on which the incident function puts them, a rule for each route, and the
 * connection and API destination of each that leaves AWS. Undelivered messages go to one dead-letter queue, with an alarm.
 * Canaries have a rule and a queue of their own.
 *
 *     new MessageRouting('messages', { ...scope, stack, routes, deliveries, queueArns: { tickets }, topicArn, tags });
 */
export class MessageRouting extends pulumi.ComponentResource {
  readonly busName: pulumi.Output<string>;
  readonly busArn: pulumi.Output<string>;
  readonly deadLetterQueueUrl: pulumi.Output<string>;
  /** Queue in which canaries arrive; nobody reads it. */
  readonly canaryQueueName: pulumi.Output<string>;

  constructor(name: string, args: MessageRoutingArgs, opts?: pulumi.ComponentResourceOptions) {
    super('model-observability:index:MessageRouting', name, {}, opts);
    const parent = { parent: this };
    const { stack, tags } = args;
    const bus = new EventBus(
      `${name}-bus`,
      { name: composeBusName(stack), description: 'Messages about incidents', tags },
      parent,
    );
    const undelivered = createRulesQueue(`${name}-undelivered`, args, parent);
    const canaries = createRulesQueue(`${name}-canaries`, args, parent);
    const dependsOn = [undelivered.policy, canaries.policy];
    const line: Line = { name, args, bus, undelivered: undelivered.queue, opts: { ...parent, dependsOn } };
    const queueArns = { ...args.queueArns, [canaryRoute.name]: canaries.queue.arn };
    for (const { name: route } of [...args.routes, canaryRoute]) {
      const queueArn = queueArns[route];
      if (queueArn !== undefined) createRoute(line, route, { arn: queueArn, inputPath: bodyPath('message') });
    }
    createHttpsRoutes(line, parent);
    createDeadLetterAlarm(
      `${name}-undelivered-alarm`,
      {
        ...args,
        severity: 'critical',
        part: 'messages',
        queue: undelivered.queue,
        text: 'Messages about incidents were not delivered and are in the dead-letter queue. Their attributes name the rule of the route and the error. Fix the route, then send the messages again.',
      },
      parent,
    );
    this.busName = bus.name;
    this.busArn = bus.arn;
    this.deadLetterQueueUrl = undelivered.queue.url;
    this.canaryQueueName = canaries.queue.name;
    this.registerOutputs({
      busName: this.busName,
      busArn: this.busArn,
      deadLetterQueueUrl: this.deadLetterQueueUrl,
      canaryQueueName: this.canaryQueueName,
    });
  }
}

/** What the rules of a bus have in common. */
interface Line {
  readonly name: string;
  readonly args: MessageRoutingArgs;
  readonly bus: EventBus;
  readonly undelivered: Queue;
  readonly opts: pulumi.CustomResourceOptions;
}

interface RulesQueue {
  readonly queue: Queue;
  readonly policy: QueuePolicy;
}

/** A queue that the rules of the stack's bus may write to. */
function createRulesQueue(name: string, args: MessageRoutingArgs, opts: pulumi.CustomResourceOptions): RulesQueue {
  const queue = createQueue(name, args.tags, opts);
  const statement = writerMaySend(queue, { service: 'events.amazonaws.com', arn: rulesOf(args.stack, args) });
  const policy = new QueuePolicy(`${name}-policy`, { queueUrl: queue.url, policy: policyDocument([statement]) }, opts);
  return { queue, policy };
}

/** ARN pattern of the rules of a stack's bus. */
export function rulesOf(stack: string, { partition, region, accountId }: AwsScope): pulumi.Output<string> {
  return pulumi.interpolate`arn:${partition}:events:${region}:${accountId}:rule/${composeBusName(stack)}/*`;
}

/** JSON path of a route's body in the event. */
function bodyPath(kind: RouteKind): string {
  return `$.detail.bodies.${kind}`;
}

interface RouteTarget {
  readonly arn: pulumi.Input<string>;
  readonly inputPath: string;
  readonly roleArn?: pulumi.Input<string>;
  readonly httpTarget?: { readonly pathParameterValues: string[] };
}

/** A rule for the events of a route, by default for all of its messages, and its target. */
function createRoute(
  { name, args, bus, undelivered, opts }: Line,
  route: string,
  target: RouteTarget,
  { suffix = '', detail = { routes: [route] } }: { readonly suffix?: string; readonly detail?: object } = {},
): void {
  const full = `${name}-${route}${suffix}`;
  const rule = new EventRule(
    full,
    {
      eventBusName: bus.name,
      description: `Messages of route ${route}`,
      eventPattern: JSON.stringify({ source: [messageSource], detail }),
      tags: args.tags,
    },
    { parent: opts.parent },
  );
  new EventTarget(
    `${full}-target`,
    { rule: rule.name, eventBusName: bus.name, ...target, retryPolicy, deadLetterConfig: { arn: undelivered.arn } },
    opts,
  );
}

/** Connections and API destinations of the routes that leave AWS, and one role that may invoke them. */
function createHttpsRoutes(line: Line, parent: pulumi.CustomResourceOptions): void {
  const { name, args } = line;
  const { tags } = args;
  const routes = args.routes.flatMap((route) => {
    const https = args.deliveries[route.name];
    return https ? [{ route, https }] : [];
  });
  if (routes.length === 0) return;
  const role = new Role(`${name}-role`, { assumeRolePolicy: rulesTrust(args), tags }, parent);
  const destinations = routes.map(({ route, https }) => ({
    route,
    ...createDestinations(name, route.name, https, parent),
  }));
  const arns = destinations.flatMap(({ open, close, change }) =>
    [open, close, change].flatMap((destination) => (destination ? [destination.arn] : [])),
  );
  const statement = { Sid: 'InvokeDestinations', Effect: 'Allow' as const, Action: 'events:InvokeApiDestination' };
  const policy = new RolePolicy(
    `${name}-role-policy`,
    { role: role.name, policy: policyDocument([{ ...statement, Resource: arns }]) },
    parent,
  );
  const ready = { ...line, opts: { ...line.opts, dependsOn: [policy] } };
  for (const {
    route: { name: route, kind },
    open,
    close,
    change,
  } of destinations) {
    const target = { inputPath: bodyPath(kind), roleArn: role.arn };
    const ofKinds = (kinds: readonly string[]) => ({ routes: [route], message: { kind: kinds } });
    createRoute(ready, route, { ...target, arn: open.arn }, close && { detail: ofKinds(['opened', 'escalated']) });
    if (close) {
      const httpTarget = { pathParameterValues: ['$.detail.message.thread'] };
      const detail = ofKinds(['closed']);
      createRoute(ready, route, { ...target, arn: close.arn, httpTarget }, { suffix: '-close', detail });
    }
    if (change) {
      const detail = { changeRoutes: [route] };
      createRoute(
        ready,
        route,
        { ...target, inputPath: '$.detail.body', arn: change.arn },
        { suffix: '-change', detail },
      );
    }
  }
}

function createDestinations(
  name: string,
  route: string,
  { hasCloseEndpoint, hasChangeEndpoint, delivery }: HttpsRoute,
  opts: pulumi.CustomResourceOptions,
): { open: EventApiDestination; close?: EventApiDestination | undefined; change?: EventApiDestination | undefined } {
  const connection = new EventConnection(
    `${name}-${route}-connection`,
    {
      description: `Route ${route}`,
      authorizationType: 'API_KEY',
      authParameters: delivery.apply(({ header, bodies, queryStrings }) => ({
        apiKey: { key: header.name, value: header.value },
        ...((bodies || queryStrings) && {
          invocationHttpParameters: {
            ...(bodies && { bodies: [...bodies] }),
            ...(queryStrings && { queryStrings: [...queryStrings] }),
          },
        }),
      })),
    },
    opts,
  );
  const destination = (suffix: string, invocationEndpoint: pulumi.Input<string>) =>
    new EventApiDestination(
      `${name}-${route}-destination${suffix}`,
      { description: `Route ${route}`, connectionArn: connection.arn, httpMethod: 'POST', invocationEndpoint },
      opts,
    );
  return {
    open: destination('', delivery.endpoint),
    close: hasCloseEndpoint
      ? destination(
          '-close',
          delivery.apply(({ closeEndpoint = '' }) => closeEndpoint),
        )
      : undefined,
    change: hasChangeEndpoint
      ? destination(
          '-change',
          delivery.apply(({ changeEndpoint = '' }) => changeEndpoint),
        )
      : undefined,
  };
}

/** Trust for the rules of the stack's bus ("Cross-service confused deputy prevention" of EventBridge's guide). */
function rulesTrust(args: MessageRoutingArgs) {
  return policyDocument([
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': args.accountId },
        ArnLike: { 'aws:SourceArn': rulesOf(args.stack, args) },
      },
    },
  ]);
}
