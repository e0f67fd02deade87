import { ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail';
import * as pulumi from '@pulumi/pulumi';
import type { JudgeArgs } from '../../audit/judge/judgeRecords';
import { collectOwnResources } from '../../contract/auditEvents';
import type { StackOutputs } from '../../contract/outputs';
import { UserError } from '../../contract/userError';
import { s3Store } from '../../store/s3Store';
import { type AwsClients, describeAlarms } from '../aws/awsClients';
import type { Evidence, PolicyFinding } from '../model/rehearsalReport';
import { readAuditRecord, readIncidentDocuments, toAuditRow } from '../readings/bucketReadings';
import { writeEvidencePack } from '../readings/evidencePack';
import { writeKnowledgeBase } from '../readings/knowledgeBase';
import { listLeftovers } from '../readings/leftovers';
import { emptyQueue, readCanaries, toMessageRows } from '../readings/messages';
import { type MonitoringState, readMonitoringState } from '../readings/monitoringState';
import { makePackSigner } from '../readings/packSigner';
import { listCallsOnStack } from '../readings/possibleCalls';
import { makeStackSettings } from '../scenario/stackSettings';
import type { Subject } from '../scenario/subject';
import { contractorName, createEndpoint, makePerson, reviewerName } from '../standIns/people';
import { type ApprovedBaseline, approveBaseline } from './approveBaseline';
import type { Observations } from './observations';
import { playDay } from './playDay';
import { type Cleanups, endpointOutputs, type RehearsalOptions, type Stage, setStage } from './stage';

export interface Rehearsal {
  readonly observations: Observations;
  readonly engineVersion: string;
  readonly region: string;
  readonly finalStates: readonly { readonly name: string; readonly state: string }[];
  /** Address of the local AWS until `close`. */
  readonly endpoint: string;
  /** Stops the local AWS. */
  close(): Promise<void>;
}

/** Runs the whole chain once. Everything that it started has stopped when this rejects. */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  const cleanups: Cleanups = [];
  const close = async () => {
    for (const cleanUp of cleanups.splice(0).reverse()) await cleanUp();
  };
  const down = new AbortController();
  const signal = AbortSignal.any([options.signal, down.signal]);
  try {
    const stage = await setStage({ ...options, signal }, cleanups, (problem) => down.abort(new UserError(problem)));
    return { ...(await playSteps(stage)), close };
  } catch (error) {
    await close();
    throw signal.aborted ? signal.reason : error;
  }
}

async function playSteps(stage: Stage): Promise<Omit<Rehearsal, 'close'>> {
  const { options, aws, clients, engine, deployments } = stage;
  const { subject, keep } = options;
  const [baseline, analyzedBaseline] = await deployWithoutBaseline(stage);
  await engine.configure(
    makeStackSettings(subject, stage.pager.url, {
      managed: baseline.manifest.id,
      analyzed: analyzedBaseline?.manifest.id,
    }),
  );
  const outputs = await deploy(stage, 'deploy schedule and alarms with that baseline');
  const refusal = await previewWithoutVersioning(stage);
  // Before the contractor stops the trail.
  const reach = await enumerateReach(stage, outputs);
  const { tampered: tamperedDay, ...day } = await playDay(stage, outputs, baseline.manifest);
  const record = await readRecords(stage, outputs, reach);
  const { alarmNames: ownAlarms, monitoringScheduleName: schedule = '' } = endpointOutputs(outputs, subject);
  const { analyzed } = subject;
  const alarmNames = analyzed ? [...ownAlarms, ...endpointOutputs(outputs, analyzed).alarmNames] : ownAlarms;
  const tampered = tamperedDay && { ...tamperedDay, repaired: await repair(stage, schedule, ownAlarms) };
  const finalStates = await readAlarmStates(clients, alarmNames);
  const leftovers = keep ? undefined : await destroy(stage);
  const calls = await aws.callChecks();
  const roles = aws.roleAccess();
  return {
    engineVersion: engine.version,
    region: aws.region,
    endpoint: aws.endpoint,
    finalStates,
    observations: { deployments, refusal, baseline, ...day, alarmNames, ...record, tampered, calls, roles, leftovers },
  };
}

/**
 * Deploys the stack, creates the endpoint on it, and stores its first baseline, and that of the analyzer's endpoint if
 * there is one: the analyzer needs no endpoint of SageMaker.
 */
async function deployWithoutBaseline(stage: Stage): Promise<readonly [ApprovedBaseline, ApprovedBaseline?]> {
  const { options, aws, clients, engine, pager } = stage;
  const { subject, progress } = options;
  await engine.configure(makeStackSettings(subject, pager.url));
  const outputs = await deploy(stage, 'deploy the stack without a baseline');
  await createEndpoint(clients, subject.day.endpoint, variantNames(subject), endpointOutputs(outputs, subject));
  return progress.step('derive a baseline, register its schema, approve it', async () => {
    const { storeBucketName: bucket } = outputs;
    const reviewer = await makePerson(clients, aws, reviewerName);
    const approve = (of: Subject) => approveBaseline(of, aws, { deployment: clients, reviewer }, bucket);
    const own = await approve(subject);
    const value = [own, subject.analyzed && (await approve(subject.analyzed))] as const;
    reviewer.destroy();
    const { manifest, derived } = own;
    const detail = `${manifest.id} from ${derived.rows} rows, ${derived.slaChanges.length} constraints set by the SLA, approved by ${reviewerName}`;
    return { value, detail };
  });
}

