import type { CaptureSchema } from '../contract/captureSchema';
import type { Sla } from '../contract/sla';

/** One monitored endpoint, with every default filled in. */
export interface EndpointSettings {
  /** The endpoint's name in SageMaker. */
  readonly name: string;
  readonly engine: 'modelMonitor';
  readonly schema: CaptureSchema;
  /** Id of the baseline in force; undefined until one is approved, and then no monitor is deployed. */
  readonly baseline?: string;
  readonly sla: Sla;
  readonly owner: string;
  /** The production variant whose captures are monitored. */
  readonly variant: string;
  /** Model Monitor's cron expression, UTC. */
  readonly schedule: string;
  /** Of the processing job, such as `ml.m5.large`. */
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly networkIsolation: boolean;
  /** Image of the monitor; undefined for the region's managed one. */
  readonly analyzerImage?: string;
  readonly maxRuntimeMinutes: number;
}
