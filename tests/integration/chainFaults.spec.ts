import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { redriveQueue } from '../../cli/incident/redriveQueue';
import { severities } from '../../contract/alarmNames';
import { hourMs, minuteMs } from '../../contract/hours';
import { baselineKey } from '../../contract/storeLayout';
import type { MessageEntry } from '../../incidents/document/incident';
import { parseIncidentDocument } from '../../incidents/document/incidentDocument';
import { type AwsClients, awsClients, deploymentKey } from '../../rehearsal/aws/awsClients';
import { makeLocalEngine } from '../../rehearsal/engine/localEngine';
import { type LocalAws, startLocalAws } from '../../rehearsal/localAws/localAws';
import { type FaultKind, type FaultRule, faultKinds } from '../../rehearsal/localAws/protocol/faults';
import type { ScheduledInvocation } from '../../rehearsal/localAws/scheduler/eventBridgeScheduler';
import { emptyQueue } from '../../rehearsal/readings/messages';
import { type FunctionHost, hostFunction } from '../../rehearsal/standIns/functionHost';
import { type LambdaProcess, lambdaProcess } from '../../rehearsal/standIns/lambdaProcess';
import type { ObjectStore } from '../../store/objectStore';
import { s3Store } from '../../store/s3Store';
import {
  baselineOf,
  type CaptureKind,
  captureKeyOf,
  captureText,
  refOf,
  rowsOf,
  schema,
} from '../simulation/simulatedEndpoint';
import { churnSla } from '../support/churnSla';
import { quietLocalAws } from '../support/storeOnLocalAws';
import { folderFrom } from '../support/testEngine';

/** Captures by the hour in which they arrive: the time in their key, and their content. */
const arrivals: Readonly<Record<number, readonly (readonly [time: string, kind: CaptureKind])[]>> = {
  8: [
    ['08:05', 'usual'],
    ['08:35', 'usual'],
  ],
  9: [
    ['09:10', 'text'],
    ['09:40', 'text'],
  ],
  10: [
    ['08:50', 'text'],
    ['10:10', 'low'],
    ['10:40', 'usual'],
  ],
  11: [
    ['10:20', 'high'],
    ['11:10', 'rejects'],
  ],
  12: [
    ['09:55', 'usual'],
    ['12:10', 'usual'],
    ['12:40', 'text'],
  ],
};
const faultyHours = [8, 9, 10, 11, 12];
/** Afterwards nothing fails. */
const calmHours = [13, 14];
const captured = Object.values(arrivals).flat().length;

/** Faults of the services that the functions call. */
const faults: readonly FaultRule[] = [
  { service: 's3', rate: 0.04, kind: 'throttle' },
  { service: 's3', rate: 0.03, kind: 'reset' },
  // Rare, as each takes the seconds after which a function repeats the call.
  { service: 's3', operation: 'GetObject', rate: 0.002, kind: 'timeout' },
  { service: 's3', operation: 'GetObject', rate: 0.04, kind: 'half body' },
  { service: 's3', operation: 'PutObject', rate: 0.1, kind: 'internal error' },
  { service: 's3', operation: 'PutObject', rate: 0.1, kind: 'reset after' },
  { service: 'monitoring', operation: 'PutMetricData', rate: 0.3, kind: 'throttle' },
];
/** The analyzer must find later what a listing of captures lacks. Incidents rely on S3, which lists every object at once. */
const staleCaptures: FaultRule = { service: 's3', operation: 'ListObjects', rate: 0.4, kind: 'stale list' };

const days = { calm: '2026-11-02', faulty: '2026-11-04' } as const;
type Day = keyof typeof days;
const at = (day: Day, time: string) => new Date(`${days[day]}T${time}:00Z`);