async function deploy(stage: Stage, title: string, refresh = false): Promise<StackOutputs> {
  const { engine, deployments } = stage;
  return stage.options.progress.step(title, async (report) => {
    const deployment = await engine.up(report, { refresh });
    deployments.push({ title, ...deployment });
    const { created, updated, replaced, unchanged } = deployment;
    const detail = `${created} created, ${updated} updated, ${replaced} replaced, ${unchanged} unchanged`;
    return { value: await engine.outputs(), detail };
  });
}

/** The mandatory findings about a store without versioning. */
async function previewWithoutVersioning({ options, engine }: Stage): Promise<PolicyFinding[]> {
  return options.progress.step('preview a store without versioning under the policy pack', async (report) => {
    const { findings } = await engine.preview(report, suspendVersioning);
    const mandatory = findings.filter(({ level }) => level === 'mandatory');
    return { value: mandatory, detail: mandatory[0] ? `refused: ${mandatory[0].policy}` : 'not refused' };
  });
}

async function readRecords(stage: Stage, outputs: StackOutputs, reach: Evidence['reach']) {
  const { options, aws, clients, engine, pager } = stage;
  return options.progress.step('read the audit record, the messages and the incidents', async () => {
    const own = collectOwnResources(await engine.resources(), {
      endpoints: Object.keys(outputs.endpoints),
      trailArn: outputs.trailArn,
    });
    const user = (name: string) => `arn:aws:iam::${aws.accountId}:user/${name}`;
    const explained = { deploymentRoles: [user('deployment')], approvers: [user(reviewerName)], mutes: [] };
    const { calls, pack } = outputs.trailBucketName
      ? await readEvidence(stage, outputs.trailBucketName, { own, ...explained })
      : { calls: [], pack: undefined };
    const evidence = pack && { pack, reach };
    const byPeople = calls.filter(({ who }) => [contractorName, reviewerName].some((name) => who.endsWith(`/${name}`)));
    const mails = (await aws.mailbox()).filter(({ protocol }) => protocol === 'email');
    const messages = toMessageRows({
      pager: pager.notifications,
      tickets: outputs.ticketQueueUrl ? await emptyQueue(clients.sqs, outputs.ticketQueueUrl) : [],
    });
    const incidents = await readIncidentDocuments(clients.s3, outputs.storeBucketName);
    const store = s3Store({ bucket: outputs.storeBucketName, prefix: '', client: clients.s3 });
    const knowledgeBase = await writeKnowledgeBase(store, { folder: options.knowledgeBase, writtenAt: aws.now() });
    const routineCalls = calls.length - byPeople.length;
    return {
      value: {
        audit: byPeople.map(toAuditRow),
        routineCalls,
        evidence,
        messages,
        digests: mails.map(({ message }) => message),
        canaries: await readCanaries(clients.sqs),
        incidents,
        knowledgeBase,
      },
      detail: `${calls.length} recorded calls, ${messages.length} messages, ${incidents.length} incidents`,
    };
  });
}

/** Enumerates who may silence the monitoring, and which of their calls the trail does not record. */
async function enumerateReach({ aws, engine }: Stage, outputs: StackOutputs): Promise<Evidence['reach']> {
  const { storeBucketName, trailBucketName } = outputs;
  if (trailBucketName === undefined) return [];
  return aws.enumerateReach(listCallsOnStack(await engine.resources(), storeBucketName), trailBucketName);
}

/** Reads the recorded calls, and writes the evidence pack. */
async function readEvidence({ options, aws, clients }: Stage, bucket: string, judge: JudgeArgs) {
  const trail = s3Store({ bucket, prefix: '', client: clients.s3 });
  const { calls, reading } = await readAuditRecord(trail, judge);
  const { PublicKeyList: publicKeys = [] } = await clients.cloudTrail.send(new ListPublicKeysCommand({}));
  const signer = await makePackSigner(aws);
  const pack = await writeEvidencePack({
    ...{ signer, trail, publicKeys, calls, reading, from: options.subject.day.start, to: aws.now() },
    ...{ folder: options.evidence, python: options.python },
  });
  return { calls, pack };
}

/** Deploys with a refresh, and returns the state that this leads to. */
async function repair(stage: Stage, schedule: string, alarmNames: readonly string[]): Promise<MonitoringState> {
  await deploy(stage, 'redeploy with refresh: manual changes are reverted', true);
  return readMonitoringState(stage.clients, schedule, alarmNames);
}

async function destroy({ options, engine, clients, deployments }: Stage): Promise<string[]> {
  const title = 'destroy the stack';
  return options.progress.step(title, async (report) => {
    const deployment = await engine.destroy(report);
    deployments.push({ title, ...deployment });
    const leftovers = await listLeftovers(clients);
    return { value: leftovers, detail: `${deployment.deleted} deleted, ${leftovers.length} left` };
  });
}

async function readAlarmStates(clients: AwsClients, names: readonly string[]): Promise<Rehearsal['finalStates']> {
  const alarms = await describeAlarms(clients, names);
  return alarms.map(({ AlarmName: name = '', StateValue: state = '' }) => ({ name, state }));
}

/** A change of the program that the policy pack must refuse. */
function suspendVersioning(): void {
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
    type === 'aws:s3/bucketVersioning:BucketVersioning'
      ? { props: { ...props, versioningConfiguration: { status: 'Suspended' } }, opts }
      : undefined,
  );
}

function variantNames({ day }: Subject): string[] {
  return [...new Set(day.hours.flatMap(({ files }) => files.map(({ variant }) => variant)))];
}
