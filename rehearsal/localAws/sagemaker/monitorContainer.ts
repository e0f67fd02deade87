/** Input of one execution of a monitoring schedule, as Model Monitor hands it to its container. */
export interface MonitoringJob {
  readonly endpoint: string;
  readonly scheduleName: string;
  readonly windowStart: Date;
  readonly windowEnd: Date;
  /** Capture files of the window, ordered by key; at least one. */
  readonly captures: readonly { readonly key: string; readonly body: Uint8Array }[];
  /** Text of the baseline's statistics.json. */
  readonly statistics: string;
  /** Text of the baseline's constraints.json. */
  readonly constraints: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface MonitoringJobResult {
  /** Texts by file name, to be written under the execution's report prefix. */
  readonly files: Readonly<Record<string, string>>;
  /** Feature metrics, published if the job's environment enables it. */
  readonly metrics: readonly { readonly name: string; readonly value: number }[];
  readonly status: 'Completed' | 'CompletedWithViolations' | 'Failed';
  readonly exitMessage?: string;
}

/** Stands in for Model Monitor's prebuilt container. */
export type MonitorContainer = (job: MonitoringJob) => Promise<MonitoringJobResult>;