describe('the deployed chain under faults', function () {
  this.timeout(300_000);
  const folder = mkdtempSync(join(tmpdir(), 'chain-faults-'));
  let local: LocalAws;
  let clients: AwsClients;
  let Bucket: string;
  let store: ObjectStore;
  let analyzer: LambdaProcess;
  let incident: FunctionHost;
  let events: EventBridgeClient;
  let tickets: string;
  let deadLetterQueues: readonly string[];

  before(async () => {
    local = await startLocalAws({ ...quietLocalAws, start: at('calm', '08:00') });
    clients = awsClients(local, deploymentKey);
    events = new EventBridgeClient({ region: local.region, endpoint: local.endpoint, credentials: deploymentKey });
    const { manifest, files } = baselineOf('churn');
    const [schemaFile, sla] = [join(folder, 'schema.yaml'), join(folder, 'sla.yaml')];
    writeFileSync(schemaFile, JSON.stringify(schema));
    writeFileSync(sla, JSON.stringify(churnSla));
    const pulumi = folderFrom('REHEARSAL_PULUMI', 'pulumi');
    const { signal } = new AbortController();
    const engine = await makeLocalEngine({ pulumi, folder: join(folder, 'engine'), aws: local, signal });
    const churn = { schema: 'v1', schemaFile, sla, baseline: manifest.id, schedule: 'rate(30 minutes)' };
    await engine.configure({
      'aws:region': local.region,
      'model-observability:owner': 'ml',
      'model-observability:endpoints': { churn },
    });
    await engine.up(() => undefined);
    const outputs = await engine.outputs();
    const { incidentFunctionName } = outputs;
    Bucket = outputs.storeBucketName;
    tickets = outputs.ticketQueueUrl ?? assert.fail('the stack has no ticket queue');
    deadLetterQueues = [outputs.eventDeadLetterQueueUrl, outputs.messageDeadLetterQueueUrl];
    store = s3Store({ bucket: Bucket, prefix: '', client: clients.s3 });
    for (const [file, text] of Object.entries(files)) {
      await store.create(baselineKey(refOf('churn'), manifest.id, file as never), text);
    }
    const node = process.env['REHEARSAL_NODE24'] ?? assert.fail("set REHEARSAL_NODE24; 'npm test' sets it");
    const options = { deployment: clients, aws: local, folder, node };
    analyzer = lambdaProcess('analyzer', options);
    incident = await hostFunction('incident', incidentFunctionName, options);
    // A message that failed comes back at once, not after minutes.
    const { QueueUrls = [] } = await clients.sqs.send(new ListQueuesCommand({}));
    for (const QueueUrl of QueueUrls) {
      await clients.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '0' } }));
    }
  });
  after(async () => {
    analyzer?.close();
    incident?.close();
    clients?.destroy();
    events?.destroy();
    await local?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Lambda repeats a failed invocation of an event after one minute, then after two more. */
  async function invoke(invocation: ScheduledInvocation): Promise<void> {
    for (const minutes of [0, 1, 2]) {
      local.moveTo(new Date(local.now().getTime() + minutes * minuteMs));
      if ('result' in (await analyzer.invoke(invocation))) return;
    }
  }

  async function playHour(day: Day, hour: number): Promise<void> {
    for (const [i, [time, kind]] of (arrivals[hour] ?? []).entries()) {
      const key = captureKeyOf('churn', at(day, time).getTime(), i);
      assert.ok(await store.create(key, captureText(kind, 2)));
    }
    const isFaulty = day === 'faulty' && faultyHours.includes(hour);
    await local.advanceHour(async (invocations) => {
      // Those of the audit function are not part of the chain.
      const due = invocations.filter(({ functionArn }) => !functionArn.includes(':audit-detection-'));
      assert.equal(due.length, 2);
      if (isFaulty) local.injectFaults([...faults, staleCaptures], hour);
      for (const invocation of due) await invoke(invocation);
      if (isFaulty) local.injectFaults(faults, hour);
      await incident.drain();
      local.injectFaults([]);
      await incident.drain();
      if (isFaulty) await redrive();
    });
  }

  /**
   * An invocation that ended before it noted a message as sent holds the incident for two minutes. No time passes here
   * between the deliveries of an event, so some end in the dead-letter queue; people redrive them.
   */
  async function redrive(): Promise<void> {
    local.moveTo(new Date(local.now().getTime() + 3 * minuteMs));
    for (const queue of deadLetterQueues) {
      const kept = (await redriveQueue({ sqs: clients.sqs, events }, queue, { dryRun: false })).filter(
        ({ problem }) => problem !== undefined,
      );
      assert.deepEqual(kept, []);
    }
    await incident.drain();
  }

  /** Plays the hours of a day. Returns what is in the store afterwards. */
  async function play(day: Day): Promise<Record<string, unknown>> {
    for (const hour of [...faultyHours, ...calmHours]) await playHour(day, hour);
    return documents(day);
  }

  async function removeObjects(prefix: string): Promise<void> {
    for (const { key: Key } of await store.list(prefix))
      await clients.s3.send(new DeleteObjectCommand({ Bucket, Key }));
  }

  /** Reports, run records, summaries and incidents by key, without dates, times, versions, and files that list nothing. */
  async function documents(day: Day): Promise<Record<string, unknown>> {
    const contents: Record<string, unknown> = {};
    const withoutDay = (text: string) =>
      ['-', '/', ''].reduce(
        (before, separator) => before.replaceAll(days[day].replaceAll('-', separator), 'DAY'),
        text,
      );
    for (const { key } of [...(await store.list('reports/')), ...(await store.list('incidents/'))]) {
      const text = withoutDay(new TextDecoder().decode((await store.read(key))?.body));
      const content = contentOf(key, text);
      if (content) contents[withoutDay(key)] = content;
    }
    return contents;
  }

  /** Each message that an incident document lists has reached the ticket queue, and no other one. */
  async function assertDelivered(): Promise<void> {
    const bodies = (await emptyQueue(clients.sqs, tickets)).map((body) => JSON.parse(body) as Record<string, unknown>);
    const delivered = bodies.filter(({ thread }) => String(thread).includes(days.faulty.replaceAll('-', '')));
    const listed = (await store.list('incidents/')).map(async ({ key }) => {
      const text = new TextDecoder().decode((await store.read(key))?.body);
      return parseIncidentDocument(text).incident.messages.map(({ id }) => id);
    });
    const ids = (await Promise.all(listed)).flat();
    assert.ok(ids.length > 2, String(ids.length));
    assert.deepEqual(unique(delivered.map(({ id }) => String(id))).sort(), ids.sort());
  }

  it('ends with the reports, records, summaries and incidents of a chain without faults', async () => {
    const calm = await play('calm');
    for (const prefix of ['captures/', 'reports/', 'incidents/']) await removeObjects(prefix);
    local.moveTo(new Date(at('faulty', '08:00').getTime() - hourMs));
    // Nothing runs in the time between.
    await local.advanceHour();
    const faulty = await play('faulty');
    assert.deepEqual(faulty, calm);
    await assertDelivered();
    const struck = new Set<FaultKind>([...local.struckFaults().keys(), 'timeout']);
    assert.deepEqual([...struck].sort(), Object.keys(faultKinds).sort());
    const rows = Object.entries(faulty).map(([key, content]) =>
      key.endsWith('summary.json') ? (content as { rows: number }).rows : 0,
    );
    assert.equal(
      rows.reduce((sum, count) => sum + count, 0),
      captured * rowsOf(2),
    );
  });
});

