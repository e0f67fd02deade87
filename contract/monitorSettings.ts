import { z } from 'zod';
import { slaSchema } from './sla';

/** Key of the object in the store with each endpoint's settings for the incident function. */
export const monitorSettingsKey = 'settings/monitors.json';

const endpointMonitorSchema = z.strictObject({
  /** Version of the capture schema, such as `v1`. */
  schema: z.string(),
  /** Id of the baseline in effect. */
  baseline: z.string(),
  /** `modelMonitor`: the managed monitoring schedule. */
  engine: z.enum(['modelMonitor']),
  /** Model Monitor's cron expression, UTC. */
  schedule: z.string(),
  /** Who acts on an alarm. */
  owner: z.string(),
  /** The data contract, with every default filled in. */
  sla: slaSchema,
  /** Whether drift and completeness of each feature are published as metrics too. */
  featureMetrics: z.boolean(),
});

/** What the stack writes for its incident function: one object for all endpoints that have a baseline. */
export const monitorSettingsSchema = z.strictObject({
  version: z.literal(1),
  stack: z.string(),
  endpoints: z.record(z.string(), endpointMonitorSchema),
});

export type EndpointMonitor = z.infer<typeof endpointMonitorSchema>;
export type MonitorSettings = z.infer<typeof monitorSettingsSchema>;
