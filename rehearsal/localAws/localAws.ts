import { hourMs } from '../../contract/hours';
import { UserError } from '../../contract/userError';
import { callerIdentities } from './cloudtrail/callerIdentity';
import { CloudTrail } from './cloudtrail/cloudTrail';
import type { DeliveredRecord } from './cloudtrail/cloudTrailRecord';
import type { AlarmTransition } from './cloudwatch/alarmNotice';
import { CloudWatch } from './cloudwatch/cloudWatch';
import { startMoto } from './moto';
import { motoClients } from './protocol/motoClients';
import { startRouter } from './protocol/router';
import type { MonitorContainer } from './sagemaker/monitorContainer';
import { monitoringRun, type ScheduleRun } from './sagemaker/monitoringRun';
import { MonitoringSchedules } from './sagemaker/monitoringSchedules';

/** moto's account. */
const accountId = '123456789012';

export type LocalAwsEvent =
  | { readonly kind: 'run'; readonly run: ScheduleRun }
  | { readonly kind: 'alarm'; readonly transition: AlarmTransition }
  /** moto ended by itself; nothing of the local AWS works any more. */
  | { readonly kind: 'down'; readonly problem: string };

export interface LocalAwsOptions {
  /** Path of a Python interpreter that has moto. */
  readonly python: string;
  /** @default a free one */
  readonly port?: number;
  readonly region: string;
  /** Where the simulated clock begins. */
  readonly start: Date;
  /** Stands in for Model Monitor's container. */
  readonly monitor: MonitorContainer;
  readonly onEvent?: (event: LocalAwsEvent) => void;
}

/** A message that SNS handed to e-mail, or to an address outside this machine, which is never called. */
export interface Mail {
  readonly protocol: string;
  readonly to: string;
  readonly topicArn: string;
  readonly messageId: string;
  readonly subject: string | null;
  readonly message: string;
  /** Why a pager on this machine did not take it; null for what was meant to end here. */
  readonly problem: string | null;
}

export interface HourResult {
  readonly runs: readonly ScheduleRun[];
  readonly transitions: readonly AlarmTransition[];
  /** Keys of the trail's new files. */
  readonly trailKeys: readonly string[];
}

export interface LocalAws {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  /** Process id of moto. */
  readonly motoPid: number;
  /** The simulated clock. */
  now(): Date;
  /** Moves the clock on; it never goes back. */
  moveTo(instant: Date): void;
  /** Runs the schedules that came due since the last time. */
  runDueSchedules(): Promise<ScheduleRun[]>;
  /** Evaluates every alarm once, at the simulated instant, and takes the actions. */
  evaluateAlarms(): Promise<AlarmTransition[]>;
  /** Delivers the records that wait to the trails' buckets; answers the keys. */
  flushTrail(): Promise<string[]>;
  /**
   * To the next full hour: due schedules, then `beforeAlarms` (queues' consumers put their metrics there), alarms, trail.
   */
  advanceHour(beforeAlarms?: () => Promise<void>): Promise<HourResult>;
  /** What came to the mailboxes since the start, oldest first. */
  mailbox(): Promise<Mail[]>;
  /** Every CloudTrail record since the start, delivered or not. */
  trailHistory(): readonly DeliveredRecord[];
  /** Ends moto and the gateway; nothing of them is left. */
  close(): Promise<void>;
}

/** Starts moto and the gateway in front of it. Rejects with one sentence when moto is missing or the port is taken. */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const { region, onEvent } = options;
  let clock = options.start;
  let down: string | undefined;
  const now = (): Date => clock;
  const moto = await startMoto({
    python: options.python,
    onExit: (problem) => {
      down = problem;
      onEvent?.({ kind: 'down', problem });
    },
  });
  const clients = motoClients(moto.url, region);
  const common = { clients, accountId, region, now };
  const cloudWatch = new CloudWatch({
    ...common,
    onTransition: (transition) => onEvent?.({ kind: 'alarm', transition }),
  });
  const schedules = new MonitoringSchedules({
    ...common,
    run: async (due) => {
      const run = await monitoringRun({ clients, cloudWatch, monitor: options.monitor }, due);
      onEvent?.({ kind: 'run', run });
      return run;
    },
  });
  const trail = new CloudTrail({ ...common, identityOf: callerIdentities(clients) });
  const router = await startRouter({
    motoUrl: moto.url,
    ...(options.port === undefined ? {} : { port: options.port }),
    handlers: { ...cloudWatch.handlers, ...schedules.handlers },
    onCall: (call, outcome) => trail.onCall(call, outcome),
  }).catch(async (error: unknown) => {
    clients.destroy();
    await moto.stop();
    throw error;
  });
  /** A failure after moto's end is explained by that end. */
  const up = async <T>(work: () => Promise<T>): Promise<T> => {
    if (down !== undefined) throw new UserError(down);
    return work().catch((error: unknown) => {
      throw down === undefined ? error : new UserError(down);
    });
  };
  const moveTo = (instant: Date): void => {
    if (instant < clock)
      throw new Error(
        `the simulated clock is at ${clock.toISOString()} and cannot go back to ${instant.toISOString()}`,
      );
    clock = instant;
  };
  const runDueSchedules = (): Promise<ScheduleRun[]> => up(() => schedules.runDue());
  const evaluateAlarms = (): Promise<AlarmTransition[]> => up(() => cloudWatch.evaluate());
  const flushTrail = (): Promise<string[]> => up(() => trail.flush());
  return {
    endpoint: router.url,
    region,
    accountId,
    motoPid: moto.pid,
    now,
    moveTo,
    runDueSchedules,
    evaluateAlarms,
    flushTrail,
    advanceHour: async (beforeAlarms) => {
      moveTo(new Date((Math.floor(clock.getTime() / hourMs) + 1) * hourMs));
      const runs = await runDueSchedules();
      await beforeAlarms?.();
      return { runs, transitions: await evaluateAlarms(), trailKeys: await flushTrail() };
    },
    mailbox: () => up(async () => (await (await fetch(`${moto.url}/local-aws/outbox`)).json()) as Mail[]),
    trailHistory: () => trail.history,
    close: async () => {
      await router.close();
      clients.destroy();
      await moto.stop();
    },
  };
}
