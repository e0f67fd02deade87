import { hourMs, startOfHour } from '../../contract/hours';
import { UserError } from '../../contract/userError';
import { AccessControl, type RoleAccess, type RoleCredentials } from './access/accessControl';
import type { PossibleCall, PrincipalReach } from './access/principalReach';
import { accountHandlers } from './accountHandlers';
import { makeIdentityLookup } from './cloudtrail/callerIdentity';
import { CloudTrail } from './cloudtrail/cloudTrail';
import { type DeliveredRecord, isManagementCall } from './cloudtrail/cloudTrailRecord';
import type { AlarmTransition } from './cloudwatch/alarmNotice';
import { CloudWatch } from './cloudwatch/cloudWatch';
import { TrailLogs } from './logs/trailLogs';
import { startMoto } from './moto';
import type { AwsCall } from './protocol/awsCall';
import { FaultInjector, type FaultKind, type FaultRule } from './protocol/faults';
import { type AskMoto, type CallChecks, ModelCheck } from './protocol/modelCheck';
import { type MotoClients, motoClients } from './protocol/motoClients';
import { startRouter } from './protocol/router';
import type { MonitorContainer } from './sagemaker/monitorContainer';
import { runMonitoring, type ScheduleRun } from './sagemaker/monitoringRun';
import { MonitoringSchedules } from './sagemaker/monitoringSchedules';
import { EventBridgeScheduler, type ScheduledInvocation } from './scheduler/eventBridgeScheduler';

/** moto's account. */
const accountId = '123456789012';

export type LocalAwsEvent =
  | { readonly kind: 'run'; readonly run: ScheduleRun }
  | { readonly kind: 'alarm'; readonly transition: AlarmTransition }
  /** moto ended unexpectedly, and the local AWS with it. */
  | { readonly kind: 'down'; readonly problem: string };

export interface LocalAwsOptions {
  /** Path of a Python interpreter that has moto. */
  readonly python: string;
  /** @default a free port */
  readonly port?: number;
  readonly region: string;
  /** Start of the simulated clock. */
  readonly start: Date;
  /** Stands in for Model Monitor's container. */
  readonly monitor: MonitorContainer;
  readonly onEvent?: (event: LocalAwsEvent) => void;
}

/** A message from SNS to an e-mail address, or to an address outside this machine, which is never called. */
export interface Mail {
  readonly protocol: string;
  readonly to: string;
  readonly topicArn: string;
  readonly messageId: string;
  readonly subject: string | null;
  readonly message: string;
  /** Why a pager on this machine did not accept the message; null for a message that was to end here. */
  readonly problem: string | null;
}

export interface HourResult {
  readonly runs: readonly ScheduleRun[];
  readonly transitions: readonly AlarmTransition[];
  /** Keys of the trails' new files. */
  readonly trailKeys: readonly string[];
}

export interface LocalAws {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  /** Process id of moto. */
  readonly motoPid: number;
  /** Time of the simulated clock. */
  now(): Date;
  /** Advances the simulated clock; throws for an earlier time. */
  moveTo(instant: Date): void;
  /** Runs the schedules that have become due since the last call. */
  runDueSchedules(): Promise<ScheduleRun[]>;
  /** Evaluates every alarm once, at the simulated time, and takes the actions. */
  evaluateAlarms(): Promise<AlarmTransition[]>;
  /** Delivers the outstanding records to the trails' buckets, and returns the keys. */
  flushTrail(): Promise<string[]>;
  /**
   * Advances to the next full hour: runs due schedules, then `beforeAlarms` with the due invocations of EventBridge
   * Scheduler (where functions run, and consumers of queues publish metrics), counts the trail's records by metric filters, evaluates the alarms, and delivers the records to
   * the trail's bucket.
   */
  advanceHour(beforeAlarms?: (due: readonly ScheduledInvocation[]) => Promise<void>): Promise<HourResult>;
  /** Messages to mailboxes since the start, oldest first. */
  mailbox(): Promise<Mail[]>;
  /** Credentials of a role for a service that it trusts; the role's policies are enforced for the calls with them. */
  assumeRole(roleArn: string, service: string): Promise<RoleCredentials>;
  /** What the roles were allowed and denied so far. */
  roleAccess(): RoleAccess;
  /** Who may make which of the calls, and which of these no trail that is logging records. */
  enumerateReach(calls: readonly PossibleCall[], trailBucket: string): Promise<PrincipalReach[]>;
  /** Makes calls go wrong by rules, the same calls for the same seed; without rules it stops. */
  injectFaults(rules: readonly FaultRule[], seed?: number): void;
  /** How often each kind of fault has struck. */
  struckFaults(): ReadonlyMap<FaultKind, number>;
  /** What AWS's service models say of every call so far. */
  callChecks(): Promise<CallChecks>;
  /** Every CloudTrail record since the start, delivered or not. */
  trailHistory(): readonly DeliveredRecord[];
  /** Stops moto and the gateway. */
  close(): Promise<void>;
}

