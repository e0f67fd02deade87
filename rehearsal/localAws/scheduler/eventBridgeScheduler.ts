import { GetScheduleCommand, type GetScheduleOutput, paginateListSchedules } from '@aws-sdk/client-scheduler';
import type { AccessControl } from '../access/accessControl';
import type { MotoClients } from '../protocol/motoClients';
import { scheduledRuns } from './scheduledRuns';

interface SchedulerOptions {
  readonly clients: Pick<MotoClients, 'scheduler'>;
  readonly accountId: string;
  readonly region: string;
  readonly now: () => Date;
  readonly access: Pick<AccessControl, 'mayActAs'>;
}

/** An invocation of a function by a schedule. */
export interface ScheduledInvocation {
  readonly functionArn: string;
  /** JSON text. */
  readonly payload: string;
}

/**
 * EventBridge Scheduler, whose schedules moto stores and never runs. They run at their minute: flexible windows, retries
 * and dead-letter queues have no part.
 */
export class EventBridgeScheduler {
  private ranUntil: Date;

  constructor(private readonly options: SchedulerOptions) {
    this.ranUntil = options.now();
  }

  /** The invocations that have become due since the last call, and that the schedules' roles allow, oldest first. */
  async takeDue(): Promise<ScheduledInvocation[]> {
    const [from, to] = [this.ranUntil, this.options.now()];
    this.ranUntil = to;
    const due: { at: Date; schedule: GetScheduleOutput }[] = [];
    for (const schedule of await this.enabledSchedules()) {
      checkSupported(schedule);
      const runs = scheduledRuns(schedule.ScheduleExpression ?? '', from, to);
      due.push(...runs.map((at) => ({ at, schedule })));
    }
    const invocations: ScheduledInvocation[] = [];
    for (const { at, schedule } of due.sort((a, b) => a.at.getTime() - b.at.getTime())) {
      if (await this.mayInvoke(schedule)) invocations.push(invocationOf(schedule, at));
    }
    return invocations;
  }

  private async enabledSchedules(): Promise<GetScheduleOutput[]> {
    const { scheduler } = this.options.clients;
    const schedules: GetScheduleOutput[] = [];
    for await (const { Schedules = [] } of paginateListSchedules({ client: scheduler }, { State: 'ENABLED' })) {
      for (const { Name, GroupName } of Schedules) {
        schedules.push(await scheduler.send(new GetScheduleCommand({ Name, GroupName })));
      }
    }
    return schedules;
  }

  /** Whether the scheduler may assume the target's role for a schedule of its group, and the role may invoke the target. */
  private mayInvoke({ GroupName = 'default', Target }: GetScheduleOutput): Promise<boolean> {
    const { region, accountId, access } = this.options;
    const context = {
      'aws:SourceAccount': accountId,
      'aws:SourceArn': `arn:aws:scheduler:${region}:${accountId}:schedule-group/${GroupName}`,
    };
    const needed = { action: 'lambda:InvokeFunction', resource: Target?.Arn ?? '', context: {} };
    return access.mayActAs(Target?.RoleArn ?? '', { service: 'scheduler.amazonaws.com', context }, needed);
  }
}

function checkSupported({ Name, Target, ScheduleExpressionTimezone = 'UTC', StartDate, EndDate }: GetScheduleOutput) {
  const isFunction = /^arn:[^:]+:lambda:/.test(Target?.Arn ?? '');
  if (isFunction && ScheduleExpressionTimezone === 'UTC' && !StartDate && !EndDate) return;
  throw new Error(
    `the local AWS does not support schedule '${Name}'; supported: a Lambda function as target, time zone UTC, no start or end date`,
  );
}

/** "Adding context attributes" of EventBridge Scheduler's guide: the scheduled time in the input, without milliseconds. */
function invocationOf({ Target }: GetScheduleOutput, at: Date): ScheduledInvocation {
  const time = at.toISOString().replace('.000Z', 'Z');
  const payload = (Target?.Input ?? '{}').replaceAll('<aws.scheduler.scheduled-time>', time);
  return { functionArn: Target?.Arn ?? '', payload };
}
