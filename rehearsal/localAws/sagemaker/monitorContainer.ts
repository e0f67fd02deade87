/** What one execution of a monitoring schedule gives to the container that Model Monitor would run. */
export interface MonitoringJob {
  readonly endpoint: string;
  readonly scheduleName: string;
  readonly windowStart: Date;
  readonly windowEnd: Date;
  /** Capture files of the window, by key, in order. Never empty. */
  readonly captures: readonly { readonly key: string; readonly body: Uint8Array }[];
  /** Text of the baseline's statistics.json. */
  readonly statistics: string;
  /** Text of the baseline's constraints.json. */
  readonly constraints: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface MonitoringJobResult {
  /** Text by file name, written below the execution's report prefix. */
  readonly files: Readonly<Record<string, string>>;
  /** Feature metrics, published when the job's environment says so. */
  readonly metrics: readonly { readonly name: string; readonly value: number }[];
  readonly status: 'Completed' | 'CompletedWithViolations' | 'Failed';
  readonly exitMessage?: string;
}

/** Stands in for Model Monitor's prebuilt container. */
export type MonitorContainer = (job: MonitoringJob) => Promise<MonitoringJobResult>;
