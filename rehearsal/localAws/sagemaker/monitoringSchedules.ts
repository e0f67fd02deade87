import { DescribeDataQualityJobDefinitionCommand } from '@aws-sdk/client-sagemaker';
import { hourMs, startOfHour } from '../../../contract/hours';
import { hoursSinceLastRun } from '../../../contract/monitorSchedule';
import { AwsError } from '../protocol/awsError';
import { acceptParams, type Handlers, passOn, type Tag, tagList, tagMap } from '../protocol/handlers';
import type { MotoClients } from '../protocol/motoClients';
import type { DueRun, ScheduleRun } from './monitoringRun';
import { checkScheduleConfig, runNow, type ScheduleConfig } from './scheduleConfig';

interface MonitoringSchedulesOptions {
  readonly clients: Pick<MotoClients, 'sageMaker'>;
  readonly accountId: string;
  readonly region: string;
  readonly now: () => Date;
  /** Runs one execution. */
  readonly run: (due: DueRun) => Promise<ScheduleRun>;
}

interface ScheduleName {
  readonly MonitoringScheduleName: string;
}

interface ScheduleUpdate extends ScheduleName {
  readonly MonitoringScheduleConfig?: ScheduleConfig;
}

interface ScheduleCreation extends ScheduleUpdate {
  readonly Tags?: readonly Tag[];
}

interface MonitoringAlert extends ScheduleName {
  readonly MonitoringAlertName: string;
  readonly DatapointsToAlert: number;
  readonly EvaluationPeriod: number;
}

interface ScheduleFilter {
  readonly NameContains?: string;
  readonly EndpointName?: string;
  readonly StatusEquals?: string;
}

interface RunFilter {
  readonly MonitoringScheduleName?: string;
  readonly EndpointName?: string;
  readonly StatusEquals?: string;
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
  /** Newest first. */
  readonly runs: { readonly run: ScheduleRun; readonly at: Date }[];
}

const namePattern = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const toSeconds = (at: Date): number => at.getTime() / 1000;

/** SageMaker's monitoring schedules, which moto lacks. Job definitions, endpoints and all other tags are moto's. */
export class MonitoringSchedules {
  private readonly schedules = new Map<string, Schedule>();
  private ranUntil: Date;

  constructor(private readonly options: MonitoringSchedulesOptions) {
    this.ranUntil = options.now();
  }

  readonly handlers: Handlers = {
    'sagemaker:CreateMonitoringSchedule': acceptParams<ScheduleCreation>(
      ['MonitoringScheduleName', 'MonitoringScheduleConfig', 'Tags'],
      (params) => this.create(params),
    ),
    'sagemaker:DescribeMonitoringSchedule': this.onSchedule(describeSchedule),
    'sagemaker:UpdateMonitoringSchedule': acceptParams<ScheduleUpdate>(
      ['MonitoringScheduleName', 'MonitoringScheduleConfig'],
      (params) => this.update(params),
    ),
    'sagemaker:StartMonitoringSchedule': this.onSchedule((schedule) => this.setStatus(schedule, 'Scheduled')),
    'sagemaker:StopMonitoringSchedule': this.onSchedule((schedule) => this.setStatus(schedule, 'Stopped')),
    'sagemaker:DeleteMonitoringSchedule': this.onSchedule(({ name }) => void this.schedules.delete(name)),
    // Alerts of a schedule are counted in the console of SageMaker only: there is nothing to imitate but the call.
    'sagemaker:UpdateMonitoringAlert': acceptParams<MonitoringAlert>(
      ['MonitoringScheduleName', 'MonitoringAlertName', 'DatapointsToAlert', 'EvaluationPeriod'],
      ({ MonitoringScheduleName, MonitoringAlertName }) => ({
        MonitoringScheduleArn: this.existing(MonitoringScheduleName).arn,
        MonitoringAlertName,
      }),
    ),
    'sagemaker:ListMonitoringSchedules': acceptParams<ScheduleFilter>(
      ['NameContains', 'EndpointName', 'StatusEquals'],
      (filter) => this.list(filter),
    ),
    'sagemaker:ListMonitoringExecutions': acceptParams<RunFilter>(
      ['MonitoringScheduleName', 'EndpointName', 'StatusEquals'],
      (filter) => this.listRuns(filter),
    ),
    'sagemaker:AddTags': acceptParams<{ ResourceArn: string; Tags: Tag[] }>(
      ['ResourceArn', 'Tags'],
      ({ ResourceArn, Tags }) =>
        this.onTags(ResourceArn, (tags) => {
          for (const { Key, Value } of Tags) tags.set(Key, Value);
          return { Tags: tagList(tags) };
        }),
    ),
    'sagemaker:DeleteTags': acceptParams<{ ResourceArn: string; TagKeys: string[] }>(
      ['ResourceArn', 'TagKeys'],
      ({ ResourceArn, TagKeys }) =>
        this.onTags(ResourceArn, (tags) => {
          for (const key of TagKeys) tags.delete(key);
          return {};
        }),
    ),
    'sagemaker:ListTags': acceptParams<{ ResourceArn: string }>(['ResourceArn'], ({ ResourceArn }) =>
      this.onTags(ResourceArn, (tags) => ({ Tags: tagList(tags) })),
    ),
  };

