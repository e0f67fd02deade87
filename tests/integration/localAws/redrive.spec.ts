import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ConnectionAuthorizationType,
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  CreateEventBusCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand, SendMessageCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { redriveQueue } from '../../../cli/incident/redriveQueue';
import { messageDetailType, messageSource } from '../../../contract/messageRoute';
import { makeQueue, queuedBodies } from '../../support/awsQueues';
import { hostileIncident } from '../../support/hostileIncident';
import { localAccount } from '../../support/localAccount';
import { putIncident } from '../../support/putIncident';
import { runCliOn } from '../../support/runCli';
import { sampleMessage } from '../../support/sampleMessage';
import { storeOnLocalAws } from '../../support/storeOnLocalAws';

const bus = 'model-observability-local';
const roleArn = `arn:aws:iam::${localAccount.accountId}:role/messages`;

describe('a redrive of dead-letter queues on the local AWS', function () {
  this.timeout(60_000);
  const store = storeOnLocalAws();
  const received: { path: string | undefined; authorization: string | undefined; body: unknown }[] = [];
  let failing = true;
  const receiver = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const isBroken = failing && req.url === '/broken';
      if (!isBroken) {
        const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
        received.push({ path: req.url, authorization: req.headers.authorization, body });
      }
      res.writeHead(isBroken ? 401 : 200).end();
    });
  });
  let undelivered: { url: string; arn: string };
  const clients = () => ({ sqs: store.aws.sqs, events: store.aws.events });

  async function addRoute(route: string): Promise<void> {
    const { events } = store.aws;
    const { port } = receiver.address() as AddressInfo;
    const { ConnectionArn } = await events.send(
      new CreateConnectionCommand({
        Name: route,
        AuthorizationType: ConnectionAuthorizationType.API_KEY,
        AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'Authorization', ApiKeyValue: `Bearer ${route}` } },
      }),
    );
    const { ApiDestinationArn } = await events.send(
      new CreateApiDestinationCommand({
        Name: route,
        ConnectionArn,
        HttpMethod: 'POST',
        InvocationEndpoint: `http://127.0.0.1:${port}/${route}`,
      }),
    );
    const Name = `messages-${route}-1a2b3c4`;
    const EventPattern = JSON.stringify({ source: [messageSource], detail: { routes: [route] } });
    await events.send(new PutRuleCommand({ Name, EventBusName: bus, EventPattern }));
    const target = { Arn: ApiDestinationArn, RoleArn: roleArn, InputPath: '$.detail.bodies.slack' };
    const Targets = [{ Id: 'target', ...target, DeadLetterConfig: { Arn: undelivered.arn } }];
    await events.send(new PutTargetsCommand({ Rule: Name, EventBusName: bus, Targets }));
  }

  async function putMessage(): Promise<void> {
    const detail = { message: sampleMessage(), routes: ['broken', 'chat'], bodies: { slack: { text: 'drift' } } };
    const entry = { EventBusName: bus, Source: messageSource, DetailType: messageDetailType };
    const { FailedEntryCount } = await store.aws.events.send(
      new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(detail) }] }),
    );
    assert.equal(FailedEntryCount, 0);
  }

  before(async () => {
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    undelivered = await makeQueue(store.aws, 'messages-undelivered');
    await store.aws.events.send(new CreateEventBusCommand({ Name: bus }));
    await addRoute('broken');
    await addRoute('chat');
    await putMessage();
  });
  const folder = mkdtempSync(join(tmpdir(), 'redrive-'));
  after(() => {
    receiver.close();
    rmSync(folder, { recursive: true });
  });

  it('lists in a dry run which route failed and why, and changes nothing', async () => {
    const { id } = sampleMessage();
    const expected = [{ id, to: 'route broken', error: 'status 401' }];
    assert.deepEqual(await redriveQueue(clients(), undelivered.url, { dryRun: true }), expected);
    assert.deepEqual(await redriveQueue(clients(), undelivered.url, { dryRun: true }), expected);
    assert.deepEqual(
      received.map(({ path }) => path),
      ['/chat'],
    );
  });

  it('leaves a message in the dead-letter queue as long as its route fails', async () => {
    await redriveQueue(clients(), undelivered.url, { dryRun: false });
    assert.equal((await redriveQueue(clients(), undelivered.url, { dryRun: true })).length, 1);
  });

  it('is listed by the command, in a table and as JSON', async () => {
    const run = ['incident', 'redrive', '--queue', undelivered.url, '--dry-run'];
    const { id } = sampleMessage();
    const text = await runCliOn(store.local.endpoint, ...run);
    assert.deepEqual(
      [text.code, text.out],
      [0, `${id} -> route broken (failed: status 401)\n1 message to send`],
      text.err,
    );
    const { out } = await runCliOn(store.local.endpoint, ...run, '--json');
    assert.deepEqual((JSON.parse(out) as { messages: unknown[] }).messages.length, 1);
    const missing = await runCliOn(store.local.endpoint, 'incident', 'redrive', '--queue', `${undelivered.url}-x`);
    assert.match(missing.err, /queue \S+ does not exist; use the stack's output messageDeadLetterQueueUrl or /);
  });

  it('sends a message to the repaired route only, with its secret, and empties the queue', async () => {
    failing = false;
    await redriveQueue(clients(), undelivered.url, { dryRun: false });
    assert.deepEqual(received, [
      { path: '/chat', authorization: 'Bearer chat', body: { text: 'drift' } },
      { path: '/broken', authorization: 'Bearer broken', body: { text: 'drift' } },
    ]);
    assert.deepEqual(await redriveQueue(clients(), undelivered.url, { dryRun: true }), []);
  });

  /** Puts messages into the dead-letter queue as EventBridge does, each of an incident's by its number. */
  async function addUndelivered(id: string, numbers: readonly number[]): Promise<void> {
    const StringValue = `arn:aws:events:eu-west-1:123456789012:rule/${bus}/messages-chat-1a2b3c4`;
    for (const number of numbers) {
      const message = { ...sampleMessage(), id: `${id}.${number}`, thread: id, incident: id };
      const detail = { message, routes: ['chat'], bodies: { slack: { text: message.id } } };
      await store.aws.sqs.send(
        new SendMessageCommand({
          QueueUrl: undelivered.url,
          MessageBody: JSON.stringify({ detail }),
          MessageAttributes: { RULE_ARN: { DataType: 'String', StringValue } },
        }),
      );
    }
  }

  it('sends the messages about an incident in the order of their numbers', async () => {
    await addUndelivered('churn-2026110612', [10, 3, 2]);
    const sent = await redriveQueue(clients(), undelivered.url, { dryRun: false });
    assert.deepEqual(
      sent.map(({ id }) => id),
      ['churn-2026110612.2', 'churn-2026110612.3', 'churn-2026110612.10'],
    );
  });

  it('sends the delivered end of an incident again behind its beginning, but nothing behind the last message', async () => {
    const record = hostileIncident('score');
    const { id, opened } = record.incident;
    const entries = (['opened', 'escalated', 'closed'] as const).map(
      (kind, i) => ({ id: `${id}.${i + 1}`, kind, severity: 'critical', state: 'sent', at: opened }) as const,
    );
    putIncident(folder, {
      ...record,
      incident: { ...record.incident, status: 'closed', closed: opened, messages: entries },
    });
    await addUndelivered(id, [1]);
    const run = ['incident', 'redrive', '--queue', undelivered.url, '--store', folder];
    const expected = `${id}.1 -> route chat, then the incident's last message again (closed)\n`;
    const listed = await runCliOn(store.local.endpoint, ...run, '--dry-run');
    assert.equal(listed.out, `${expected}1 message to send`, listed.err);
    const before = received.length;
    const sent = await runCliOn(store.local.endpoint, ...run);
    assert.equal(sent.out, `${expected}1 message sent`, sent.err);
    assert.deepEqual(
      received
        .slice(before)
        .map(({ path, body }) => [path, JSON.stringify(body).includes('keeps its data contract again')]),
      [
        ['/chat', false],
        ['/chat', true],
      ],
    );
    await addUndelivered(id, [3, 1]);
    const { out } = await runCliOn(store.local.endpoint, ...run, '--json');
    assert.deepEqual(JSON.parse(out).messages, [
      { id: `${id}.1`, to: 'route chat' },
      { id: `${id}.3`, to: 'route chat' },
    ]);
  });

  it('sends a change again, to its route', async () => {
    const StringValue = `arn:aws:events:eu-west-1:123456789012:rule/${bus}/messages-chat-change-1a2b3c4`;
    const detail = { id: 'change-1', changeRoutes: ['chat'], body: { payload: { summary: 'x' } } };
    await store.aws.sqs.send(
      new SendMessageCommand({
        QueueUrl: undelivered.url,
        MessageBody: JSON.stringify({ detail }),
        MessageAttributes: { RULE_ARN: { DataType: 'String', StringValue } },
      }),
    );
    const sent = await redriveQueue(clients(), undelivered.url, { dryRun: false });
    assert.deepEqual(
      sent.map(({ id, to }) => [id, to]),
      [['change-1', 'route chat']],
    );
    assert.deepEqual(await redriveQueue(clients(), undelivered.url, { dryRun: true }), []);
  });

  it('keeps a message of an unknown version or without a rule, with the reason', async () => {
    const attribute = (rule: string) => ({
      RULE_ARN: { DataType: 'String', StringValue: `arn:aws:events:eu-west-1:123456789012:rule/${bus}/${rule}` },
    });
    const send = (MessageBody: string, rule?: string) =>
      store.aws.sqs.send(
        new SendMessageCommand({
          QueueUrl: undelivered.url,
          MessageBody,
          MessageAttributes: rule === undefined ? undefined : attribute(rule),
        }),
      );
    await send(JSON.stringify({ detail: { message: { version: 9 } } }), 'messages-chat-1a2b3c4');
    await send('{}');
    const detail = { message: sampleMessage(), routes: ['chat'], bodies: {} };
    await send(JSON.stringify({ detail }), 'messages-gone-1a2b3c4');
    const kept = await redriveQueue(clients(), undelivered.url, { dryRun: false });
    assert.deepEqual(kept.map(({ problem }) => problem).sort(), [
      'invalid message version 9: expected 1',
      'it names no rule, and the queue is the dead-letter queue of no other queue',
      'rule messages-gone-1a2b3c4 is of none of the routes chat',
    ]);
    const { Messages = [] } = await store.aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: undelivered.url, MaxNumberOfMessages: 10 }),
    );
    assert.equal(Messages.length, 3);
  });

  it('sends events of the store back to the queue that they failed in', async () => {
    const [events, deadLetters] = await Promise.all(
      ['events', 'events-dead-letters'].map((name) => makeQueue(store.aws, name)),
    );
    assert.ok(events && deadLetters);
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 5 });
    await store.aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl: events.url, Attributes: { RedrivePolicy } }));
    const body = { detail: { bucket: { name: 'store' }, object: { key: 'reports/x' } } };
    await store.aws.sqs.send(new SendMessageCommand({ QueueUrl: deadLetters.url, MessageBody: JSON.stringify(body) }));
    const [sent] = await redriveQueue(clients(), deadLetters.url, { dryRun: false });
    assert.equal(sent?.to, 'queue events');
    assert.deepEqual(await queuedBodies(store.aws, events.url), [body]);
    assert.deepEqual(await redriveQueue(clients(), deadLetters.url, { dryRun: true }), []);
  });
});
