import { DescribeDataQualityJobDefinitionCommand } from '@aws-sdk/client-sagemaker';
import { hourMs } from '../../../contract/hours';
import { AwsError } from '../protocol/awsError';
import type { MotoClients } from '../protocol/motoClients';
import { type Handlers, passOn } from '../protocol/router';
import { cronProblem, parseCron } from './cron';
import type { DueRun, ScheduleRun } from './monitoringRun';

export interface MonitoringSchedulesOptions {
  readonly clients: Pick<MotoClients, 'sageMaker'>;
  readonly accountId: string;
  readonly region: string;
  readonly now: () => Date;
  /** Runs one execution. */
  readonly run: (due: DueRun) => Promise<ScheduleRun>;
}

interface ScheduleConfig {
  readonly ScheduleConfig?: { readonly ScheduleExpression?: string };
  readonly MonitoringJobDefinitionName?: string;
  readonly MonitoringType?: string;
}

interface TagInput {
  readonly Key: string;
  readonly Value: string;
}

interface Schedule {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Date;
  config: ScheduleConfig;
  endpoint: string;
  status: 'Scheduled' | 'Stopped';
  modifiedAt: Date;
  /** Whether a schedule with NOW still has its one run ahead. */
  pendingNow: boolean;
  readonly tags: Map<string, string>;
  readonly runs: { readonly run: ScheduleRun; readonly at: Date }[];
}

type Params = Readonly<Record<string, unknown>>;

const namePattern = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const seconds = (at: Date): number => at.getTime() / 1000;

/** SageMaker's monitoring schedules, which moto lacks. Job definitions, endpoints and tags of anything else are moto's. */
export class MonitoringSchedules {
  private readonly schedules = new Map<string, Schedule>();
  private ranUntil: Date;

  constructor(private readonly options: MonitoringSchedulesOptions) {
    this.ranUntil = options.now();
  }

  readonly handlers: Handlers = {
    'sagemaker:CreateMonitoringSchedule': (params) => this.create(params),
    'sagemaker:DescribeMonitoringSchedule': (params) => this.describe(this.existing(params)),
    'sagemaker:UpdateMonitoringSchedule': (params) => this.update(params),
    'sagemaker:StartMonitoringSchedule': (params) => this.setStatus(params, 'Scheduled'),
    'sagemaker:StopMonitoringSchedule': (params) => this.setStatus(params, 'Stopped'),
    'sagemaker:DeleteMonitoringSchedule': (params) => void this.schedules.delete(this.existing(params).name),
    'sagemaker:ListMonitoringSchedules': (params) => this.list(params),
    'sagemaker:ListMonitoringExecutions': (params) => this.listRuns(params),
    'sagemaker:AddTags': ({ ResourceArn, Tags }) =>
      this.onTags(ResourceArn, (tags) => {
        for (const { Key, Value } of Tags as TagInput[]) tags.set(Key, Value);
        return { Tags: tagList(tags) };
      }),
    'sagemaker:DeleteTags': ({ ResourceArn, TagKeys }) =>
      this.onTags(ResourceArn, (tags) => {
        for (const key of TagKeys as string[]) tags.delete(key);
        return {};
      }),
    'sagemaker:ListTags': ({ ResourceArn }) => this.onTags(ResourceArn, (tags) => ({ Tags: tagList(tags) })),
  };

  /** Runs what came due since the last time, oldest first. */
  async runDue(): Promise<ScheduleRun[]> {
    const [from, to] = [this.ranUntil, this.options.now()];
    this.ranUntil = to;
    const runs: ScheduleRun[] = [];
    const scheduled = [...this.schedules.values()].filter((schedule) => schedule.status === 'Scheduled');
    for (const schedule of scheduled.filter((s) => s.pendingNow)) {
      schedule.pendingNow = false;
      runs.push(await this.run(schedule, to, 1));
    }
    const first = (Math.floor(from.getTime() / hourMs) + 1) * hourMs;
    for (let at = first; at <= to.getTime(); at += hourMs) {
      const hour = new Date(at);
      for (const schedule of scheduled) {
        const cron = parseCron(schedule.config.ScheduleConfig?.ScheduleExpression ?? '');
        if (cron?.dueAt(hour.getUTCHours())) runs.push(await this.run(schedule, hour, cron.windowHours));
      }
    }
    return runs;
  }

  private async run(schedule: Schedule, scheduledAt: Date, windowHours: number): Promise<ScheduleRun> {
    const windowEnd = new Date(Math.floor(scheduledAt.getTime() / hourMs) * hourMs);
    const run = await this.options.run({
      scheduleName: schedule.name,
      jobDefinitionName: schedule.config.MonitoringJobDefinitionName ?? '',
      scheduledAt,
      windowStart: new Date(windowEnd.getTime() - windowHours * hourMs),
      windowEnd,
    });
    schedule.runs.unshift({ run, at: this.options.now() });
    return run;
  }

  private arnOf(name: string): string {
    return `arn:aws:sagemaker:${this.options.region}:${this.options.accountId}:monitoring-schedule/${name}`;
  }

  private existing(params: Params): Schedule {
    const name = String(params['MonitoringScheduleName']);
    const schedule = this.schedules.get(name);
    if (!schedule) throw new AwsError('ResourceNotFound', `Monitoring Schedule ${this.arnOf(name)} not found`);
    return schedule;
  }

