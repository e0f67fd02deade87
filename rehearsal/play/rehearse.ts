import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import type { StackOutputs } from '../../contract/outputs';
import { UserError } from '../../contract/userError';
import { type AwsClients, awsClients, deploymentKey } from '../aws/awsClients';
import { describedAlarms } from '../aws/describedAlarms';
import { type LocalEngine, makeLocalEngine } from '../engine/localEngine';
import { type LocalAws, startLocalAws } from '../localAws/localAws';
import { readAuditRecord } from '../readings/auditRecord';
import { readIncidentDocuments } from '../readings/incidentDocuments';
import { findLeftovers } from '../readings/leftovers';
import { collectMessages } from '../readings/messages';
import type { Progress } from '../run/progress';
import { stackRegion, stackSettings } from '../scenario/stackSettings';
import type { Subject } from '../scenario/subject';
import { analyzerContainer, type SeenWindow } from '../standIns/analyzerContainer';
import { contractorName, muteAlarms, slowSchedule, tamperedState } from '../standIns/contractor';
import { hostFunction } from '../standIns/functionHost';
import { createEndpoint } from '../standIns/modelTeam';
import { type Pager, startPager } from '../standIns/pager';
import { makePerson } from '../standIns/person';
import { type ApprovedBaseline, approvedBaseline, reviewerName } from './approvedBaseline';
import type { NamedDeployment, Observations, ObservedHour } from './observations';
import { replayHour } from './replayHour';
import { type BaselineTampering, tamperWithBaseline } from './tamperWithBaseline';

export interface RehearsalOptions {
  readonly subject: Subject;
  readonly progress: Progress;
  /** Temporary folder of this rehearsal. */
  readonly folder: string;
  /** Folder of the binary `pulumi`. */
  readonly pulumi: string;
  /** A Python interpreter that has moto. */
  readonly python: string;
  /** Port of the local AWS. @default a free one */
  readonly port?: number;
  /** Leaves stack and local AWS as they are. */
  readonly keep: boolean;
  readonly signal: AbortSignal;
}

export interface Rehearsal {
  readonly seen: Observations;
  readonly engineVersion: string;
  readonly region: string;
  readonly finalStates: readonly { readonly name: string; readonly state: string }[];
  /** Where the local AWS listens while it is kept. */
  readonly endpoint: string;
  /** Ends the local AWS. */
  close(): Promise<void>;
}

interface Stage {
  readonly options: RehearsalOptions;
  readonly aws: LocalAws;
  readonly clients: AwsClients;
  readonly pager: Pager;
  readonly engine: LocalEngine;
  readonly deployments: NamedDeployment[];
  readonly windows: Map<string, SeenWindow>;
}

/** Runs the whole chain once. Whatever it started has ended when this rejects. */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  const closing: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  try {
    const stage = await setStage({ ...options, signal }, closing, (problem) => stop.abort(new UserError(problem)));
    const rehearsal = await play(stage);
    return { ...rehearsal, close };
  } catch (error) {
    await close();
    throw signal.aborted ? signal.reason : error;
  }
}

async function setStage(
  options: RehearsalOptions,
  closing: (() => Promise<void> | void)[],
  onDown: (problem: string) => void,
): Promise<Stage> {
  const { progress, subject, folder, signal } = options;
  const region = stackRegion();
  const windows = new Map<string, SeenWindow>();
  return progress.step('start a local AWS', async () => {
    const pager = await startPager();
    closing.push(() => pager.close());
    const aws = await startLocalAws({
      python: options.python,
      ...(options.port === undefined ? {} : { port: options.port }),
      region,
      start: subject.day.start,
      onEvent: (event) => {
        if (event.kind === 'down') onDown(event.problem);
      },
      monitor: analyzerContainer((start, window) => windows.set(start.toISOString(), window)),
    });
    closing.push(() => aws.close());
    const clients = awsClients(aws, deploymentKey);
    closing.push(() => clients.destroy());
    const engine = await makeLocalEngine({ pulumi: options.pulumi, folder: join(folder, 'engine'), aws, signal });
    const stage = { options, aws, clients, pager, engine, deployments: [], windows };
    return { value: stage, detail: `moto behind ${aws.endpoint}, Pulumi ${engine.version}` };
  });
}