  /** Tags of a schedule; undefined if it does not exist. */
  readonly tagsOf = (name: string): ReadonlyMap<string, string> | undefined => this.schedules.get(name)?.tags;

  /** Runs what has become due since the last call, oldest first. */
  async runDue(): Promise<ScheduleRun[]> {
    const [from, to] = [this.ranUntil, this.options.now()];
    this.ranUntil = to;
    const runs: ScheduleRun[] = [];
    const scheduled = [...this.schedules.values()].filter((schedule) => schedule.status === 'Scheduled');
    for (const schedule of scheduled.filter(({ pendingNow }) => pendingNow)) {
      schedule.pendingNow = false;
      runs.push(await this.run(schedule, to, 1));
    }
    for (let at = startOfHour(from).getTime() + hourMs; at <= to.getTime(); at += hourMs) {
      const hour = new Date(at);
      for (const schedule of scheduled) {
        const windowHours = hoursSinceLastRun(schedule.config.ScheduleConfig?.ScheduleExpression ?? '', hour);
        if (windowHours !== undefined) runs.push(await this.run(schedule, hour, windowHours));
      }
    }
    return runs;
  }

  private async run(schedule: Schedule, scheduledAt: Date, windowHours: number): Promise<ScheduleRun> {
    const windowEnd = startOfHour(scheduledAt);
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

  private existing(name: string): Schedule {
    const schedule = this.schedules.get(name);
    if (!schedule) throw new AwsError('ResourceNotFound', `Monitoring Schedule ${this.arnOf(name)} not found`);
    return schedule;
  }

  /** A handler of a call that names a schedule and nothing else. */
  private onSchedule(act: (schedule: Schedule) => unknown) {
    return acceptParams<ScheduleName>(['MonitoringScheduleName'], ({ MonitoringScheduleName }) =>
      act(this.existing(MonitoringScheduleName)),
    );
  }

  private async create({ MonitoringScheduleName: name, ...params }: ScheduleCreation): Promise<unknown> {
    const { MonitoringScheduleConfig: config = {}, Tags } = params;
    if (!namePattern.test(name)) {
      throw new AwsError(
        'ValidationException',
        `1 validation error detected: Value '${name}' at 'monitoringScheduleName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`,
      );
    }
    const arn = this.arnOf(name);
    if (this.schedules.has(name)) throw new AwsError('ResourceInUse', `Monitoring Schedule ${arn} already exists`);
    const endpoint = await this.checkConfig(config);
    const at = this.options.now();
    this.schedules.set(name, {
      name,
      arn,
      createdAt: at,
      modifiedAt: at,
      config,
      endpoint,
      status: 'Scheduled',
      pendingNow: config.ScheduleConfig?.ScheduleExpression === runNow,
      tags: tagMap(Tags),
      runs: [],
    });
    return { MonitoringScheduleArn: arn };
  }

  private async update({ MonitoringScheduleName, MonitoringScheduleConfig = {} }: ScheduleUpdate): Promise<unknown> {
    const schedule = this.existing(MonitoringScheduleName);
    schedule.endpoint = await this.checkConfig(MonitoringScheduleConfig);
    schedule.config = MonitoringScheduleConfig;
    schedule.modifiedAt = this.options.now();
    return { MonitoringScheduleArn: schedule.arn };
  }

  /** Checks a configuration as SageMaker does, and returns the endpoint of its job definition. */
  private async checkConfig(config: ScheduleConfig): Promise<string> {
    checkScheduleConfig(config);
    const JobDefinitionName = config.MonitoringJobDefinitionName;
    try {
      const definition = await this.options.clients.sageMaker.send(
        new DescribeDataQualityJobDefinitionCommand({ JobDefinitionName }),
      );
      return definition.DataQualityJobInput?.EndpointInput?.EndpointName ?? '';
    } catch {
      throw new AwsError('ResourceNotFound', `Could not find data quality job definition '${JobDefinitionName}'`);
    }
  }

  private setStatus(schedule: Schedule, status: Schedule['status']): void {
    schedule.status = status;
    schedule.modifiedAt = this.options.now();
  }

  private list({ NameContains = '', EndpointName, StatusEquals }: ScheduleFilter): unknown {
    const schedules = [...this.schedules.values()]
      .filter(({ name }) => name.includes(NameContains))
      .filter(({ endpoint }) => EndpointName === undefined || endpoint === EndpointName)
      .filter(({ status }) => StatusEquals === undefined || status === StatusEquals);
    return { MonitoringScheduleSummaries: schedules.map(summarizeSchedule) };
  }

  private listRuns({ MonitoringScheduleName, EndpointName, StatusEquals }: RunFilter): unknown {
    const runs = [...this.schedules.values()]
      .filter(({ name }) => MonitoringScheduleName === undefined || name === MonitoringScheduleName)
      .flatMap((schedule) => schedule.runs)
      .filter(({ run }) => EndpointName === undefined || run.endpoint === EndpointName)
      .filter(({ run }) => StatusEquals === undefined || run.status === StatusEquals);
    return { MonitoringExecutionSummaries: runs.map(summarizeRun) };
  }

  private onTags(arn: string, act: (tags: Map<string, string>) => unknown): unknown {
    const name = /:monitoring-schedule\/(.+)$/.exec(arn)?.[1];
    return name === undefined ? passOn : act(this.existing(name).tags);
  }
}

function describeSchedule(schedule: Schedule): Record<string, unknown> {
  const [lastRun] = schedule.runs;
  return {
    MonitoringScheduleArn: schedule.arn,
    MonitoringScheduleName: schedule.name,
    MonitoringScheduleStatus: schedule.status,
    MonitoringType: schedule.config.MonitoringType,
    CreationTime: toSeconds(schedule.createdAt),
    LastModifiedTime: toSeconds(schedule.modifiedAt),
    MonitoringScheduleConfig: schedule.config,
    EndpointName: schedule.endpoint,
    LastMonitoringExecutionSummary: lastRun && summarizeRun(lastRun),
  };
}

function summarizeSchedule(schedule: Schedule): Record<string, unknown> {
  const { MonitoringScheduleConfig: _, LastMonitoringExecutionSummary: __, ...summary } = describeSchedule(schedule);
  return { ...summary, MonitoringJobDefinitionName: schedule.config.MonitoringJobDefinitionName };
}

function summarizeRun({ run, at }: Schedule['runs'][number]): Record<string, unknown> {
  return {
    MonitoringScheduleName: run.scheduleName,
    ScheduledTime: toSeconds(run.scheduledAt),
    CreationTime: toSeconds(at),
    LastModifiedTime: toSeconds(at),
    MonitoringExecutionStatus: run.status,
    EndpointName: run.endpoint,
    MonitoringJobDefinitionName: run.jobDefinitionName,
    MonitoringType: 'DataQuality',
    FailureReason: run.failureReason,
  };
}