  /** The endpoint that the job definition names: what SageMaker reads when a schedule is made or changed. */
  private async check(config: ScheduleConfig): Promise<string> {
    const expression = config.ScheduleConfig?.ScheduleExpression ?? '';
    if (expression !== 'NOW' && !parseCron(expression))
      throw new AwsError('ValidationException', cronProblem(expression));
    if (config.MonitoringType !== 'DataQuality' || !config.MonitoringJobDefinitionName) {
      throw new AwsError(
        'ValidationException',
        'the local AWS runs schedules with MonitoringType DataQuality and a MonitoringJobDefinitionName; this one has none of that kind',
      );
    }
    const JobDefinitionName = config.MonitoringJobDefinitionName;
    try {
      const found = await this.options.clients.sageMaker.send(
        new DescribeDataQualityJobDefinitionCommand({ JobDefinitionName }),
      );
      return found.DataQualityJobInput?.EndpointInput?.EndpointName ?? '';
    } catch {
      throw new AwsError('ResourceNotFound', `Could not find data quality job definition '${JobDefinitionName}'`);
    }
  }

  private async create(params: Params): Promise<unknown> {
    const name = (params['MonitoringScheduleName'] ?? '') as string;
    if (!namePattern.test(name)) {
      throw new AwsError(
        'ValidationException',
        `1 validation error detected: Value '${name}' at 'monitoringScheduleName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`,
      );
    }
    const arn = this.arnOf(name);
    if (this.schedules.has(name)) throw new AwsError('ResourceInUse', `Monitoring Schedule ${arn} already exists`);
    const config = (params['MonitoringScheduleConfig'] ?? {}) as ScheduleConfig;
    const endpoint = await this.check(config);
    const now = this.options.now();
    const tags = new Map(((params['Tags'] ?? []) as TagInput[]).map(({ Key, Value }) => [Key, Value]));
    const pendingNow = config.ScheduleConfig?.ScheduleExpression === 'NOW';
    this.schedules.set(name, {
      name,
      arn,
      createdAt: now,
      modifiedAt: now,
      config,
      endpoint,
      status: 'Scheduled',
      pendingNow,
      tags,
      runs: [],
    });
    return { MonitoringScheduleArn: arn };
  }

  private async update(params: Params): Promise<unknown> {
    const schedule = this.existing(params);
    const config = (params['MonitoringScheduleConfig'] ?? {}) as ScheduleConfig;
    schedule.endpoint = await this.check(config);
    schedule.config = config;
    schedule.modifiedAt = this.options.now();
    return { MonitoringScheduleArn: schedule.arn };
  }

  private setStatus(params: Params, status: Schedule['status']): void {
    const schedule = this.existing(params);
    schedule.status = status;
    schedule.modifiedAt = this.options.now();
  }

  private describe(schedule: Schedule): Record<string, unknown> {
    const [last] = schedule.runs;
    return {
      MonitoringScheduleArn: schedule.arn,
      MonitoringScheduleName: schedule.name,
      MonitoringScheduleStatus: schedule.status,
      MonitoringType: schedule.config.MonitoringType,
      CreationTime: seconds(schedule.createdAt),
      LastModifiedTime: seconds(schedule.modifiedAt),
      MonitoringScheduleConfig: schedule.config,
      EndpointName: schedule.endpoint,
      ...(last ? { LastMonitoringExecutionSummary: summary(last) } : {}),
    };
  }

  private list({ NameContains, EndpointName, StatusEquals }: Params): unknown {
    const found = [...this.schedules.values()]
      .filter((s) => NameContains === undefined || s.name.includes(NameContains as string))
      .filter((s) => EndpointName === undefined || s.endpoint === EndpointName)
      .filter((s) => StatusEquals === undefined || s.status === StatusEquals);
    return {
      MonitoringScheduleSummaries: found.map((schedule) => {
        const { MonitoringScheduleConfig: _, LastMonitoringExecutionSummary: __, ...rest } = this.describe(schedule);
        return { ...rest, MonitoringJobDefinitionName: schedule.config.MonitoringJobDefinitionName };
      }),
    };
  }

  private listRuns({ MonitoringScheduleName, EndpointName, StatusEquals }: Params): unknown {
    const runs = [...this.schedules.values()]
      .filter((s) => MonitoringScheduleName === undefined || s.name === MonitoringScheduleName)
      .flatMap((s) => s.runs)
      .filter(({ run }) => EndpointName === undefined || run.endpoint === EndpointName)
      .filter(({ run }) => StatusEquals === undefined || run.status === StatusEquals);
    return { MonitoringExecutionSummaries: runs.map(summary) };
  }

  private onTags(arn: unknown, act: (tags: Map<string, string>) => unknown): unknown {
    const name = /:monitoring-schedule\/(.+)$/.exec(String(arn))?.[1];
    return name === undefined ? passOn : act(this.existing({ MonitoringScheduleName: name }).tags);
  }
}

function tagList(tags: ReadonlyMap<string, string>): TagInput[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

function summary({ run, at }: { readonly run: ScheduleRun; readonly at: Date }): Record<string, unknown> {
  return {
    MonitoringScheduleName: run.scheduleName,
    ScheduledTime: seconds(run.scheduledAt),
    CreationTime: seconds(at),
    LastModifiedTime: seconds(at),
    MonitoringExecutionStatus: run.status,
    EndpointName: run.endpoint,
    MonitoringJobDefinitionName: run.jobDefinitionName,
    MonitoringType: 'DataQuality',
    ...(run.failureReason === undefined ? {} : { FailureReason: run.failureReason }),
  };
}