async function play(stage: Stage): Promise<Omit<Rehearsal, 'close'>> {
  const { options, aws, clients, engine, deployments, pager } = stage;
  const { progress, subject } = options;
  await engine.configure(stackSettings(subject, pager.url));
  const bare = await deploy(stage, 'deploy the stack, still without a baseline');
  await createEndpoint(clients, subject.day.endpoint, variantsOf(subject), endpointOf(bare, subject));
  const baseline = await progress.step('derive a baseline, register its schema, have it approved', () =>
    baselineStep(stage, bare),
  );
  await engine.configure(stackSettings(subject, pager.url, baseline.manifest.id));
  const outputs = await deploy(stage, 'deploy schedule and alarms on that baseline');
  const refusal = await progress.step('preview a store without versioning under the policy pack', async (at) => {
    const { findings: all } = await engine.preview(at, suspendVersioning);
    const findings = all.filter(({ level }) => level === 'mandatory');
    return { value: findings, detail: findings.length > 0 ? `refused: ${findings[0]?.policy}` : 'not refused' };
  });
  const endpoint = endpointOf(outputs, subject);
  const day = await playDay(stage, outputs, baseline);
  const record = await progress.step('read the audit record, the messages and the incidents', () =>
    gather(stage, outputs),
  );
  const tampered = day.tampered
    ? { ...day.tampered, repaired: await repair(stage, endpoint.monitoringScheduleName ?? '', endpoint.alarmNames) }
    : undefined;
  const finalStates = await alarmStates(clients, endpoint.alarmNames);
  const leftovers = options.keep ? undefined : await destroy(stage);
  return {
    engineVersion: engine.version,
    region: aws.region,
    endpoint: aws.endpoint,
    finalStates,
    seen: {
      deployments,
      refusal,
      baseline,
      hours: day.hours,
      failedMessages: day.failedMessages,
      alarmNames: endpoint.alarmNames,
      ...record,
      ...(tampered ? { tampered } : {}),
      ...(day.baselineTampering ? { baselineTampering: day.baselineTampering } : {}),
      ...(leftovers ? { leftovers } : {}),
    },
  };
}

async function deploy(stage: Stage, title: string, refresh = false): Promise<StackOutputs> {
  const { engine, deployments } = stage;
  return stage.options.progress.step(title, async (at) => {
    const done = await engine.up(at, { refresh });
    deployments.push({ title, ...done });
    const { created, updated, replaced, unchanged } = done;
    const detail = `${created} created, ${updated} updated, ${replaced} replaced, ${unchanged} unchanged`;
    return { value: await engine.outputs(), detail };
  });
}

async function baselineStep({ options, aws, clients }: Stage, outputs: StackOutputs) {
  const value = await approvedBaseline(options.subject, aws, clients, outputs.storeBucketName);
  const { manifest, derived } = value;
  const detail = `${manifest.id} from ${derived.rows} rows, ${derived.slaChanges.length} constraints set by the SLA, approved by ${reviewerName}`;
  return { value, detail };
}