/** What a document says, without what may differ; undefined for one that lists nothing, which is written only in place of another. */
function contentOf(key: string, text: string): unknown {
  if (key.endsWith('.md')) {
    const document = parseIncidentDocument(text.replaceAll('DAY', '2026-11-02'));
    // A report that a fault delays is detected later, and its messages are sent later. Of two reports that are delayed, the
    // later one may be read first: the incident then opens with the graver severity, instead of escalating.
    const { reports, messages = [], detected: _, ...incident } = document.incident;
    return (
      reports.length > 0 && {
        ...incident,
        reports: reports.map(({ version: _, ...report }) => report),
        messages: summarizeMessages(messages),
      }
    );
  }
  const {
    startedAt: _,
    seconds: __,
    inputs: ___,
    reportVersions: ____,
    ...content
  } = JSON.parse(text) as Record<string, unknown>;
  if (key.endsWith('state.json') || isEmpty(content['violations']) || isEmpty(content['rejects'])) return undefined;
  // The run of a window without captures is not repeated after three failures.
  if (content['files'] === 0) return undefined;
  return { ...content, rejected: content['rejected'] ?? 0 };
}

/** What people know from an incident's messages, however often it escalated. */
function summarizeMessages(messages: readonly MessageEntry[]) {
  return {
    kinds: unique(messages.map(({ kind }) => kind).filter((kind) => kind !== 'escalated')),
    gravest: severities.find((severity) => messages.some((entry) => entry.severity === severity)),
    last: messages.at(-1)?.kind,
    states: unique(messages.map(({ state }) => state)),
  };
}

const unique = (values: readonly string[]) => [...new Set(values)];
const isEmpty = (list: unknown) => Array.isArray(list) && list.length === 0;