/** Starts moto and the gateway in front of it. Throws a UserError when moto is missing or the port is in use. */
export async function startLocalAws({ onEvent, ...options }: LocalAwsOptions): Promise<LocalAws> {
  const clock = new SimulatedClock(options.start);
  let problem: string | undefined;
  const moto = await startMoto({
    python: options.python,
    start: options.start,
    onExit: (text) => {
      problem = text;
      onEvent?.({ kind: 'down', problem: text });
    },
  });
  const clients = motoClients(moto.url, options.region);
  const stopMoto = async () => {
    clients.destroy();
    await moto.stop();
  };
  const account = { clients, ask: moto.ask, accountId, region: options.region, now: clock.now };
  const { cloudWatch, schedules, scheduler, trail, logs, access } = makeServices(account, options.monitor, onEvent);
  const models = new ModelCheck(moto.ask);
  const faults = new FaultInjector();
  const router = await startRouter({
    motoUrl: moto.url,
    models,
    faults,
    port: options.port,
    handlers: { ...cloudWatch.handlers, ...schedules.handlers, ...trail.handlers, ...accountHandlers },
    refuse: (call, head) => access.refuse(call, head),
    onCall: (call, outcome) => {
      if (mayChangePolicy(call)) access.forgetPolicies();
      return trail.onCall(call, outcome);
    },
  }).catch(async (error: unknown) => {
    await stopMoto();
    throw error;
  });
  const downError = () => (problem === undefined ? undefined : new UserError(problem));
  /** Reports the end of moto instead of the failures that it causes. */
  const whileUp = async <T>(work: () => Promise<T>): Promise<T> => {
    const down = downError();
    if (down) throw down;
    return work().catch((error: unknown) => {
      throw downError() ?? error;
    });
  };
  const hourly = {
    runDueSchedules: () => whileUp(() => schedules.runDue()),
    evaluateAlarms: () => whileUp(() => cloudWatch.evaluate()),
    flushTrail: () => whileUp(() => trail.flush()),
  };
  return {
    endpoint: router.url,
    region: options.region,
    accountId,
    motoPid: moto.pid,
    now: clock.now,
    moveTo: clock.moveTo,
    ...hourly,
    advanceHour: async (beforeAlarms) => {
      clock.moveTo(new Date(startOfHour(clock.now()).getTime() + hourMs));
      const runs = await hourly.runDueSchedules();
      const due = await whileUp(() => scheduler.takeDue());
      await beforeAlarms?.(due);
      await whileUp(() => logs.deliver());
      return { runs, transitions: await hourly.evaluateAlarms(), trailKeys: await hourly.flushTrail() };
    },
    mailbox: () => whileUp(() => moto.ask<Mail[]>('outbox')),
    assumeRole: (roleArn, service) => whileUp(() => access.assumeRole(roleArn, service)),
    roleAccess: () => access.report(),
    enumerateReach: (calls, trailBucket) =>
      whileUp(() => access.enumerateReach(calls, trail.loggingTrails(), trailBucket)),
    injectFaults: (rules, seed) => faults.inject(rules, seed),
    struckFaults: () => faults.struck,
    callChecks: () => models.report(),
    trailHistory: () => trail.history,
    close: async () => {
      await router.close();
      await stopMoto();
    },
  };
}

class SimulatedClock {
  constructor(private time: Date) {}

  readonly now = (): Date => this.time;

  readonly moveTo = (instant: Date): void => {
    if (instant < this.time) {
      const times = `it is at ${this.time.toISOString()}, not before ${instant.toISOString()}`;
      throw new Error(`the simulated clock cannot go back: ${times}`);
    }
    this.time = instant;
  };
}

interface Account {
  readonly clients: MotoClients;
  readonly ask: AskMoto;
  readonly accountId: string;
  readonly region: string;
  readonly now: () => Date;
}

/** The services that the gateway adds to moto. */
function makeServices(account: Account, monitor: MonitorContainer, onEvent: LocalAwsOptions['onEvent']) {
  const { clients } = account;
  const cloudWatch = new CloudWatch({
    ...account,
    onTransition: (transition) => onEvent?.({ kind: 'alarm', transition }),
  });
  const putMetricData = cloudWatch.putMetricData.bind(cloudWatch);
  const schedules = new MonitoringSchedules({
    ...account,
    run: async (due) => {
      const run = await runMonitoring({ clients, putMetricData, monitor }, due);
      onEvent?.({ kind: 'run', run });
      return run;
    },
  });
  const lookUpIdentity = makeIdentityLookup(clients);
  const logs = new TrailLogs({ ...account, putMetricData });
  const trail = new CloudTrail({ ...account, lookUpIdentity, onLog: logs.add });
  const access = new AccessControl({ ...account, lookUpIdentity, scheduleTags: schedules.tagsOf });
  const scheduler = new EventBridgeScheduler({ ...account, access });
  return { cloudWatch, schedules, scheduler, trail, logs, access };
}

/** Whether a call may change a policy or a default key: any write but those of objects, messages and data. */
function mayChangePolicy(call: AwsCall): boolean {
  return isManagementCall(call) && !/^(Get|List|Describe|Head)/.test(call.operation);
}