/** Plays the day's hours; somebody else tampers where the plan says so. */
async function playDay(stage: Stage, outputs: StackOutputs, { manifest }: ApprovedBaseline) {
  const { options, aws, clients, windows } = stage;
  const { day, schema } = options.subject;
  const { monitoringScheduleName: schedule = '', alarmNames } = endpointOf(outputs, options.subject);
  const bucket = outputs.storeBucketName;
  const host = await hostFunction(clients, outputs.incidentFunctionName, aws.now);
  const contractor = await makePerson(clients, aws, contractorName);
  const args = { aws, clients, host, windows, bucket, endpoint: day.endpoint, schema: schema.version };
  const hours: ObservedHour[] = [];
  let failedMessages = 0;
  let baselineTampering: BaselineTampering | undefined;
  const tampers = day.hours.some(({ tampering }) => tampering !== undefined);
  const before = tampers ? await tamperedState(clients, schedule, alarmNames) : undefined;
  try {
    await options.progress.step(`replay ${day.hours.length} hours of captures`, async (at) => {
      for (const planned of day.hours) {
        options.signal.throwIfAborted();
        at(`${aws.now().toISOString().slice(0, 13)}h ${planned.payload}`);
        if (planned.tampering === 'mute') await muteAlarms(contractor, driftAlarms(alarmNames));
        if (planned.tampering === 'reschedule') await slowSchedule(contractor, schedule);
        if (planned.tampering === 'baseline') {
          baselineTampering = await tamperWithBaseline(clients, contractor, bucket, manifest);
        }
        const played = await replayHour(args, planned);
        hours.push(played.hour);
        failedMessages += played.failedMessages;
      }
      const rows = hours.reduce((sum, hour) => sum + hour.rows, 0);
      const violations = hours.reduce((sum, hour) => sum + hour.violations.length, 0);
      return { value: undefined, detail: `${rows} rows analysed, ${violations} violations` };
    });
  } finally {
    contractor.destroy();
  }
  const tampered = before && { before, after: await tamperedState(clients, schedule, alarmNames) };
  return { hours, failedMessages, tampered, baselineTampering };
}

function driftAlarms(alarmNames: readonly string[]): string[] {
  return alarmNames.filter((name) => name.includes('.drift.'));
}

async function gather(stage: Stage, outputs: StackOutputs) {
  const { aws, clients, pager } = stage;
  const record = await readAuditRecord(clients, outputs.trailBucketName);
  const people = [contractorName, reviewerName];
  const audit = record.filter(({ who }) => people.some((name) => who.endsWith(`/${name}`)));
  const messages = await collectMessages(aws, clients, pager, outputs.ticketQueueUrl ?? '');
  const incidents = await readIncidentDocuments(clients, outputs.storeBucketName);
  return {
    value: { audit, routineCalls: record.length - audit.length, messages, incidents },
    detail: `${record.length} calls on record, ${messages.length} messages, ${incidents.length} incidents`,
  };
}

async function repair(stage: Stage, schedule: string, alarmNames: readonly string[]) {
  await deploy(stage, 'deploy again, with a refresh: what was changed is put back', true);
  return tamperedState(stage.clients, schedule, alarmNames);
}

async function destroy({ options, engine, clients, deployments }: Stage): Promise<string[]> {
  return options.progress.step('destroy the stack', async (at) => {
    const done = await engine.destroy(at);
    deployments.push({ title: 'destroy the stack', ...done });
    const left = await findLeftovers(clients);
    return { value: left, detail: `${done.deleted} deleted, ${left.length} left` };
  });
}

async function alarmStates(clients: AwsClients, names: readonly string[]) {
  return (await describedAlarms(clients, names)).map(({ AlarmName: name = '', StateValue: state = '' }) => ({
    name,
    state,
  }));
}

/** The change under which the policy pack must refuse the program. */
function suspendVersioning(): void {
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
    type === 'aws:s3/bucketVersioning:BucketVersioning'
      ? { props: { ...props, versioningConfiguration: { status: 'Suspended' } }, opts }
      : undefined,
  );
}

function endpointOf(outputs: StackOutputs, { day }: Subject) {
  const endpoint = outputs.endpoints[day.endpoint];
  if (!endpoint) throw new Error(`the stack has no outputs of endpoint ${day.endpoint}`);
  return endpoint;
}

function variantsOf({ day }: Subject): string[] {
  return [...new Set(day.hours.flatMap(({ files }) => files.map(({ variant }) => variant)))];
}
